#include "repl/whatif/range_evaluator.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/loops.h"
#include "engine/program/operands.h"

namespace remit::whatif {
namespace {

using Kind = RangeValue::Kind;

constexpr std::uint32_t kDeepest = 1'500;      // levels on the stack; what lies deeper is unknown
constexpr std::uint64_t kMostSteps = 200'000;  // of one range; what comes later is unknown
constexpr std::size_t kMostTurns = 64;

const Number kZero;
const Number kOne = Number::whole(1);

auto fixed(Value value) -> RangeValue {
  const bool failed = value.is_failed();
  if (failed) return RangeValue::unknown(true);
  return {.kind = Kind::fixed, .may_fail = false, .fixed = std::move(value)};
}
auto boolean(Truth truth, bool may_fail) -> RangeValue {
  if (truth == Truth::either) return RangeValue::unknown(may_fail);
  RangeValue made = fixed(Value::boolean(truth == Truth::yes));
  made.may_fail = may_fail;
  return made;
}
auto number(Affine affine, bool may_fail) -> RangeValue {
  return {.kind = Kind::number, .may_fail = may_fail, .fixed = {}, .number = std::move(affine)};
}

auto reversed(Truth truth) -> Truth {
  return truth == Truth::either ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace

RangeEvaluator::RangeEvaluator(const Service& service, const Case& given, const Variable& variable,
                               const std::vector<bool>& dependent)
    : service_(service),
      program_(service.program),
      given_(given),
      variable_(variable),
      dependent_(dependent),
      locals_(locals_read(service.program)),
      evaluator_(service.program, service.names),
      range_(kZero, kZero, kOne) {
  evaluator_.begin(given);
}

void RangeEvaluator::begin(const Number& low, const Number& high, const Number& step) {
  range_ = AffineRange(low, high, step);
  nodes_.assign(program_.nodes.size(), std::nullopt);
  items_.clear();
  bound_.clear();
  turns_.clear();
  depth_ = 0;
  steps_ = 0;
}

auto RangeEvaluator::value_of(const Quantity& quantity) -> RangeValue {
  RangeValue value;
  if (quantity.element) {
    const ElementRef element = *quantity.element;
    if (element.index >= evaluator_.list_size(element.list)) return RangeValue::unknown(true);
    if (quantity.rule) {
      value = item_rule(*quantity.rule, element);
    } else {
      const Evaluator::Bound self(evaluator_, program_.at(element.list).self, Value(element));
      value = eval(quantity.node);
    }
  } else {
    value = quantity.rule ? rule(*quantity.rule) : eval(quantity.node);
  }
  for (const std::uint32_t part : quantity.fields) {
    const bool may_fail = value.may_fail;
    if (value.kind == Kind::fixed && value.fixed.tag() == Value::Tag::sequence)
      value = fixed(value.fixed.as_sequence()[part]);
    else if (value.kind == Kind::record)
      value = RangeValue(value.parts[part]);
    else if (value.kind != Kind::fixed)
      value = RangeValue::unknown(true);
    value.may_fail = value.may_fail || may_fail;
  }
  return value;
}

auto RangeEvaluator::number_in(const RangeValue& value) const -> std::optional<Affine> {
  if (value.kind == Kind::number) return value.number;
  if (value.kind != Kind::fixed) return std::nullopt;
  if (value.fixed.tag() == Value::Tag::number) return constant(value.fixed.as_number());
  if (value.fixed.tag() == Value::Tag::integer) return constant(Number::whole(value.fixed.as_integer()));
  return std::nullopt;
}

void RangeEvaluator::note_turns(const Affine& a) {
  if (a.slope.is_zero() || turns_.size() >= kMostTurns) return;
  const Bounds rest = range_.uncertainty(a);
  turns_.push_back(-(a.base + rest.low) / a.slope);
  if (rest.low != rest.high) turns_.push_back(-(a.base + rest.high) / a.slope);
}

auto RangeEvaluator::at_most(const Affine& a, const Affine& b) -> Truth {
  const Affine d = difference(a, b);
  const Bounds bounds = range_.bounds(d);
  if (bounds.high.sign() <= 0) return Truth::yes;
  if (bounds.low.sign() > 0) return Truth::no;
  note_turns(d);
  return Truth::either;
}

auto RangeEvaluator::less(const Affine& a, const Affine& b) -> Truth { return reversed(at_most(b, a)); }

// ── Nodes ────────────────────────────────────────────────────────────────────────────────────────────────────────

auto RangeEvaluator::concrete(NodeId node) -> RangeValue { return fixed(evaluator_.value_of(node)); }

auto RangeEvaluator::eval(NodeId node) -> RangeValue {
  if (!dependent(node)) return concrete(node);
  const auto index = static_cast<std::size_t>(node);
  const bool remembered = locals_[index].empty();
  if (remembered && nodes_[index]) return *nodes_[index];
  if (depth_ >= kDeepest || ++steps_ > kMostSteps) return RangeValue::unknown(true);
  ++depth_;
  RangeValue value = compute(node);
  --depth_;
  if (remembered) nodes_[index] = value;
  return value;
}

auto RangeEvaluator::compute(NodeId id) -> RangeValue {
  const Node& node = program_.at(id);
  const NodeId* operands = program_.operands_of(node);
  switch (node.op) {
    case Op::input: return number({.slope = kOne, .base = {}, .terms = {}}, false);
    case Op::element_field:
    case Op::element_value: return element_field(node);
    case Op::local: {
      const auto found = bound_.find(node.index);
      return found == bound_.end() ? RangeValue::unknown(true) : found->second;
    }
    case Op::governing_date: return eval(program_.governed_by);
    case Op::rule: return rule(RuleId{node.index});
    case Op::element_rule: {
      const RangeValue element = eval(operands[0]);
      if (element.kind != Kind::fixed) return RangeValue::unknown(true);
      if (element.fixed.tag() != Value::Tag::element) return element;
      return item_rule(RuleId{node.index}, element.fixed.as_element());
    }
    case Op::field: return field(node);
    case Op::make_record: {
      RangeValue made{.kind = Kind::record};
      for (std::uint32_t i = 0; i < node.operand_count; ++i) {
        made.parts.push_back(eval(operands[i]));
        made.may_fail = made.may_fail || made.parts.back().may_fail;
      }
      return made;
    }
    case Op::add:
    case Op::subtract:
    case Op::left:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
    case Op::absolute: return arithmetic(node);
    case Op::days_number:
    case Op::days_period:
    case Op::months_period: return eval(operands[0]);  // the same number
    case Op::minimum: return extreme(node, false);
    case Op::maximum: return extreme(node, true);
    case Op::round: return rounded(node);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return comparison(node);
    case Op::logical_and: return logical(node, false);
    case Op::logical_or: return logical(node, true);
    case Op::logical_not: {
      const RangeValue a = eval(operands[0]);
      return boolean(reversed(truth(a)), a.may_fail);
    }
    case Op::conditional: return conditional(node);
    case Op::is_present: {
      const RangeValue a = eval(operands[0]);
      if (a.kind == Kind::unknown) return RangeValue::unknown(a.may_fail);
      return boolean(a.kind == Kind::fixed && a.fixed.is_absent() ? Truth::no : Truth::yes, a.may_fail);
    }
    case Op::or_else: {
      RangeValue a = eval(operands[0]);
      if (a.kind == Kind::fixed && a.fixed.is_absent()) return eval(operands[1]);
      return a.kind == Kind::unknown ? RangeValue::unknown(true) : a;
    }
    case Op::aggregate: return aggregate(node);
    case Op::dated: return dated(node);
    case Op::choice: return choice(node);
    case Op::table: return table(node);
    case Op::slice: return slice(node);
    case Op::share: return share(node);
    case Op::payer: return payer(node);
    default: return RangeValue::unknown(true);
  }
}

auto RangeEvaluator::element_field(const Node& node) -> RangeValue {
  const RangeValue element = eval(program_.operands_of(node)[0]);
  if (element.kind != Kind::fixed) return RangeValue::unknown(true);
  if (element.fixed.tag() != Value::Tag::element) return element;
  const ElementRef at = element.fixed.as_element();
  if (program_.at(at.list).derived != kNoNode) return RangeValue::unknown(true);
  const std::uint32_t column = node.op == Op::element_value ? 0 : node.index;
  const bool is_the_variable = variable_.kind == Variable::Kind::column && at.list == variable_.element.list &&
                               at.index == variable_.element.index && column == variable_.slot;
  if (is_the_variable) return number({.slope = kOne, .base = {}, .terms = {}}, false);
  return fixed(given_.lists[static_cast<std::size_t>(at.list)].columns[column][at.index]);
}

auto RangeEvaluator::rule(RuleId id) -> RangeValue {
  const auto index = static_cast<std::uint32_t>(id);
  if (variable_.kind == Variable::Kind::figure && std::ranges::find(variable_.rules, id) != variable_.rules.end()) {
    return number({.slope = kOne, .base = {}, .terms = {}}, false);
  }
  if (const auto pinned = given_.assumed.find(index); pinned != given_.assumed.end()) return fixed(pinned->second);
  return eval(program_.at(id).node);
}

auto RangeEvaluator::item_rule(RuleId id, ElementRef element) -> RangeValue {
  const Rule& rule = program_.at(id);
  if (!dependent(rule.node)) return fixed(evaluator_.value_of(id, element.index));
  const auto index = static_cast<std::uint32_t>(id);
  if (const auto pinned = given_.assumed.find(index); pinned != given_.assumed.end()) return fixed(pinned->second);
  const auto items = given_.assumed_items.find(index);
  if (items != given_.assumed_items.end() && element.index < items->second.size())
    return fixed(items->second[element.index]);
  const auto known = items_.find({index, element.index});
  if (known != items_.end()) return known->second;
  RangeValue value = in_element(rule, element, rule.node);
  items_.emplace(std::pair(index, element.index), value);
  return value;
}

auto RangeEvaluator::in_element(const Rule& rule, ElementRef element, NodeId node) -> RangeValue {
  const Evaluator::Bound self(evaluator_, program_.at(*rule.list).self, Value(element));
  return eval(node);
}

auto RangeEvaluator::number_at(NodeId node, bool& may_fail) -> std::optional<Affine> {
  const RangeValue value = eval(node);
  may_fail = may_fail || value.may_fail;
  return number_in(value);
}

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

// ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

auto RangeEvaluator::aggregate(const Node& node) -> RangeValue {
  const Loop& loop = program_.loops[node.index];
  if (dependent(loop.list)) return RangeValue::unknown(true);
  const Value list = evaluator_.value_of(loop.list);
  if (list.is_failed()) return RangeValue::unknown(true);
  const Items items(list);
  const bool all = loop.kind == Loop::Kind::all;
  const bool any = loop.kind == Loop::Kind::any;
  const bool extreme = loop.kind == Loop::Kind::minimum || loop.kind == Loop::Kind::maximum;
  if (!all && !any && !extreme && loop.kind != Loop::Kind::sum && loop.kind != Loop::Kind::count) {
    return RangeValue::unknown(true);
  }
  bool may_fail = false;
  bool open = false;
  Affine total;
  std::optional<Affine> best;
  Evaluator::Bound local(evaluator_, loop.local);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    local.set(items.at(i));
    const Truth counted = loop.when == kNoNode ? Truth::yes : holds(loop.when, may_fail);
    if (counted == Truth::either) return RangeValue::unknown(true);
    if (counted == Truth::no) continue;
    if (loop.kind == Loop::Kind::count && loop.body == kNoNode) {
      total.base = total.base + kOne;
      continue;
    }
    if (all || any || loop.kind == Loop::Kind::count) {
      const Truth one = holds(loop.body, may_fail);
      open = open || one == Truth::either;
      if ((all && one == Truth::no) || (any && one == Truth::yes)) return boolean(one, may_fail || open);
      if (one == Truth::yes) total.base = total.base + kOne;
      continue;
    }
    if (loop.body == kNoNode) return RangeValue::unknown(true);
    const auto one = number_at(loop.body, may_fail);
    if (!one) return RangeValue::unknown(true);
    total = sum(total, *one);
    if (!extreme) continue;
    const Truth lower = best ? at_most(*one, *best) : Truth::either;
    if (best && lower == Truth::either) return RangeValue::unknown(true);
    if (!best || (lower == Truth::yes) == (loop.kind == Loop::Kind::minimum)) best = one;
  }
  if (all || any) return boolean(open ? Truth::either : all ? Truth::yes : Truth::no, may_fail);
  if (extreme) return best ? number(*best, may_fail) : fixed(Value());
  if (open) return RangeValue::unknown(may_fail);
  return number(total, may_fail);
}

// The part of one element: near its share, or somewhere between nothing and the whole.
auto RangeEvaluator::share(const Node& node) -> RangeValue {
  const ShareUse& use = program_.shares[node.index];
  bool may_fail = false;
  const auto amount = number_at(use.amount, may_fail);
  if (!amount || dependent(use.list) || dependent(program_.operands_of(node)[0])) return RangeValue::unknown(true);
  const Bounds whole = range_.bounds(*amount);
  const Value list = evaluator_.value_of(use.list);
  const Value element = evaluator_.value_of(program_.operands_of(node)[0]);
  if (list.is_failed() || whole.low.sign() < 0) return RangeValue::unknown(true);
  const Items items(list);
  Affine total;
  Affine own;
  Evaluator::Bound local(evaluator_, use.local);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    local.set(items.at(i));
    const auto weight = number_at(use.weight == kNoNode ? use.at_most : use.weight, may_fail);
    if (!weight || range_.bounds(*weight).low.sign() < 0) return RangeValue::unknown(true);
    total = sum(total, *weight);
    if (items.at(i) == element) own = *weight;
  }
  const auto index = static_cast<std::size_t>(use.amount);
  const bool on_place =
      index < program_.facts.size() && program_.facts[index].step && program_.facts[index].step->lies_on(use.step);
  const Bounds all = range_.bounds(total);
  const bool enough = use.weight == kNoNode ? all.low >= whole.high : all.low.sign() > 0;
  const bool nothing = whole.high.is_zero();
  may_fail = may_fail || !(nothing || enough || use.takes_all != ShareUse::Rest::error) ||
             (use.weight != kNoNode && !on_place && !nothing);
  if (nothing) return number({}, may_fail);
  if (use.weight != kNoNode && enough && total.constant() && own.constant()) {
    return number(range_.uncertain(scaled(*amount, own.base / total.base), {-use.step, use.step}), may_fail);
  }
  return number(range_.between({kZero, whole.high}), may_fail);
}

auto RangeEvaluator::payer(const Node& node) -> RangeValue {
  const NodeId* operands = program_.operands_of(node);
  bool may_fail = false;
  const auto amount = number_at(operands[0], may_fail);
  const auto left = number_at(operands[1], may_fail);
  if (!amount || !left) return RangeValue::unknown(true);
  const Truth enough = at_most(*amount, *left);
  const Truth positive = at_most({}, *amount);
  return number(*amount, may_fail || enough != Truth::yes || positive != Truth::yes);
}

// ── Bands ────────────────────────────────────────────────────────────────────────────────────────────────────────

// As engine/evaluate/slice.cpp has it, with numbers that move; where it cannot be told which band comes next, nothing
// is known, and the turns say where to cut.
auto RangeEvaluator::slice(const Node& node) -> RangeValue {
  const SliceUse& use = program_.slices[node.index];
  if (use.keeps_bands) return RangeValue::unknown(true);
  bool may_fail = false;
  bool open = false;
  const auto operand = [&](NodeId id, bool may_be_negative) -> Affine {
    if (id == kNoNode) return {};
    const RangeValue value = eval(id);
    may_fail = may_fail || value.may_fail;
    if (value.kind == Kind::fixed && value.fixed.is_absent()) return {};
    const auto known = number_in(value);
    open = open || !known;
    if (known && !may_be_negative && at_most({}, *known) != Truth::yes) may_fail = true;
    return known.value_or(Affine{});
  };
  const Affine amount = operand(use.amount, false);
  const Affine deductible = operand(use.deductible, false);
  const Affine after = operand(use.after, false);
  const Affine limit = operand(use.until_pays, true);
  const Affine factor = use.adjustment == SliceUse::Adjustment::own_share ? operand(use.factor, true) : Affine{};
  std::vector<Affine> edges;
  for (const NodeId id : use.edges) {
    if (id == kNoNode) continue;
    edges.push_back(operand(id, true));
    if (at_most(edges.size() > 1 ? edges[edges.size() - 2] : Affine{}, edges.back()) != Truth::yes) may_fail = true;
  }
  const SliceUse::Row* row = nullptr;
  for (const SliceUse::Row& one : use.rows) {
    const Truth picked = one.when == kNoNode ? Truth::yes : holds(one.when, may_fail);
    if (picked == Truth::either || (picked == Truth::yes && row != nullptr)) return RangeValue::unknown(true);
    if (picked == Truth::yes) row = &one;
  }
  if (open || row == nullptr) return RangeValue::unknown(true);

  const auto larger = [&](const Affine& a, const Affine& b) -> Affine {
    const Truth lower = at_most(a, b);
    open = open || lower == Truth::either;
    return lower == Truth::yes ? b : a;
  };
  Affine begin, end;
  const bool above = use.form == SliceUse::Form::above;
  if (use.once) {
    begin = above ? larger(after, deductible) : larger({}, difference(after, deductible));
    end = above ? sum(after, amount) : larger({}, difference(sum(after, amount), deductible));
  } else {
    begin = above ? sum(deductible, after) : after;
    end = sum(use.form == SliceUse::Form::less ? difference(amount, deductible) : amount, after);
  }
  if (open) return RangeValue::unknown(true);

  Affine stop = begin;
  Affine paid;
  const Truth nothing = at_most(end, begin);
  if (nothing == Truth::either) return RangeValue::unknown(true);
  bool walking = nothing == Truth::no;
  if (walking && use.until_pays != kNoNode) {
    const Truth none = at_most(limit, {});
    if (none == Truth::either) return RangeValue::unknown(true);
    walking = none == Truth::no;
  }
  for (std::size_t i = 0; walking && i < row->cells.size(); ++i) {
    const bool beyond = i >= edges.size();
    if (!beyond) {
      const Truth passed = at_most(edges[i], stop);
      if (passed == Truth::either) return RangeValue::unknown(true);
      if (passed == Truth::yes) continue;
    }
    if (row->cells[i] == kNoNode) break;
    auto rate = number_at(row->cells[i], may_fail);
    if (rate && use.adjustment == SliceUse::Adjustment::own_share) {
      rate = difference(constant(kOne), product(difference(constant(kOne), *rate), factor));
    } else if (rate && use.adjustment == SliceUse::Adjustment::each_rate) {
      const auto local = static_cast<std::uint32_t>(use.rate_local);
      if (!rate->constant()) return RangeValue::unknown(true);
      const Evaluator::Bound bound(evaluator_, use.rate_local, Value(rate->base));
      bound_[local] = fixed(Value(rate->base));
      rate = number_at(use.factor, may_fail);
      bound_.erase(local);
    }
    if (!rate || !rate->constant()) return RangeValue::unknown(true);
    const Number r = rate->base;
    if (r.sign() < 0 || (!use.counts && r > kOne)) return RangeValue::unknown(true);

    const Truth ends = beyond ? Truth::yes : at_most(end, edges[i]);
    if (ends == Truth::either) return RangeValue::unknown(true);
    const Affine until = ends == Truth::yes ? end : edges[i];
    const Affine handled = difference(until, stop);
    const Affine more = scaled(handled, r);
    if (use.until_pays != kNoNode) {
      const Truth reached = at_most(limit, sum(paid, more));
      if (reached == Truth::either) return RangeValue::unknown(true);
      if (reached == Truth::yes) {
        if (r.is_zero()) return RangeValue::unknown(true);
        stop = sum(stop, scaled(difference(limit, paid), kOne / r));
        paid = limit;
        break;
      }
    }
    paid = sum(paid, more);
    stop = until;
    if (ends == Truth::yes) break;
  }
  const Affine handled = difference(stop, begin);
  const Affine left = nothing == Truth::yes ? Affine{} : difference(end, stop);
  RangeValue made{.kind = Kind::record, .may_fail = may_fail};
  made.parts = {number(paid, may_fail), number(handled, may_fail),
                number(use.counts ? Affine{} : difference(handled, paid), may_fail), number(left, may_fail),
                fixed(Value())};
  return made;
}

// ── Whether there is an answer ───────────────────────────────────────────────────────────────────────────────────

bool RangeEvaluator::fine(NodeId node) { return !dependent(node) || !eval(node).may_fail; }

bool RangeEvaluator::every_element(ListId list, const std::vector<NodeId>& nodes) {
  if (dependent(program_.at(list).derived)) return false;
  const std::uint32_t size = evaluator_.list_size(list);
  Evaluator::Bound self(evaluator_, program_.at(list).self);
  for (std::uint32_t i = 0; i < size; ++i) {
    self.set(ElementRef{.list = list, .index = i});
    for (const NodeId node : nodes) {
      if (node != kNoNode && !fine(node)) return false;
    }
  }
  return true;
}

auto RangeEvaluator::requirements() -> Truth {
  Truth all = Truth::yes;
  for (const Requirement& requirement : program_.requirements) {
    const Rule& applies = program_.at(requirement.applies);
    const Rule& met = program_.at(requirement.met);
    if (!dependent(applies.node) && !dependent(met.node)) continue;
    if (applies.list || met.list) return Truth::either;
    const RangeValue asked = rule(requirement.applies);
    if (asked.may_fail) all = Truth::either;
    if (truth(asked) == Truth::no) continue;
    const RangeValue holds = rule(requirement.met);
    if (holds.may_fail) all = Truth::either;
    if (requirement.severity != Severity::blocks || truth(holds) == Truth::yes) continue;
    if (truth(asked) == Truth::yes && truth(holds) == Truth::no) return Truth::no;
    all = Truth::either;
  }
  return all;
}

bool RangeEvaluator::outputs(const std::vector<Output>& all) {
  for (const Output& output : all) {
    if (output.node != kNoNode && !fine(output.node)) return false;
    if (!output.list) continue;
    std::vector<NodeId> nodes;
    for (const Output& part : output.fields) {
      if (part.list) return false;
      nodes.push_back(part.node);
    }
    if (!every_element(*output.list, nodes)) return false;
  }
  return true;
}

// Parts of nothing: see Evaluator::check_shares. Where there are elements, their parts say whether they may fail.
bool RangeEvaluator::shares() {
  for (const ShareUse& use : program_.shares) {
    if (!dependent(use.amount)) continue;
    if (dependent(use.list)) return false;
    const Value list = evaluator_.value_of(use.list);
    if (list.is_failed()) return false;
    if (Items(list).size() > 0) continue;
    bool may_fail = false;
    const auto amount = number_at(use.amount, may_fail);
    if (!amount || !amount->constant() || !amount->base.is_zero()) return false;
  }
  return true;
}

auto RangeEvaluator::identities() -> Truth {
  Truth all = Truth::yes;
  for (const Identity& identity : program_.identities) {
    if (!dependent(identity.holds)) continue;
    bool may_fail = false;
    const Truth one = holds(identity.holds, may_fail);
    if (one == Truth::no) return Truth::no;
    if (one == Truth::either || may_fail) all = Truth::either;
  }
  return all;
}

// Postings fail where their parts do, and where an account would fall below its floor.
bool RangeEvaluator::postings() {
  for (const Memory& memory : program_.memories) {
    if (!memory.contributes) continue;
    std::vector<NodeId> nodes = memory.keys;
    bool moves = dependent(memory.never_below);
    for (const NodeId node : {memory.when, memory.amount, memory.from, memory.to, memory.gap, memory.never_below}) {
      nodes.push_back(node);
    }
    for (const Memory::Movement& movement : memory.movements) {
      nodes.push_back(movement.amount);
      nodes.push_back(movement.when);
      moves = moves || dependent(movement.amount) || dependent(movement.when);
    }
    if (moves) return false;
    if (memory.list && !every_element(*memory.list, nodes)) return false;
    for (const NodeId node : nodes) {
      if (!memory.list && node != kNoNode && !fine(node)) return false;
    }
  }
  return true;
}

auto RangeEvaluator::answers() -> Truth {
  const Truth required = requirements();
  const Truth identical = identities();
  if (required == Truth::no || identical == Truth::no) return Truth::no;
  bool all = required == Truth::yes && identical == Truth::yes && outputs(program_.outputs) && shares() && postings();
  for (const RuleId payer : program_.payers) all = all && fine(program_.at(payer).node);
  for (const Papers& papers : program_.documents) {
    if (papers.when != kNoNode) all = all && fine(papers.when);
    for (const Paper& paper : papers.papers) all = all && (paper.when == kNoNode || fine(paper.when));
  }
  return all ? Truth::yes : Truth::either;
}

}  // namespace remit::whatif
