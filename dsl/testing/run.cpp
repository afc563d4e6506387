#include <algorithm>
#include <map>
#include <memory>
#include <set>
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
  PreparedTests tests;
  std::unique_ptr<Evaluator> evaluator;
  std::unique_ptr<Recorder> recorder;
  std::vector<KnownCase> cases;
};

auto row_name(const std::string& title, std::uint32_t row, bool zh) -> std::string {
  return title + (zh ? "，第 " + std::to_string(row) + " 行" : ", row " + std::to_string(row));
}

bool can_be_read(const PolicyLibrary& library, std::span<const FlatPolicy> versions) {
  return std::ranges::none_of(versions, [&](const FlatPolicy& policy) { return library.has_syntax_errors(policy); });
}

class Run {
 public:
  Run(PolicyLibrary& library, const TestOptions& options) : library_(library), options_(options) {
    if (options.coverage) inventory_ = std::make_unique<Inventory>(library, zh());
  }

  auto run() -> TestRun {
    out_.problems = library_.problems();
    for (const std::span<const FlatPolicy> versions : by_name(library_)) {
      if (is_asked_for(versions) && can_be_read(library_, versions)) run_policy(versions);
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
  [[nodiscard]] bool is_asked_for(std::span<const FlatPolicy> versions) const {
    const auto this_one = [&](const FlatPolicy& policy) { return &policy == options_.policy; };
    return options_.policy == nullptr || std::ranges::any_of(versions, this_one);
  }

  void run_policy(std::span<const FlatPolicy> versions) {
    std::vector<Session> sessions;
    for (PreparedTests& tests : prepare_tests(library_, versions, out_.problems)) {
      Session& session = sessions.emplace_back();
      session.tests = std::move(tests);
      const Compiled& compiled = *session.tests.compiled;
      session.evaluator = std::make_unique<Evaluator>(compiled.program(), compiled.names());
      if (inventory_)
        session.recorder = std::make_unique<Recorder>(compiled, *inventory_, *session.evaluator, options_.language);
    }
    std::set<const ast::Declaration*> run;
    for (const Session& session : sessions) {
      for (const PreparedTest& test : session.tests.tests) {
        if (run.insert(test.declaration).second) run_test(session, test, sessions);
      }
    }
    if (inventory_) std::move(sessions.begin(), sessions.end(), std::back_inserter(sessions_));
  }

  // The test in this session, and in those of other versions of its policy where it goes with them.
  void run_test(const Session& home, const PreparedTest& test, std::vector<Session>& sessions) {
    std::vector<TestOutcome> outcomes = outcomes_of(test, *home.tests.compiled->policy);
    const bool any = std::any_of(outcomes.begin(), outcomes.end(), [&](const TestOutcome& o) { return wanted(o); });
    if (!any) return;
    std::vector<Session*> served;
    std::vector<TestVersion> versions;
    for (Session& session : sessions) {
      if (session.tests.compiled->names().service != home.tests.compiled->names().service) continue;
      const auto here = std::ranges::find(session.tests.tests, test.declaration, &PreparedTest::declaration);
      const bool fits = here != session.tests.tests.end();
      if (!fits && !session.tests.unfit.contains(test.declaration)) continue;
      served.push_back(&session);
      versions.push_back({&session.tests, fits ? &*here : nullptr, session.evaluator.get(), session.recorder.get()});
    }
    const auto judged = [&](const Case& given, const Answer& answer, std::size_t version, std::uint32_t number) {
      Session& session = *served[version];
      session.recorder->look_back(answer);
      const bool row = outcomes.front().row != 0;
      session.cases.push_back(
          {.name = outcomes[row ? number - 1 : 0].name, .number = row ? 1 : number, .given = given});
    };
    TestRunner runner(std::move(versions), library_, options_, inventory_ ? TestRunner::Judged(judged) : nullptr);
    std::vector<CaseResult> results = runner.run();
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
  for (const std::span<const FlatPolicy> versions : by_name(library)) {
    if (can_be_read(library, versions)) prepare_tests(library, versions, problems);
  }
  return problems;
}

}  // namespace remit
