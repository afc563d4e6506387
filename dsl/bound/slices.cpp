// Slices: an amount's part between A and S on its axis, and what is paid of it.
//
// All ends are sums and differences of the amount, the deductible, what came before and the bands' edges, so they lie
// on the common step of these; only `until it pays C` may stop elsewhere, at (C − what is paid so far) / rate.
#include <algorithm>

#include "dsl/bound/arithmetic.h"
#include "dsl/bound/pass.h"

namespace remit {
namespace {

bool within(const Knowledge& k, const Number& low, const Number& high) {
  return k.never || (k.low && *k.low >= low && k.high && *k.high <= high);
}

// From 0 to `high`, where it is known.
auto from_zero(Knowledge known, const std::optional<Number>& high) -> Knowledge {
  known.values = std::nullopt;
  known.low = Number();
  known.high = high ? std::optional(std::max(Number(), *high)) : std::nullopt;
  return known;
}

auto lower_of(const std::optional<Number>& a, const std::optional<Number>& b) -> std::optional<Number> {
  return a && b ? std::min(*a, *b) : a ? a : b;
}

void visit_cells(const SliceUse& s, auto&& visit) {
  for (const SliceUse::Row& row : s.rows) {
    for (const NodeId cell : row.cells) {
      if (cell != kNoNode) visit(cell);
    }
  }
}

}  // namespace

auto BoundPass::rates_of(const SliceUse& s) const -> Knowledge {
  Knowledge rates{.never = true};
  visit_cells(s, [&](NodeId cell) { rates = joined(rates, of(cell)); });
  return rates;
}

auto BoundPass::axis_of(const SliceUse& s) const -> Knowledge {
  Knowledge axis = of(s.amount);
  for (const NodeId end : {s.deductible, s.after}) {
    if (end != kNoNode) axis = joined(axis, of(end));
  }
  for (const NodeId edge : s.edges) {
    if (edge != kNoNode) axis = joined(axis, of(edge));
  }
  return axis;
}

auto BoundPass::handled_by(const SliceUse& s) const -> Knowledge {
  const Knowledge amount = of(s.amount);
  const bool from_deductible = s.form != SliceUse::Form::plain && !s.once && s.deductible != kNoNode;
  return from_zero(axis_of(s), from_deductible ? difference_of(amount, of(s.deductible)).high : amount.high);
}

// S − A where the slice may stop because enough was paid.
auto BoundPass::stop_of(const SliceUse& s, const Knowledge& paid) const -> Knowledge {
  Knowledge stop = handled_by(s);
  if (s.until_pays == kNoNode) return stop;
  const std::optional<Number> high = stop.high;
  const Knowledge remaining = joined(of(s.until_pays), paid);
  if (s.adjustment == SliceUse::Adjustment::none) {
    visit_cells(s, [&](NodeId cell) {
      if (const auto rate = of(cell).constant(); !rate || !rate->is_zero()) {
        stop = joined(stop, quotient_of(remaining, of(cell)));
      }
    });
  } else {
    stop.step = std::nullopt;
    stop.endless = true;
  }
  return from_zero(stop, high);
}

// The rates after `with own share` or `with each rate as`.
auto BoundPass::changed_rates(const SliceUse& s) const -> Knowledge {
  switch (s.adjustment) {
    case SliceUse::Adjustment::none: break;
    case SliceUse::Adjustment::each_rate: return of(s.factor);
    case SliceUse::Adjustment::own_share: {
      const Knowledge all = exactly(Number::whole(1));
      return difference_of(all, product_of(difference_of(all, rates_of(s)), of(s.factor)));
    }
  }
  return rates_of(s);
}

auto BoundPass::paid_by(const SliceUse& s) const -> Knowledge {
  const Knowledge handled = handled_by(s);
  const Knowledge rates = changed_rates(s);
  if (rates.never) return exactly(Number());
  Knowledge paid = product_of(handled, rates);
  if (!s.counts) paid = from_zero(paid, lower_of(paid.high, handled.high));
  if (s.until_pays == kNoNode) return paid;
  const Knowledge cap = of(s.until_pays);
  return from_zero(joined(paid, cap), lower_of(paid.high, cap.high));
}

// {paid, handled, kept, left, bands}
auto BoundPass::slice(const Node& n) const -> Knowledge {
  const SliceUse& s = program_.slices[n.index];
  const Knowledge whole = handled_by(s);
  const Knowledge paid = paid_by(s);
  const Knowledge handled = stop_of(s, paid);
  const Knowledge kept = s.counts ? exactly(Number()) : from_zero(difference_of(handled, paid), whole.high);
  return with_parts({paid, handled, kept, from_zero(joined(whole, handled), whole.high), bands_of(s)});
}

// A list of {from, until, rate, handled, paid}
auto BoundPass::bands_of(const SliceUse& s) const -> Knowledge {
  const Knowledge paid = paid_by(s);
  const Knowledge handled = stop_of(s, paid);
  const Knowledge place = from_zero(joined(axis_of(s), handled), std::nullopt);
  Knowledge bands = with_parts({with_parts({place, place, changed_rates(s), handled, paid})});
  bands.at_most = static_cast<std::int64_t>(s.edges.size());
  return bands;
}

bool BoundPass::slice_may_fail(const SliceUse& s) const {
  for (const NodeId end : {s.amount, s.deductible, s.after}) {
    if (end != kNoNode && !of(end).at_least(Number())) return true;
  }
  if (s.rows.size() != 1 || s.rows.front().when != kNoNode) return true;
  if (s.adjustment != SliceUse::Adjustment::none) return true;
  if (!s.counts && !within(rates_of(s), Number(), Number::whole(1))) return true;
  // Edges that are constants were put in order by the cases pass; others may be out of order in a case.
  return std::ranges::any_of(s.edges, [&](NodeId edge) { return edge != kNoNode && !of(edge).constant(); });
}

}  // namespace remit
