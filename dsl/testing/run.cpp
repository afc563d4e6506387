#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "dsl/testing/inventory.h"
#include "dsl/testing/prepare.h"
#include "dsl/testing/recorder.h"
#include "dsl/testing/runner.h"
#include "dsl/testing/suggest.h"
#include "dsl/testing/testing.h"

namespace remit {
namespace {

// The tests of one service while they run; kept until the end where coverage is asked for.
struct Session {
  const FlatPolicy* policy = nullptr;
  PreparedTests tests;
  std::unique_ptr<Evaluator> evaluator;
  std::unique_ptr<Recorder> recorder;
  std::vector<KnownCase> cases;
};

auto row_name(const std::string& title, std::uint32_t row, bool zh) -> std::string {
  return title + (zh ? "，第 " + std::to_string(row) + " 行" : ", row " + std::to_string(row));
}

class Run {
 public:
  Run(PolicyLibrary& library, const TestOptions& options) : library_(library), options_(options) {
    if (options.coverage) inventory_ = std::make_unique<Inventory>(library, zh());
  }

  auto run() -> TestRun {
    out_.problems = library_.problems();
    for (const FlatPolicy& policy : library_.policies()) {
      if (options_.policy != nullptr && options_.policy != &policy) continue;
      if (library_.has_syntax_errors(policy)) continue;
      for (PreparedTests& tests : prepare_tests(library_, policy, out_.problems)) run_service(policy, std::move(tests));
    }
    std::vector<Diagnostic> rows = library_.catalogs().take_problems();
    std::move(rows.begin(), rows.end(), std::back_inserter(out_.problems));
    std::erase_if(out_.problems, [](const Diagnostic& problem) { return code_text(problem.code).warning(); });
    sort_and_dedupe(out_.problems);
    std::stable_sort(out_.outcomes.begin(), out_.outcomes.end(), [](const TestOutcome& a, const TestOutcome& b) {
      return std::tie(a.file, a.line) < std::tie(b.file, b.line);
    });
    merge_corrections();
    if (inventory_ && out_.problems.empty()) out_.coverage = coverage();  // of half a library it would mean nothing
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool zh() const { return options_.language == "zh"; }

  void run_service(const FlatPolicy& policy, PreparedTests tests) {
    Session session{.policy = &policy, .tests = std::move(tests)};
    const Compiled& compiled = *session.tests.compiled;
    session.evaluator = std::make_unique<Evaluator>(compiled.program(), compiled.names());
    if (inventory_)
      session.recorder = std::make_unique<Recorder>(compiled, *inventory_, *session.evaluator, options_.language);
    for (const PreparedTest& test : session.tests.tests) run_test(session, test);
    if (inventory_) sessions_.push_back(std::move(session));
  }

  void run_test(Session& session, const PreparedTest& test) {
    std::vector<TestOutcome> outcomes = outcomes_of(test, *session.policy);
    const bool any = std::any_of(outcomes.begin(), outcomes.end(), [&](const TestOutcome& o) { return wanted(o); });
    if (!any) return;
    const auto judged = [&](const Case& given, const Answer& answer, std::uint32_t number) {
      session.recorder->look_back(answer);
      const bool row = outcomes.front().row != 0;
      session.cases.push_back(
          {.name = outcomes[row ? number - 1 : 0].name, .number = row ? 1 : number, .given = given});
    };
    TestRunner runner(session.tests, *session.evaluator, library_, options_, session.recorder.get(),
                      session.recorder ? TestRunner::Judged(judged) : nullptr);
    std::vector<CaseResult> results = runner.run(test);
    for (std::size_t i = 0; i < outcomes.size() && i < results.size(); ++i) {
      if (!wanted(outcomes[i])) continue;
      outcomes[i].failures = std::move(results[i].failures);
      outcomes[i].passed = outcomes[i].failures.empty();
      out_.corrections.insert(out_.corrections.end(), results[i].corrections.begin(), results[i].corrections.end());
      confirmed_.insert(confirmed_.end(), results[i].confirmed.begin(), results[i].confirmed.end());
      out_.outcomes.push_back(std::move(outcomes[i]));
    }
  }

  auto outcomes_of(const PreparedTest& test, const FlatPolicy& policy) const -> std::vector<TestOutcome> {
    const ast::Name& name = test.declaration->name;
    const SourceText& text = library_.sources().at(name.span.file);
    TestOutcome whole{.policy = policy.name,
                      .title = name.text,
                      .name = name.text,
                      .file = text.path,
                      .line = locate(text, name.span.begin).line};
    if (test.cases.front().row == 0) return {whole};
    std::vector<TestOutcome> rows;
    for (const PreparedCase& one : test.cases) {
      rows.push_back(whole);
      rows.back().row = one.row;
      rows.back().name = row_name(whole.title, one.row, zh());
      rows.back().line = locate(text, one.row_span.begin).line;
    }
    return rows;
  }

  bool wanted(const TestOutcome& outcome) const {
    return outcome.name.find(options_.filter) != std::string::npos ||
           outcome.policy.find(options_.filter) != std::string::npos;
  }

  // A test may stand for several policies; where they do not agree on what it should say, it stays as it is.
  void merge_corrections() {
    std::map<std::tuple<FileId, std::uint32_t, std::uint32_t>, std::vector<std::string>> texts;
    for (const TestCorrection& one : out_.corrections) {
      std::vector<std::string>& said = texts[{one.span.file, one.span.begin, one.span.end}];
      if (std::find(said.begin(), said.end(), one.text) == said.end()) said.push_back(one.text);
    }
    for (const Span& span : confirmed_) texts.erase({span.file, span.begin, span.end});
    out_.corrections.clear();
    for (const auto& [place, said] : texts) {
      const auto& [file, begin, end] = place;
      if (said.size() == 1) out_.corrections.push_back({{file, begin, end}, said.front()});
    }
  }

  auto coverage() -> Coverage {
    for (const Session& session : sessions_) session.recorder->tell_reasons();
    for (std::uint32_t item = 0; item < inventory_->items.size(); ++item) {
      CoverageItem& one = inventory_->items[item];
      if (one.reached || one.why == Unreached::untested) continue;
      std::optional<Suggestion> best;
      for (const Session& session : sessions_) {
        std::optional<Suggestion> found = suggest(item, *session.recorder, session.cases, options_.language);
        if (found && (!best || found->distance < best->distance)) best = std::move(found);
      }
      if (best) one.suggestion = std::move(best->text);
    }
    return std::move(*inventory_).take();
  }

  PolicyLibrary& library_;
  const TestOptions& options_;
  TestRun out_;
  std::vector<Span> confirmed_;
  std::unique_ptr<Inventory> inventory_;
  std::vector<Session> sessions_;
};

}  // namespace

auto run_tests(PolicyLibrary& library, const TestOptions& options) -> TestRun { return Run(library, options).run(); }

auto check_tests(PolicyLibrary& library) -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems;
  for (const FlatPolicy& policy : library.policies()) {
    if (!library.has_syntax_errors(policy)) prepare_tests(library, policy, problems);
  }
  return problems;
}

}  // namespace remit
