// Bands applied to part of an amount: `slice of E above D by bands …`. slice.cpp says what all the forms mean.
#pragma once
#include <optional>
#include <vector>

#include "engine/evaluate/evaluator.h"

namespace remit {

// What a band contributed: the part [from, until] of the axis, handled at `rate` (or at money a unit).
struct SliceBand {
  Number from, until, rate, handled, paid;
};

// Places on the axis: the bands are applied from `begin` to `end` and stop at `stop`.
struct SliceResult {
  Number begin, end, stop, paid;
};

// Absent: something failed, and was reported. `bands`: filled with the bands that took part, if wanted.
auto apply_slice(Evaluator& e, const Node& node, std::vector<SliceBand>* bands = nullptr) -> std::optional<SliceResult>;

auto evaluate_slice(Evaluator& e, const Node& node) -> Value;

}  // namespace remit
