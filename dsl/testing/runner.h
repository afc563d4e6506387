// One test: its cases, one after the other, settled and judged.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

class TestRunner {
 public:
  // Called with each case that was settled, and its number from 1, once it is judged.
  using Judged = std::function<void(const Case&, const Answer&, std::uint32_t)>;

  // All outlive this. What `observer` is told of is the case and what is expected of it, not why it came so.
  TestRunner(const PreparedTests& tests, Evaluator& evaluator, const PolicyLibrary& library, const TestOptions& options,
             Observer* observer = nullptr, Judged judged = {});

  // Where the test has rows, one result for each, else one for all its cases.
  auto run(const PreparedTest& test) -> std::vector<CaseResult>;

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

  bool run_case(const PreparedCase& one, std::uint32_t number);
  void show(const Answer& answer) const;
  auto read_draft() -> Result<Case, std::vector<InputError>>;
  bool refuse(const PreparedCase& one, const std::vector<InputError>& errors);
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

  const Program& program_;
  const ProgramNames& names_;
  Evaluator& evaluator_;
  const PolicyLibrary& library_;
  const TestOptions& options_;
  Observer* observer_;
  Judged judged_;
  Draft draft_;
  std::vector<MemoryState> memories_;
  std::optional<std::int64_t> as_of_;
  Case given_;
  CaseResult result_;
};

}  // namespace remit
