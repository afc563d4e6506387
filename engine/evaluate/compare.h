// Comparisons, prefixes of texts, membership of lists.
#pragma once
#include "engine/evaluate/evaluator.h"

namespace remit {

auto evaluate_comparison(Evaluator& e, const Node& node) -> Value;
auto evaluate_starts_with(Evaluator& e, const Node& node) -> Value;
auto evaluate_contains(Evaluator& e, const Node& node) -> Value;

}  // namespace remit
