// What one step of an explanation tells: a walk over the expression of one rule, the way it was evaluated.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/evaluate/choice.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_rules.h"
#include "engine/evaluate/marks.h"
#include "engine/program/explanation.h"

namespace remit {

// The leaves of a case by number: its inputs, then each list's columns, element by element.
class Leaves {
 public:
  Leaves(const Program& program, const Case& given);

  [[nodiscard]] auto size() const -> std::size_t { return size_; }
  [[nodiscard]] auto column(ElementRef element, std::uint32_t column) const -> std::size_t;

 private:
  const Case& given_;
  std::vector<std::size_t> begins_;  // by ListId
  std::size_t size_;
};

class StepWalk {
 public:
  // Everything is appended to `out`; rules that are read are met in `rules`. All outlive it.
  StepWalk(Evaluator& e, const ExplainOptions& options, RulesMet& rules, Explanation& out);

  // Fills a step that has nothing but its rule and value.
  void tell(std::uint32_t step);
  // The steps that an expression reads which is no rule's, and so has no step; the step of a rule.
  auto steps_read(const SeenValue& expression) -> EntriesOf<std::uint32_t>;
  auto step_of(RuleAt at) -> EntriesOf<std::uint32_t>;

 private:
  void node(NodeId id);
  void all_operands(const Node& n);
  void input(NodeId id);
  void column(NodeId id);
  void rule(RuleAt at);
  void element_rule(const Node& n);
  void conditional(const NodeId* operands);
  void logical(const Node& n, bool decides);
  void round(NodeId id);
  void dated(const Node& n);
  void choice(const Choice& c);
  auto exception_seen(const Choice& c, std::uint32_t i, const std::vector<Standing>& all) -> ExceptionSeen;
  void table(const Node& n);
  void slice(const Node& n);
  void share(const Node& n);
  void payer(const Node& n);
  void look_up(NodeId id);
  void memory(NodeId id);
  void aggregate(NodeId id);
  void element(const Loop& loop, const Value& value, std::uint32_t position, LoopSeen& seen);

  auto value(NodeId id) -> Value;
  auto seen(NodeId id) -> SeenValue { return {.value = value(id), .node = id}; }
  bool holds(NodeId condition);
  auto optional(NodeId id) -> SeenValue;
  auto keys(const NodeId* nodes, std::uint32_t count) -> EntriesOf<SeenValue>;
  void begin(const SeenValue& whole);
  void end(Step& step);

  Evaluator& e_;
  const Program& p_;
  const ExplainOptions& options_;
  RulesMet& rules_;
  Explanation& out_;
  const Leaves leaves_;
  Marks nodes_;                        // shared ones are told once a step and element
  Marks leaves_told_, rules_read_;     // in this step
  std::vector<LoopSeen::Part> parts_;  // of the loops under way, the inner ones' last
  SeenValue whole_;                    // the expression that is walked
  // Where the entries of the step before end, in each list that steps have entries in.
  std::array<std::uint32_t, 11> ends_{};
};

}  // namespace remit
