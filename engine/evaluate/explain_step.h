// What one step of an explanation tells: a walk over the expression of one rule, the way it was evaluated.
#pragma once
#include <cstdint>
#include <functional>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explain.h"
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

// Fills the step with what `node` was made of; its element, if it has one, is bound. `meet` numbers the rules that it
// reads.
void walk_step(Evaluator& e, const ExplainOptions& options, NodeId node, Step& step,
               const std::function<std::uint32_t(RuleAt)>& meet);

}  // namespace remit
