// Bands applied to part of an amount: `slice of E above D by bands …`. slice.cpp says what all the forms mean.
#pragma once
#include <optional>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/explanation.h"

namespace remit {

// Places on the axis: the bands are applied from `begin` to `end` and stop at `stop`.
struct SliceResult {
  Number begin, end, stop, paid;
};

// Absent: something failed, and was reported. `bands`: those that took part are appended, if wanted.
auto apply_slice(Evaluator& e, const Node& node, std::vector<SliceBand>* bands = nullptr) -> std::optional<SliceResult>;

auto evaluate_slice(Evaluator& e, const Node& node) -> Value;

}  // namespace remit
