// The rules that an explanation has met: the numbers of their steps, and those whose steps are still to be told. They
// wait in a list, so that no chain of rules takes stack.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/explanation.h"

namespace remit {

struct RuleAt {
  RuleId rule{};
  std::uint32_t item = kNoItem;  // of a rule of a list
};

// Calls `use` with the rule's expression, its element bound.
template <class Use>
auto in_scope(Evaluator& e, RuleAt at, Use use) {
  const Rule& rule = e.program().at(at.rule);
  if (!rule.list) return use(rule.node);
  const Evaluator::Bound self(e, e.program().at(*rule.list).self,
                              Value(ElementRef{.list = *rule.list, .index = at.item}));
  return use(rule.node);
}

class RulesMet {
 public:
  RulesMet(Evaluator& e, std::vector<Step>& steps);

  // The number of the rule's step. One that is met first gets its step, with its value and nothing else, and waits.
  auto meet(RuleAt at) -> std::uint32_t;
  // The step that is to be told next: the last of those that wait.
  auto next() -> std::optional<std::uint32_t>;

 private:
  auto number_of(RuleAt at) -> std::uint32_t&;

  Evaluator& e_;
  std::vector<Step>& steps_;
  std::vector<std::uint32_t> by_rule_;  // its step; of a rule of a list, where its elements begin in by_element_
  std::vector<std::uint32_t> by_element_;
  std::vector<std::uint32_t> waiting_;
};

}  // namespace remit
