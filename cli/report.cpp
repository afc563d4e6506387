#include "cli/report.h"

#include <map>

namespace remit::cli {
namespace {

constexpr std::size_t kPrintedPerFile = 100;

// How many were taken away.
auto limit_per_file(std::vector<Diagnostic>& problems) -> std::size_t {
  std::map<FileId, std::size_t> printed;
  return std::erase_if(problems,
                       [&](const Diagnostic& problem) { return ++printed[problem.span.file] > kPrintedPerFile; });
}

}  // namespace

void report(std::vector<Diagnostic> problems, std::size_t suppressed, const SourceSet& sources,
            const std::string& format, Language language, Console& console) {
  suppressed += limit_per_file(problems);
  if (format == "json") {
    console.out(render_json(problems, sources, language));
  } else {
    console.err(render_text(problems, suppressed, sources, {language, console.colour_err()}));
  }
}

}  // namespace remit::cli
