// Exact arithmetic of numbers and periods. Operands are all evaluated, so that each reports its own errors; one that
// failed makes the result fail.
#pragma once
#include "engine/evaluate/evaluator.h"

namespace remit {

auto evaluate_add(Evaluator& e, const Node& node) -> Value;
auto evaluate_subtract(Evaluator& e, const Node& node) -> Value;
auto evaluate_multiply(Evaluator& e, const Node& node) -> Value;
auto evaluate_divide(Evaluator& e, const Node& node) -> Value;
auto evaluate_negate(Evaluator& e, const Node& node) -> Value;
auto evaluate_absolute(Evaluator& e, const Node& node) -> Value;
auto evaluate_extreme(Evaluator& e, const Node& node, bool greatest) -> Value;
auto evaluate_round(Evaluator& e, const Node& node) -> Value;

// The number as a value, or the error of one that has too many digits.
inline auto bounded(Evaluator& e, const Node& node, Number number) -> Value {
  if (!number.within_limit()) [[unlikely]] {
    return e.fail(node, ErrorCode::E0901);
  }
  return number;
}

// Does a value stand here, neither failed nor absent? The columnar evaluator also asks in cases that a policy's own
// conditions would not let in.
inline bool is_there(const Value& value) { return !value.is_failed() && !value.is_absent(); }

// Adds two numbers or two periods; fails where one of them is not there.
auto add_values(Evaluator& e, const Node& node, const Value& a, const Value& b) -> Value;

}  // namespace remit
