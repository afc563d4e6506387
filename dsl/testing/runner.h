// One test: its cases, one after the other, settled and judged. Where its policy has several versions, each case is
// settled by the one that is in force on the date that governs it, as it would be for any caller.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/library/select.h"
#include "dsl/testing/draft.h"
#include "dsl/testing/prepare.h"
#include "dsl/testing/testing.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/input_error.h"

namespace remit {

// What one case led to.
struct CaseResult {
  std::vector<TestFailure> failures;
  std::vector<TestCorrection> corrections;  // only where the case itself went as expected
  std::vector<Span> confirmed;              // literals that are what came
};

// A test in one version of its policy. What `observer` is told of is the case and what is expected of it, not why it
// came so.
struct TestVersion {
  const PreparedTests* tests = nullptr;
  const PreparedTest* test = nullptr;  // nullptr: it does not fit this version
  Evaluator* evaluator = nullptr;
  Observer* observer = nullptr;
};

class TestRunner {
 public:
  // Called with each case that was settled, the version that did so, and the case's number from 1, once it is judged.
  using Judged = std::function<void(const Case&, const Answer&, std::size_t, std::uint32_t)>;

  // All outlive this. Requires: one of the versions fits. One alone takes all cases, whatever their date.
  TestRunner(std::vector<TestVersion> versions, PolicyLibrary& library, const TestOptions& options, Judged judged = {});

  // Where the test has rows, one result for each, else one for all its cases.
  auto run() -> std::vector<CaseResult>;

 private:
  // An error of the input or of the case, in all its wordings.
  struct Refusal {
    std::string code, en, zh, shown;
    [[nodiscard]] bool is(const std::string& wanted) const;
  };

  void begin_anew();
  void fail(std::string what);
  void fail(const PreparedExpectation& expectation, std::string what, TestFailure failure = {});
  [[nodiscard]] bool zh() const { return options_.language == "zh"; }
  [[nodiscard]] auto pick(const char* en, const char* chinese) const -> const char* { return zh() ? chinese : en; }

  bool run_case(std::size_t index);
  bool give_inputs(const PreparedCase& one);
  bool take_version(std::size_t index);
  bool turn_to(std::size_t version);
  void tell_unfit(const TestVersion& version);
  void show(const Answer& answer) const;
  auto read_draft() -> Result<Case, std::vector<InputError>>;
  bool refuse(const PreparedCase& one, const std::vector<InputError>& errors);
  bool refuse(const PreparedCase& one, const Considered& version);
  auto constant(NodeId node) -> Value;
  bool give(const PreparedGiven& given);
  bool remember(const PreparedGiven& given);
  auto entry(MemoryId memory, const std::vector<Value>& key) -> MemoryEntry&;

  void judge(const PreparedCase& one, const Answer& answer);
  void judge_errors(const PreparedCase& one, const std::vector<Refusal>& errors);
  void judge_condition(const PreparedExpectation& expectation, const Answer& answer);
  bool holds(const PreparedExpectation& expectation);
  auto sides_of(const PreparedExpectation& expectation) const -> std::pair<NodeId, NodeId>;
  auto printed(NodeId node) -> std::string;
  auto difference(NodeId actual, NodeId expected) -> std::string;
  auto what_decided(NodeId condition) -> std::string;
  auto why_of(const std::string& text, const Answer& answer) -> std::string;
  void correct(const PreparedExpectation& expectation);

  [[nodiscard]] auto program() const -> const Program& { return at().tests->compiled->program(); }
  [[nodiscard]] auto names() const -> const ProgramNames& { return at().tests->compiled->names(); }
  [[nodiscard]] auto evaluator() const -> Evaluator& { return *at().evaluator; }
  [[nodiscard]] auto at() const -> const TestVersion& { return versions_[version_]; }

  const std::vector<TestVersion> versions_;
  std::size_t version_ = 0;  // by which the case at hand is settled
  bool by_date_ = false;     // the case's date picks it
  PolicyLibrary& library_;
  const TestOptions& options_;
  Judged judged_;
  Draft draft_;
  std::vector<MemoryState> memories_;
  std::optional<std::int64_t> as_of_;
  Case given_;
  CaseResult result_;
};

}  // namespace remit
