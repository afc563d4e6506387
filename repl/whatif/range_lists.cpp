// Lists, shares and bands over a range.
#include "repl/whatif/range_evaluator.h"

#include "engine/evaluate/loops.h"
#include "repl/whatif/range_values.h"

namespace remit::whatif {

using namespace range;

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

}  // namespace remit::whatif
