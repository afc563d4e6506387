#include "engine/evaluate/arithmetic.h"

#include <string>
#include <utility>

namespace remit {
namespace {

auto period(Evaluator& e, const Node& node, bool overflow, std::int64_t length) -> Value {
  if (overflow) return e.fail(node, ErrorCode::E0922, {"±2^63"});
  return Value::integer(length);
}

// Evaluates both operands; on two numbers `numbers`, else, if neither failed, `periods`.
template <class OnNumbers, class OnPeriods>
auto binary(Evaluator& e, const Node& node, OnNumbers numbers, OnPeriods periods) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value a = e.eval(operands[0]);
  const Value b = e.eval(operands[1]);
  if (a.tag() == Value::Tag::number && b.tag() == Value::Tag::number) [[likely]] {
    return numbers(a.as_number(), b.as_number());
  }
  if (!is_there(a) || !is_there(b)) return Value::failed();
  return periods(a, b);
}

// A period so many times. One of both is a period, the other a whole number.
auto times(Evaluator& e, const Node& node, const Value& a, const Value& b) -> Value {
  const bool period_first = a.tag() == Value::Tag::integer;
  const Number& factor = (period_first ? b : a).as_number();
  const auto whole = factor.to_int64();
  if (!whole) return e.fail(node, ErrorCode::E0922, {factor.to_string()});
  std::int64_t length = 0;
  const bool overflow = __builtin_mul_overflow((period_first ? a : b).as_integer(), *whole, &length);
  return period(e, node, overflow, length);
}

auto negated(Evaluator& e, const Node& node, const Value& a) -> Value {
  if (a.tag() == Value::Tag::number) return -a.as_number();
  if (a.tag() != Value::Tag::integer) return a;
  std::int64_t length = 0;
  const bool overflow = __builtin_sub_overflow(std::int64_t{0}, a.as_integer(), &length);
  return period(e, node, overflow, length);
}

}  // namespace

auto add_values(Evaluator& e, const Node& node, const Value& a, const Value& b) -> Value {
  if (!is_there(a) || !is_there(b)) return Value::failed();
  if (a.tag() == Value::Tag::number) return bounded(e, node, a.as_number() + b.as_number());
  std::int64_t sum = 0;
  const bool overflow = __builtin_add_overflow(a.as_integer(), b.as_integer(), &sum);
  return period(e, node, overflow, sum);
}

auto evaluate_add(Evaluator& e, const Node& node) -> Value {
  return binary(
      e, node, [&](const Number& a, const Number& b) { return bounded(e, node, a + b); },
      [&](const Value& a, const Value& b) { return add_values(e, node, a, b); });
}

auto evaluate_subtract(Evaluator& e, const Node& node) -> Value {
  return binary(
      e, node, [&](const Number& a, const Number& b) { return bounded(e, node, a - b); },
      [&](const Value& a, const Value& b) {
        std::int64_t difference = 0;
        const bool overflow = __builtin_sub_overflow(a.as_integer(), b.as_integer(), &difference);
        return period(e, node, overflow, difference);
      });
}

auto evaluate_multiply(Evaluator& e, const Node& node) -> Value {
  return binary(
      e, node, [&](const Number& a, const Number& b) { return bounded(e, node, a * b); },
      [&](const Value& a, const Value& b) { return times(e, node, a, b); });
}

auto evaluate_divide(Evaluator& e, const Node& node) -> Value {
  return binary(
      e, node,
      [&](const Number& a, const Number& b) {
        if (b.is_zero()) return e.fail(node, ErrorCode::E0902, {e.print(Value(a), e.program().operands_of(node)[0])});
        return bounded(e, node, a / b);
      },
      [](const Value&, const Value&) { return Value::failed(); });
}

auto evaluate_negate(Evaluator& e, const Node& node) -> Value {
  return negated(e, node, e.eval(e.program().operands_of(node)[0]));
}

auto evaluate_absolute(Evaluator& e, const Node& node) -> Value {
  Value a = e.eval(e.program().operands_of(node)[0]);
  const bool negative = (a.tag() == Value::Tag::number && a.as_number().sign() < 0) ||
                        (a.tag() == Value::Tag::integer && a.as_integer() < 0);
  return negative ? negated(e, node, a) : a;
}

auto evaluate_extreme(Evaluator& e, const Node& node, bool greatest) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  Value best = e.eval(operands[0]);
  bool failed = best.is_failed();
  for (std::uint32_t i = 1; i < node.operand_count; ++i) {
    Value next = e.eval(operands[i]);
    failed = failed || next.is_failed();
    if (!failed && (greatest ? compare(next, best) > 0 : compare(next, best) < 0)) best = std::move(next);
  }
  return failed ? Value::failed() : best;
}

auto evaluate_round(Evaluator& e, const Node& node) -> Value {
  Value a = e.eval(e.program().operands_of(node)[0]);
  if (a.tag() != Value::Tag::number) return a;
  const RoundingRule& rule = e.program().roundings[node.index];
  return bounded(e, node, a.as_number().round_to(rule.step, rule.mode));
}

}  // namespace remit
