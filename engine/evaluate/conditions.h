// What decided a condition: its first part that settled it, with the values that it read.
#pragma once
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/explanation.h"

namespace remit {

// The node's value, as it stands in an explanation.
auto seen(Evaluator& e, NodeId node) -> SeenValue;
// As it is printed: with its type, masked where it is personal. Requires: a node.
auto shown(const Program& program, const ProgramNames& names, const SeenValue& seen) -> ShownValue;

// Follows `and`, `or`, `not` and boolean rules down to the part that decided: of a false `a and b` the first that is
// false. What it read is appended to `values`. Requires: a boolean node; the locals that it reads are bound.
auto deciding_part(Evaluator& e, NodeId condition, std::vector<SeenValue>& values) -> DecidingPart;
// The same in words, each name once.
auto in_words(const Program& program, const ProgramNames& names, const DecidingPart& part,
              const std::vector<SeenValue>& values) -> ConditionSeen;
auto deciding_part(Evaluator& e, NodeId condition) -> ConditionSeen;

}  // namespace remit
