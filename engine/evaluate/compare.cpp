#include "engine/evaluate/compare.h"

#include <compare>

#include "engine/evaluate/arithmetic.h"
#include "engine/evaluate/loops.h"

namespace remit {
namespace {

bool holds(Op op, std::strong_ordering order) {
  switch (op) {
    case Op::less: return order < 0;
    case Op::less_equal: return order <= 0;
    case Op::greater: return order > 0;
    default: return order >= 0;
  }
}

}  // namespace

auto evaluate_comparison(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value a = e.eval(operands[0]);
  const Value b = e.eval(operands[1]);
  if (a.is_failed() || b.is_failed()) return Value::failed();
  if (node.op == Op::equal) return Value::boolean(a == b);
  if (node.op == Op::not_equal) return Value::boolean(!(a == b));
  return Value::boolean(holds(node.op, compare(a, b)));
}

auto evaluate_starts_with(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value text = e.eval(operands[0]);
  const Value prefix = e.eval(operands[1]);
  if (!is_there(text) || !is_there(prefix)) return Value::failed();
  return Value::boolean(text.as_text().starts_with(prefix.as_text()));
}

auto evaluate_contains(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value list = e.eval(operands[0]);
  const Value value = e.eval(operands[1]);
  if (list.is_failed() || value.is_failed()) return Value::failed();
  const Items items(list);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    if (e.plain(items.at(i), value) == value) return Value::boolean(true);
  }
  return Value::boolean(false);
}

}  // namespace remit
