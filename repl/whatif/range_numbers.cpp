// Numbers, conditions, exceptions and tables over a range.
#include "repl/whatif/range_evaluator.h"

#include <algorithm>
#include <utility>

#include "repl/whatif/range_values.h"

namespace remit::whatif {

using namespace range;

// ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

auto RangeEvaluator::arithmetic(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  bool may_fail = false;
  const auto a = number_at(operands[0], may_fail);
  if (!a) return RangeValue::unknown(true);
  if (node.op == Op::negate) return number(scaled(*a, -kOne), may_fail);
  if (node.op == Op::absolute) {
    const Bounds bounds = range_.bounds(*a);
    if (bounds.low.sign() >= 0) return number(*a, may_fail);
    if (bounds.high.sign() <= 0) return number(scaled(*a, -kOne), may_fail);
    note_turns(*a);
    return number(range_.between({kZero, std::max(-bounds.low, bounds.high)}), may_fail);
  }
  const auto b = number_at(operands[1], may_fail);
  if (!b) return RangeValue::unknown(true);
  switch (node.op) {
    case Op::add: return number(sum(*a, *b), may_fail);
    case Op::multiply: return number(product(*a, *b), may_fail);
    case Op::divide:
      if (!b->constant() || b->base.is_zero()) return RangeValue::unknown(true);
      return number(scaled(*a, kOne / b->base), may_fail);
    default: return number(difference(*a, *b), may_fail);
  }
}

auto RangeEvaluator::product(const Affine& a, const Affine& b) -> Affine {
  if (a.constant()) return scaled(b, a.base);
  if (b.constant()) return scaled(a, b.base);
  const Bounds x = range_.bounds(a);
  const Bounds y = range_.bounds(b);
  const auto [low, high] = std::minmax({x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high});
  return range_.between({low, high});
}

auto RangeEvaluator::extreme(const Node& node, bool greatest) -> RangeValue {
  bool may_fail = false;
  auto best = number_at(program_.operands_of(node)[0], may_fail);
  for (std::uint32_t i = 1; best && i < node.operand_count; ++i) {
    const auto next = number_at(program_.operands_of(node)[i], may_fail);
    if (!next) return RangeValue::unknown(true);
    const Truth lower = at_most(*next, *best);
    if (lower == Truth::either) {
      const Bounds x = range_.bounds(*best);
      const Bounds y = range_.bounds(*next);
      best = greatest ? range_.between({std::max(x.low, y.low), std::max(x.high, y.high)})
                      : range_.between({std::min(x.low, y.low), std::min(x.high, y.high)});
    } else if ((lower == Truth::yes) != greatest) {
      best = next;
    }
  }
  return best ? number(*std::move(best), may_fail) : RangeValue::unknown(true);
}

auto RangeEvaluator::rounded(const Node& node) -> RangeValue {
  bool may_fail = false;
  const auto a = number_at(program_.operands_of(node)[0], may_fail);
  if (!a) return RangeValue::unknown(true);
  const RoundingRule& rule = program_.roundings[node.index];
  if (range_.lies_on(*a, rule.step)) return number(*a, may_fail);
  const Bounds bounds = range_.bounds(*a);
  const Number low = bounds.low.round_to(rule.step, rule.mode);
  const Number high = bounds.high.round_to(rule.step, rule.mode);
  if (low == high) return number(constant(low), may_fail);
  const Number half = rule.step / Number::whole(2);
  const bool positive = bounds.low.sign() >= 0;
  Bounds off{-rule.step, rule.step};
  switch (rule.mode) {
    case Rounding::half_up:
    case Rounding::half_even:
    case Rounding::half_down: off = {-half, half}; break;
    case Rounding::floor: off.high = kZero; break;
    case Rounding::ceiling: off.low = kZero; break;
    case Rounding::down:
      if (positive) off.high = kZero;
      break;
    case Rounding::up:
      if (positive) off.low = kZero;
      break;
  }
  return number(range_.uncertain(*a, off), may_fail);
}

// ── Conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

auto RangeEvaluator::truth(const RangeValue& value) -> Truth {
  if (value.kind != Kind::fixed || value.fixed.tag() != Value::Tag::boolean) return Truth::either;
  return value.fixed.as_bool() ? Truth::yes : Truth::no;
}

auto RangeEvaluator::holds(NodeId node, bool& may_fail) -> Truth {
  const RangeValue value = eval(node);
  may_fail = may_fail || value.may_fail;
  return truth(value);
}

auto RangeEvaluator::comparison(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  const RangeValue left = eval(operands[0]);
  const RangeValue right = eval(operands[1]);
  const bool may_fail = left.may_fail || right.may_fail;
  const auto a = number_in(left);
  const auto b = number_in(right);
  const bool equality = node.op == Op::equal || node.op == Op::not_equal;
  if (equality && left.kind == Kind::fixed && right.kind == Kind::fixed) {
    const bool same = left.fixed == right.fixed;
    return boolean(same == (node.op == Op::equal) ? Truth::yes : Truth::no, may_fail);
  }
  if (!a || !b) return RangeValue::unknown(true);
  switch (node.op) {
    case Op::less: return boolean(less(*a, *b), may_fail);
    case Op::less_equal: return boolean(at_most(*a, *b), may_fail);
    case Op::greater: return boolean(less(*b, *a), may_fail);
    case Op::greater_equal: return boolean(at_most(*b, *a), may_fail);
    default: break;
  }
  const Bounds apart = range_.bounds(difference(*a, *b));
  Truth same = Truth::either;
  if (apart.low.is_zero() && apart.high.is_zero()) same = Truth::yes;
  if (apart.low.sign() > 0 || apart.high.sign() < 0) same = Truth::no;
  if (same == Truth::either) note_turns(difference(*a, *b));
  return boolean(node.op == Op::equal ? same : reversed(same), may_fail);
}

auto RangeEvaluator::logical(const Node& node, bool decides) -> RangeValue {
  bool may_fail = false;
  bool open = false;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    const Truth one = holds(program_.operands_of(node)[i], may_fail);
    if (one == Truth::either)
      open = true;
    else if ((one == Truth::yes) == decides)
      return boolean(decides ? Truth::yes : Truth::no, may_fail);
  }
  return boolean(open ? Truth::either : decides ? Truth::no : Truth::yes, may_fail);
}

auto RangeEvaluator::join(RangeValue a, const RangeValue& b) -> RangeValue {
  const bool may_fail = a.may_fail || b.may_fail;
  if (a.kind == Kind::fixed && b.kind == Kind::fixed && a.fixed == b.fixed) {
    a.may_fail = may_fail;
    return a;
  }
  const auto x = number_in(a);
  const auto y = number_in(b);
  if (x && y) {
    const Bounds p = range_.bounds(*x);
    const Bounds q = range_.bounds(*y);
    return number(range_.between({std::min(p.low, q.low), std::max(p.high, q.high)}), may_fail);
  }
  if (a.kind == Kind::record && b.kind == Kind::record && a.parts.size() == b.parts.size()) {
    RangeValue made{.kind = Kind::record, .may_fail = may_fail};
    for (std::size_t i = 0; i < a.parts.size(); ++i) made.parts.push_back(join(a.parts[i], b.parts[i]));
    return made;
  }
  return RangeValue::unknown(may_fail);
}

auto RangeEvaluator::conditional(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  bool may_fail = false;
  const Truth condition = holds(operands[0], may_fail);
  RangeValue value = condition == Truth::either ? join(eval(operands[1]), eval(operands[2]))
                                                : eval(operands[condition == Truth::yes ? 1 : 2]);
  value.may_fail = value.may_fail || may_fail;
  return value;
}

auto RangeEvaluator::field(const Node& node) -> RangeValue {
  RangeValue record = eval(program_.operands_of(node)[0]);
  RangeValue part = RangeValue::unknown(true);
  if (record.kind == Kind::record) part = record.parts[node.index];
  if (record.kind == Kind::fixed) {
    part = record.fixed.tag() == Value::Tag::sequence ? fixed(record.fixed.as_sequence()[node.index]) : record;
  }
  part.may_fail = part.may_fail || record.may_fail;
  return part;
}

auto RangeEvaluator::dated(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  bool may_fail = false;
  const auto date = number_at(operands[0], may_fail);
  if (!date) return RangeValue::unknown(true);
  const Timeline& timeline = program_.timelines[node.index];
  for (std::size_t i = 0; i < timeline.versions.size(); ++i) {
    const Truth begun = at_most(constant(Number::whole(timeline.versions[i].from)), *date);
    const Truth not_over = at_most(*date, constant(Number::whole(timeline.versions[i].until)));
    if (begun == Truth::yes && not_over == Truth::yes) {
      RangeValue value = eval(operands[i + 1]);
      value.may_fail = value.may_fail || may_fail;
      return value;
    }
    if (begun != Truth::no && not_over != Truth::no) return RangeValue::unknown(true);
  }
  return RangeValue::unknown(true);
}

// ── Exceptions, tables ───────────────────────────────────────────────────────────────────────────────────────────

auto RangeEvaluator::choice(const Node& node) -> RangeValue {
  return chosen(program_.choices[node.index], Choice::kBase);
}

auto RangeEvaluator::chosen(const Choice& choice, std::uint32_t parent) -> RangeValue {
  bool may_fail = false;
  std::vector<std::uint32_t> holding;
  bool open = false;
  for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
    if (choice.exceptions[i].parent != parent) continue;
    const Truth one = holds(choice.exceptions[i].when, may_fail);
    open = open || one == Truth::either;
    if (one == Truth::yes) holding.push_back(i);
  }
  if (open) return RangeValue::unknown(true);
  // Siblings that another one goes over.
  std::vector<std::uint32_t> left;
  for (const std::uint32_t i : holding) {
    const bool overridden = std::ranges::any_of(holding, [&](std::uint32_t other) {
      const auto& over = choice.exceptions[other].over;
      return std::ranges::find(over, i) != over.end();
    });
    if (!overridden) left.push_back(i);
  }
  if (left.size() > 1) return RangeValue::unknown(true);
  if (left.empty() && parent == Choice::kBase && choice.base_when != kNoNode &&
      holds(choice.base_when, may_fail) != Truth::yes) {
    return RangeValue::unknown(true);
  }
  RangeValue value = !left.empty()             ? chosen(choice, left.front())
                     : parent == Choice::kBase ? eval(choice.base)
                                               : eval(choice.exceptions[parent].value);
  value.may_fail = value.may_fail || may_fail;
  return value;
}

auto RangeEvaluator::table(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  const std::uint32_t n = node.operand_count / 2;
  bool may_fail = false;
  std::optional<std::uint32_t> row;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Truth one = holds(operands[i], may_fail);
    if (one == Truth::either || (one == Truth::yes && row)) return RangeValue::unknown(true);
    if (one == Truth::no) continue;
    row = i;
    if (program_.tables[node.index].exclusive) break;
  }
  if (!row) return RangeValue::unknown(true);
  RangeValue value = eval(operands[n + *row]);
  value.may_fail = value.may_fail || may_fail;
  return value;
}

}  // namespace remit::whatif
