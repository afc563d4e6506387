// What decided a condition: its first part that settled it, in words, with the values that it read.
#pragma once
#include <string>

#include "engine/evaluate/evaluator.h"
#include "engine/program/explanation.h"

namespace remit {

// A node in the notation of policies, as far as it can be told from the program: `stay.ordinal >= 2`.
auto describe_node(const Evaluator& e, NodeId node) -> std::string;

// The node's value, masked where it is personal.
auto shown(Evaluator& e, NodeId node) -> ShownValue;

// Follows `and`, `or`, `not` and boolean rules down to the part that decided: of a false `a and b` the first that is
// false. Requires: a boolean node; the locals that it reads are bound.
auto deciding_part(Evaluator& e, NodeId condition) -> ConditionSeen;

}  // namespace remit
