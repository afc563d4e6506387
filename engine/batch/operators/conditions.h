// Conditions combined lane by lane. What is bad in the operands is not passed on. Each is nullptr where the operands
// have no common axis.
#pragma once
#include "engine/batch/block.h"

namespace remit::batch {

auto both_hold(Block& block, const Column* a, const Column* b) -> const Column*;
auto either_holds(Block& block, const Column* a, const Column* b) -> const Column*;
auto only_first(Block& block, const Column* a, const Column* b) -> const Column*;  // a and not b

inline bool everywhere(const Column& condition) { return condition.same && condition.low != 0; }
inline bool nowhere(const Column& condition) { return condition.same && condition.low == 0; }

// On the parents of an axis: does the condition hold for any of their lanes?
auto any_below(Block& block, const Column& condition) -> const Column*;
// A mask as a condition.
auto condition_of(Block& block, const Byte* mask, const Axis* axis) -> const Column*;

// Does the date lie in from … until, both inclusive?
auto in_period(Block& block, const Column& date, Word from, Word until) -> const Column*;

}  // namespace remit::batch
