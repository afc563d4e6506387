#include "cli/reply.h"

#include <algorithm>

#include "cli/language.h"
#include "cli/replay.h"
#include "cli/report.h"
#include "engine/evaluate/errors.h"
#include "engine/io/answer_rows.h"
#include "engine/io/answer_text.h"
#include "engine/io/write_answer.h"
#include "engine/text/visible.h"

namespace remit::cli {

void reply_errors(const std::vector<ErrorReport>& errors, const CaseOptions& options, Console& console,
                  const std::string& explanation) {
  if (options.format != "text") {
    console.out(write_errors(errors, {.pretty = options.format == "pretty", .explanation = explanation}) + "\n");
    return;
  }
  const bool chinese = options.language == "zh";
  for (const ErrorReport& error : errors) {
    console.err((chinese ? "错误[" : "error[") + error.code + "]: " + error.message + "\n");
    for (const std::string& where : {error.path, error.step, error.place}) {
      if (!where.empty()) console.err("  " + visible(where) + "\n");
    }
    if (!error.hint.empty()) console.err((chinese ? "  提示: " : "  hint: ") + error.hint + "\n");
  }
}

auto reply_policy_errors(std::vector<Diagnostic> problems, const SourceSet& sources, const CaseOptions& options,
                         Console& console) -> Exit {
  std::erase_if(problems, [](const Diagnostic& problem) { return code_text(problem.code).warning(); });
  sort_diagnostics(problems);
  const Language language = language_of(options.language);
  std::vector<ErrorReport> reports;
  for (const Diagnostic& problem : problems) {
    const SourceText& text = sources.at(problem.span.file);
    const Location at = locate(text, problem.span.begin);
    reports.push_back({.code = std::string(code_text(problem.code).name),
                       .message = message_of(problem, language),
                       .place = text.path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column),
                       .hint = hint_of(problem, language)});
  }
  if (options.format != "text") reply_errors(reports, options, console);
  report(std::move(problems), 0, sources, "text", language, console);
  return Exit::policy;
}

namespace {

// Of many policies people want to see those that nearly were the one.
void tell_closest(Refusal refusal, const CaseOptions& options, Console& console) {
  constexpr std::size_t kMost = 5;
  const std::size_t shown = std::min(refusal.closest, kMost);
  const std::size_t more = refusal.errors.size() - shown;
  refusal.errors.resize(shown);
  reply_errors(refusal.errors, options, console);
  if (more == 0) return;
  const std::string count = std::to_string(more);
  console.err(options.language == "zh" ? "……另有 " + count + " 项政策未被选用；`--format json` 逐一列出\n"
                                       : "… and " + count + " more" + (more == 1 ? " policy" : " policies") +
                                             ", not chosen either; `--format json` lists all\n");
}

}  // namespace

auto tell(Refusal refusal, PolicyLibrary& library, const CaseOptions& options, Console& console) -> Exit {
  if (refusal.status == Exit::policy)
    return reply_policy_errors(std::move(refusal.problems), library.sources(), options, console);
  if (refusal.status == Exit::usage || refusal.status == Exit::environment)
    return console.stop({refusal.status, refusal.message});
  for (const InputError& error : refusal.input) refusal.errors.push_back(remit::report(error, options.language));
  if (refusal.closest == 0 || options.format != "text")
    reply_errors(refusal.errors, options, console);
  else
    tell_closest(std::move(refusal), options, console);
  return refusal.status;
}

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

auto refuse_answer(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console,
                   const std::string& explanation) -> std::optional<Exit> {
  PolicyLibrary& library = *ready.library;
  if (std::vector<Diagnostic> problems = library.catalogs().take_problems(); !problems.empty()) {
    return reply_policy_errors(std::move(problems), library.sources(), options, console);
  }
  if (!answer.errors.empty()) {
    reply_errors(reports_of(answer.errors, options.language), options, console, explanation);
    return Exit::failed;
  }
  return std::nullopt;
}

auto reply(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console,
           const std::string& explanation) -> Exit {
  if (const auto status = refuse_answer(answer, ready, options, console, explanation)) return *status;
  ready.library->add_hashes(*ready.compiled);
  const Program& program = ready.compiled->program();
  if (options.format == "text") {
    console.out(answer_text(answer, program, ready.compiled->names(), options.language, options.show_personal));
    return Exit::answered;
  }
  if (options.format == "csv") {
    console.out(answer_csv(answer, program, {.language = options.language, .show_personal = options.show_personal}));
    return Exit::answered;
  }
  const WriteOptions write{.language = options.language,
                           .codes = options.codes,
                           .pretty = options.format == "pretty",
                           .engine = REMIT_VERSION,
                           .explanation = explanation,
                           .receipt = options.receipt ? receipt_of(ready, options) : ""};
  console.out(write_answer(answer, program, ready.compiled->names(), write) + "\n");
  return Exit::answered;
}

}  // namespace remit::cli
