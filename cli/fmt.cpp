#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "cli/write_file.h"
#include "dsl/format/format.h"
#include "dsl/parse/parse.h"

namespace remit::cli {
namespace {

class Format : public Command {
 public:
  Format() : Command("fmt", "Lay out policy files canonically; comments are kept.", "remit fmt --check policies/") {}

  void declare(Options& options) override {
    options.arguments("PATH", paths_, "policy files, or folders of them; - is laid out to standard output");
    options.flag("--check", check_, "change nothing; exit 1 and list the files that would change");
    options.choice("--language", keywords_, {"zh", "en"}, "translate the keywords, losslessly");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    OrStop<FileSource> source = FileSource::open(paths_);
    if (!source) return console.stop(source.error());
    Exit status = Exit::answered;
    for (const std::string& path : source.value().list(".remit")) {
      const Exit one = format(source.value(), path, console);
      if (one == Exit::environment) return one;
      if (one != Exit::answered) status = one;
    }
    return status;
  }

 private:
  auto format(FileSource& source, const std::string& path, Console& console) const -> Exit {
    const std::string shown = source.shown() + path;
    std::string why;
    const auto text = source.read(path, why);
    if (!text) return console.stop({Exit::environment, "`" + shown + "` cannot be read: " + why});
    SourceSet sources;
    const SourceText& file = sources.add(shown, *text);
    Parsed parsed = parse_file(file);
    if (!parsed.problems.empty()) {
      report(std::move(parsed.problems), parsed.suppressed, sources, "text", language_of(language_), console);
      return Exit::policy;
    }
    const Language keywords =
        keywords_.empty() ? (parsed.file.chinese ? Language::zh : Language::en) : language_of(keywords_);
    const std::string formatted = format_file(parsed.file, file, keywords);
    if (path == "-" && !check_) {
      console.out(formatted);
      return Exit::answered;
    }
    if (formatted == *text) return Exit::answered;
    console.out(shown + "\n");
    if (check_) return Exit::failed;
    if (write_file(shown, formatted, why)) return Exit::answered;
    return console.stop({Exit::environment, "`" + shown + "` cannot be written, and is unchanged: " + why});
  }

  std::vector<std::string> paths_;
  bool check_ = false;
  std::string keywords_;
  std::string language_ = "en";
};

}  // namespace

auto fmt_command() -> std::unique_ptr<Command> { return std::make_unique<Format>(); }

}  // namespace remit::cli
