// Rules with exceptions: which of base and exceptions applies.
//
// A node of the tree is the base or an exception. Its *holding* children are those whose condition is true, less
// those that a holding sibling goes over. None holds: the node's own value; the base then needs its own condition to
// be true, if it has one. One holds: that child, by this same rule. Several hold: the values of all; equal values are
// the value, others clash. All siblings' conditions are evaluated; values of children that are not chosen are not.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/evaluate/evaluator.h"

namespace remit {

auto evaluate_choice(Evaluator& e, const Node& node) -> Value;

// What became of an exception.
enum class Standing : std::uint8_t {
  not_considered,  // its parent was not chosen
  false_condition,
  overridden,  // it holds, and so does a sibling that goes over it
  chosen,
  failed,  // its condition could not be evaluated
};
// Of all exceptions of a choice, for the case at hand.
auto standings(Evaluator& e, const Choice& choice) -> std::vector<Standing>;

}  // namespace remit
