#include "cli/reply.h"

#include "cli/language.h"
#include "cli/report.h"
#include "engine/evaluate/errors.h"
#include "engine/io/write_answer.h"

namespace remit::cli {

auto reports_of(const std::vector<CaseError>& errors, const std::string& language) -> std::vector<ErrorReport> {
  std::vector<ErrorReport> reports;
  for (const CaseError& error : errors) {
    reports.push_back({.code = error.code,
                       .message = error_message(error, language),
                       .step = error.step,
                       .place = error.place,
                       .hint = error_hint(error, language)});
  }
  return reports;
}

auto reply(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console) -> Exit {
  PolicyLibrary& library = *ready.library;
  if (std::vector<Diagnostic> problems = library.catalogs().take_problems(); !problems.empty()) {
    report(std::move(problems), 0, library.sources(), "text", language_of(options.language), console);
    return Exit::policy;
  }
  if (!answer.errors.empty()) {
    reply_errors(reports_of(answer.errors, options.language), options.format, console);
    return Exit::failed;
  }
  const WriteOptions write{.language = options.language,
                           .codes = options.codes,
                           .pretty = options.format == "text",
                           .engine = REMIT_VERSION};
  console.out(write_answer(answer, ready.compiled->program(), ready.compiled->names(), write) + "\n");
  return Exit::answered;
}

}  // namespace remit::cli
