#include "repl/whatif/range_evaluator.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/loops.h"
#include "engine/evaluate/memory.h"
#include "repl/whatif/range_values.h"

namespace remit::whatif {

using namespace range;

namespace {

constexpr std::uint32_t kDeepest = 1'500;      // levels on the stack; what lies deeper is unknown
constexpr std::uint64_t kMostSteps = 200'000;  // of one range; what comes later is unknown
constexpr std::size_t kMostTurns = 64;

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
auto RangeEvaluator::postings() -> Truth {
  Truth all = Truth::yes;
  for (std::uint32_t i = 0; i < program_.memories.size(); ++i) {
    const Memory& memory = program_.memories[i];
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
    if (moves) {
      const Truth moved = memory.list ? Truth::either : moves_as_it_may(MemoryId{i});
      if (moved == Truth::no) return moved;
      if (moved == Truth::either) all = moved;
    }
    if (memory.list && !every_element(*memory.list, nodes)) all = Truth::either;
    for (const NodeId node : nodes) {
      if (!memory.list && node != kNoNode && !fine(node)) all = Truth::either;
    }
  }
  return all;
}

// Of an account of the case: no movement is less than nothing, and no debit, in its order, takes it below the floor.
auto RangeEvaluator::moves_as_it_may(MemoryId id) -> Truth {
  const Memory& memory = program_.at(id);
  bool may_fail = false;
  const auto applies = [&](NodeId when) { return when == kNoNode ? Truth::yes : holds(when, may_fail); };
  const Truth posts = applies(memory.when);
  std::vector<Value> key;
  for (const NodeId node : memory.keys) {
    if (dependent(node)) return Truth::either;
    key.push_back(evaluator_.value_of(node));
  }
  const Value before = value_before(evaluator_, id, key);
  if (posts != Truth::yes || before.tag() != Value::Tag::number) {
    return posts == Truth::no && !may_fail ? Truth::yes : Truth::either;
  }
  Affine total = constant(before.as_number());
  Truth all = Truth::yes;
  for (const Memory::Movement& movement : memory.movements) {
    const Truth moved = applies(movement.when);
    if (moved == Truth::no) continue;
    const auto amount = number_at(movement.amount, may_fail);
    if (moved == Truth::either || !amount || at_most({}, *amount) != Truth::yes) return Truth::either;
    total = movement.credit ? sum(total, *amount) : difference(total, *amount);
    if (movement.credit || memory.never_below == kNoNode) continue;
    const auto least = number_at(memory.never_below, may_fail);
    const Truth kept = least ? at_most(*least, total) : Truth::either;
    if (kept == Truth::no) return may_fail ? Truth::either : Truth::no;
    if (kept == Truth::either) all = kept;
  }
  return may_fail ? Truth::either : all;
}

auto RangeEvaluator::answers() -> Truth {
  const Truth required = requirements();
  const Truth identical = identities();
  if (required == Truth::no || identical == Truth::no) return Truth::no;
  const Truth posted = postings();
  // Where a requirement pends, nothing is posted.
  const bool may_pend = std::ranges::any_of(
      program_.requirements, [](const Requirement& requirement) { return requirement.severity == Severity::pends; });
  if (posted == Truth::no && !may_pend) return Truth::no;
  bool all = required == Truth::yes && identical == Truth::yes && posted == Truth::yes && outputs(program_.outputs) &&
             shares();
  for (const RuleId payer : program_.payers) all = all && fine(program_.at(payer).node);
  for (const Papers& papers : program_.documents) {
    if (papers.when != kNoNode) all = all && fine(papers.when);
    for (const Paper& paper : papers.papers) all = all && (paper.when == kNoNode || fine(paper.when));
  }
  return all ? Truth::yes : Truth::either;
}

}  // namespace remit::whatif
