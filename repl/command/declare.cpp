#include "repl/command/declare.h"

#include <algorithm>

#include "dsl/elaborate/elaborate.h"
#include "dsl/parse/keywords.h"
#include "dsl/parse/lexer.h"
#include "dsl/parse/parse.h"
#include "dsl/parse/problems.h"
#include "dsl/testing/testing.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// As the rest of a policy's file.
struct Read {
  SourceText source;
  Parsed parsed;
  bool chinese = false;
};
auto read_in(const std::string& text, bool chinese) -> Read {
  const std::string heading =
      chinese ? "# language: zh\n政策 p 施行 自 2000-01-01\n" : "policy p in force from 2000-01-01\n";
  Read read{make_source(FileId{}, "prompt", heading + text), {}, chinese};
  read.parsed = parse_file(read.source);
  return read;
}
// In the language of the keyword that it begins with.
auto read(const std::string& text) -> Read {
  const SourceText source = make_source(FileId{}, "prompt", text);
  parse::Problems problems(FileId{});
  const parse::Tokens tokens = parse::lex(source, problems);
  return read_in(text, tokens.size() > 0 && tokens.places[0].foreign);
}

auto declarations_of(const Read& read) -> std::vector<const ast::Declaration*> {
  std::vector<const ast::Declaration*> all;
  for (const ast::Policy& policy : read.parsed.file.policies) {
    for (const ast::Declaration& declaration : policy.declarations) all.push_back(&declaration);
  }
  for (const ast::Declaration& test : read.parsed.file.tests) all.push_back(&test);
  return all;
}

bool is_test(const ast::Declaration& declaration) { return std::holds_alternative<ast::Test>(declaration.body); }

// What the change is called: by what it declares first.
auto name_of(const std::vector<const ast::Declaration*>& declarations) -> std::string {
  for (const ast::Declaration* one : declarations) {
    if (const auto* exception = std::get_if<ast::Exception>(&one->body)) return exception->rule.text;
    if (const auto* drop = std::get_if<ast::DropException>(&one->body)) return drop->rule.text;
    if (!is_test(*one) && !one->name.text.empty()) return one->name.text;
  }
  const bool tests =
      std::all_of(declarations.begin(), declarations.end(), [](const auto* one) { return is_test(*one); });
  return tests ? "test" : "change";
}

// The policy's labels, with a word that it is changed.
auto labels_of(const FlatPolicy& policy) -> std::string {
  std::string labels;
  for (const ast::Label& label : policy.policy->labels) {
    std::string text = label.text;
    if (!text.ends_with(", changed") && !text.ends_with("（有变更）"))
      text += label.language == "en" ? ", changed" : "（有变更）";
    labels += (label.language.empty() ? " \"" : " " + label.language + " \"") + text + "\"";
  }
  return labels.find('\\') == std::string::npos ? labels : "";
}

bool has(const FlatPolicy& policy, const std::string& name) {
  return std::any_of(policy.declarations.begin(), policy.declarations.end(),
                     [&](const FlatDeclaration& flat) { return !flat.block && flat.declaration->name.text == name; });
}

// With `override` before each declaration of a name that the policy has.
auto overriding(const Read& read, const FlatPolicy& policy) -> std::string {
  std::string text = read.source.text;
  std::vector<const ast::Declaration*> all = declarations_of(read);
  std::reverse(all.begin(), all.end());
  for (const ast::Declaration* one : all) {
    if (one->change != ast::Change::none || is_test(*one) || !has(policy, one->name.text)) continue;
    text.insert(one->span.begin, std::string(parse::spelling(parse::Token::override_, read.chinese)) + " ");
  }
  const std::size_t headings = read.chinese ? 2 : 1;
  for (std::size_t i = 0; i < headings; ++i) text.erase(0, text.find('\n') + 1);
  return text;
}

void choose_version(Change& change, OpenedPolicy& policy, const FlatPolicy& version) {
  const std::vector<const FlatPolicy*> versions = policy.versions();
  if (versions.size() == 1) return;
  for (const FlatPolicy* one : versions) {
    if (one == &version) change.version = change.versions.size();
    change.versions.push_back(one->in_force);
  }
}

// Which of several versions it changes.
auto version_told(const Session& session, const Change& change) -> std::string {
  if (change.versions.empty()) return {};
  const ast::Period& period = change.versions[change.version];
  const std::string dates = period.from + " .. " + (period.until.empty() ? "…" : period.until);
  return session.pick(", its version of " + dates + "; the others stay as they are",
                      "，其 " + dates + " 的版本；其余版本不变");
}

// Of everything that the changed policy declares, and of each service; those of the policy before are not told again.
// `change`: the text that was typed, which whoever typed it may ask for, so that it is of use.
auto check(OpenedPolicy& policy, const std::string& change) -> std::vector<Diagnostic> {
  PolicyLibrary& library = policy.library();
  std::vector<Diagnostic> problems;
  for (const FlatPolicy* version : policy.versions()) {
    const std::vector<Diagnostic> found = library.check(*version);
    problems.insert(problems.end(), found.begin(), found.end());
  }
  problems = library.without_allowed(std::move(problems));
  std::erase_if(problems, [&](const Diagnostic& problem) {
    const bool elsewhere = library.sources().at(problem.span.file).text != change;
    return problem.code == Code::W0250 || (code_text(problem.code).warning() && elsewhere);
  });
  return problems;
}

// The tests of the change alone, in the whole library: they may be like tests of other files.
auto tell_tests(Session& session, const std::string& policy, const std::string& change, Output& output) -> Status {
  PolicyLibrary library(*session.snapshot(), session.snapshot()->shown(), PolicyLibrary::Extent::everything,
                        session.changes.texts(policy, View::kAll));
  const std::string amendment = session.changes.amendment(policy, View::kAll);
  bool passed = true;
  for (const FlatPolicy& one : library.policies()) {
    if (one.name != amendment) continue;
    TestRun run = run_tests(library, {.language = session.settings.language, .policy = &one});
    std::erase_if(run.problems,
                  [&](const Diagnostic& problem) { return library.sources().at(problem.span.file).text != change; });
    if (!run.problems.empty()) return output.trouble(session.told(run.problems, library.sources()));
    for (const TestOutcome& outcome : run.outcomes) {
      output.text((outcome.passed ? "  ✓ " : "  ✗ ") + outcome.name + "\n");
      for (const TestFailure& failure : outcome.failures) {
        output.text("      " + failure.told + "\n");
        if (!failure.actual.empty()) output.text("      " + session.pick("is ", "实为 ") + failure.actual + "\n");
      }
      passed = passed && outcome.passed;
    }
    if (!run.outcomes.empty()) break;  // each case was settled by the version that holds on its date
  }
  return passed ? Status::answered : Status::failed;
}

}  // namespace

bool is_incomplete(const std::string& text) {
  return read_in(text, false).parsed.incomplete || read_in(text, true).parsed.incomplete;
}

auto declare(Session& session, const std::string& text, Output& output) -> Status {
  const OrTrouble<std::string> base = session.base_policy();
  if (!base) return output.trouble(base.error());
  const OrTrouble<OpenedPolicy*> before = session.opened({.policy = base.value()});
  if (!before) return output.trouble(before.error());

  const Read typed = read(text);
  const std::vector<const ast::Declaration*> declarations = declarations_of(typed);
  const bool tests_alone = !declarations.empty() && std::all_of(declarations.begin(), declarations.end(),
                                                                [](const auto* one) { return is_test(*one); });
  const FlatPolicy& version = *session.version_at_hand(*before.value());
  Change change{.name = session.changes.free_name(name_of(declarations), base.value(), session.policy_names()),
                .policy = base.value(),
                .text = overriding(typed, version),
                .chinese = typed.chinese,
                .labels = labels_of(version)};
  choose_version(change, *before.value(), version);
  const Changes kept = session.changes;
  session.changes.add(change);
  const OrTrouble<OpenedPolicy*> after = session.opened({.policy = base.value()});
  if (!after) {
    session.changes = kept;
    return output.trouble(after.error());
  }
  const std::string text_of_change = session.changes.texts(base.value(), View::kAll).back().text;
  const std::vector<Diagnostic> problems = check(*after.value(), text_of_change);
  if (!problems.empty()) output.trouble(session.told(problems, after.value()->library().sources()));
  if (has_errors(problems)) {
    session.changes = kept;
    return Status::policy;
  }
  if (tests_alone) {
    const Status status = tell_tests(session, base.value(), text_of_change, output);
    if (status == Status::policy) session.changes = kept;
    return status;
  }
  output.text(session.pick("change ", "变更 ") + "`" + change.name + "`" + session.pick(" of ", "：") + base.value() +
              version_told(session, change) + "\n");
  return Status::answered;
}

}  // namespace remit::repl
