// How a session says what is wrong.
#include <algorithm>
#include <utility>

#include "dsl/diagnostic/render.h"
#include "engine/evaluate/errors.h"
#include "engine/value/print.h"
#include "repl/session/missing.h"
#include "repl/session/session.h"

namespace remit::repl {

auto Session::trouble(Status status, std::string_view en, std::string_view zh) const -> Trouble {
  return {status, pick("error: ", "错误: ") + pick(en, zh) + "\n"};
}

auto Session::trouble_of(const std::vector<ErrorReport>& errors, Status status) const -> Trouble {
  Trouble trouble{status, ""};
  for (const ErrorReport& error : errors) {
    trouble.text += pick("error[", "错误[") + error.code + "]: " + error.message + "\n";
    for (const std::string& where : {error.path, error.step, error.place}) {
      if (!where.empty()) trouble.text += "  " + where + "\n";
    }
    if (!error.hint.empty()) trouble.text += pick("  hint: ", "  提示: ") + error.hint + "\n";
  }
  return trouble;
}

auto Session::trouble_of(const std::vector<InputError>& errors) const -> Trouble {
  std::vector<ErrorReport> reports;
  for (const InputError& error : errors) reports.push_back(report(error, settings.language));
  return trouble_of(reports, Status::input);
}

auto Session::trouble_of(std::vector<InputError> errors, const Prepared& prepared) const -> Trouble {
  const std::vector<MissingInput> missing = take_missing(prepared.program(), prepared.names(), errors);
  Trouble trouble = trouble_of(errors);
  const auto before = std::ranges::find(errors, InputCode::missing_opening, &InputError::code);
  if (before != errors.end()) {  // "$.opening.year_fund"
    const std::string path = before->path.substr(std::min<std::size_t>(2, before->path.size()));
    trouble.text +=
        pick("type `set " + path + " = []` where there was nothing\n", "若此前没有，请输入 `设 " + path + " = []`\n");
  }
  if (missing.empty()) return trouble;
  trouble.text += pick("missing, the most useful first:\n", "缺少以下输入，最有用的在前：\n");
  for (const MissingInput& one : missing) {
    trouble.text += "  " + one.path + " : " + one.type;
    if (const std::string label = label_in(one.labels, settings.language, ""); !label.empty())
      trouble.text += "  " + label;
    std::string readers;
    for (const std::string& reader : one.readers) readers += (readers.empty() ? "" : ", ") + reader;
    const std::string count = std::to_string(one.rules);
    trouble.text += pick("  (" + count + (one.rules == 1 ? " rule rests" : " rules rest") + " on it" +
                             (readers.empty() ? "" : ": ") + readers + ")\n",
                         "（" + count + " 条规则以此为据" + (readers.empty() ? "" : "：") + readers + "）\n");
  }
  trouble.text += pick("type `set ", "请输入 `设 ") + missing.front().path + " = …`\n";
  return trouble;
}

auto Session::trouble_of(const std::vector<CaseError>& errors) const -> Trouble {
  std::vector<ErrorReport> reports;
  for (const CaseError& error : errors) {
    reports.push_back({.code = error.code,
                       .message = error_message(error, settings.language),
                       .step = error.step,
                       .place = error.place,
                       .hint = error_hint(error, settings.language)});
  }
  return trouble_of(reports, Status::failed);
}

auto Session::trouble_of(std::vector<Diagnostic> problems, const SourceSet& sources) const -> Trouble {
  std::erase_if(problems, [](const Diagnostic& problem) { return code_text(problem.code).warning(); });
  return told(std::move(problems), sources);
}

auto Session::told(std::vector<Diagnostic> problems, const SourceSet& sources) const -> Trouble {
  constexpr std::size_t kMost = 20;
  sort_and_dedupe(problems);
  const std::size_t beyond = problems.size() > kMost ? problems.size() - kMost : 0;
  problems.resize(problems.size() - beyond);
  const Language language = chinese() ? Language::zh : Language::en;
  return {Status::policy, render_text(problems, beyond, sources, {language, settings.colour})};
}

auto Session::told(const Misfit& misfit, const ProgramNames& names) const -> std::string {
  if (misfit.empty()) return {};
  const auto list = [](const std::vector<std::string>& paths) {
    std::string text;
    for (const std::string& path : paths) text += (text.empty() ? "" : ", ") + path;
    return text;
  };
  std::string text;
  if (!misfit.nothing_before.empty()) text = pick("nothing before in ", "视为此前没有：") + list(misfit.nothing_before);
  if (!misfit.passed_over.empty())
    text += (text.empty() ? "" : pick("; ", "；")) + pick("passed over ", "略过：") + list(misfit.passed_over);
  return "`" + names.policy + "`" + pick(", `", "，`") + names.service + pick("`: ", "`：") + text + "\n";
}

auto Session::trouble_of(Selection selection, const SourceSet& sources) const -> Trouble {
  if (has_errors(selection.problems)) return trouble_of(std::move(selection.problems), sources);
  if (selection.wrong_name) return trouble(Status::usage, *selection.wrong_name, *selection.wrong_name);
  if (!selection.missing.empty()) {
    Trouble trouble = trouble_of(selection.missing);
    if (!policy_.empty()) return trouble;
    trouble.text += pick("the policy that applies cannot be told without it; `use POLICY` names one\n",
                         "缺少它便无法确定适用的政策；可用 `选用 政策` 指定\n");
    return trouble;
  }
  std::vector<ErrorReport> errors;
  for (const Considered& one : selection.considered) {
    errors.push_back(describe(one, settings.language));
    if (!errors.back().hint.empty()) errors.back().hint = pick("type `use ", "请输入 `选用 ") + one.policy + "`";
  }
  return trouble_of(errors, Status::failed);
}

}  // namespace remit::repl
