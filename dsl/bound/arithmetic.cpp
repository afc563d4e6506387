#include "dsl/bound/arithmetic.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace remit {
namespace {

using Bound = std::optional<Number>;
using Values = std::optional<std::vector<Number>>;

// Enough for the rows of a table times the versions of a value; each operation tries all pairs.
constexpr std::size_t kMostValues = 64;

// A step of more digits than this proves nothing that anybody declares, and would only grow.
constexpr std::size_t kStepDigits = 60;

bool is_short(const Number& step) {
  if (const auto places = step.places(); places && *places <= 18) return true;
  return step.numerator().size() <= kStepDigits && step.denominator().size() <= kStepDigits;
}

auto useful(Number step) -> std::optional<Number> {
  return is_short(step) ? std::optional(std::move(step)) : std::nullopt;
}

// The end of an interval; `infinite` is the sign of an end that is not there.
struct End {
  Number value;
  int infinite = 0;
};

auto low_end(const Knowledge& k) -> End { return k.low ? End{*k.low} : End{{}, -1}; }
auto high_end(const Knowledge& k) -> End { return k.high ? End{*k.high} : End{{}, 1}; }

auto times(const End& a, const End& b) -> End {
  if (a.infinite == 0 && b.infinite == 0) return {a.value * b.value};
  const int left = a.infinite != 0 ? a.infinite : a.value.sign();
  const int right = b.infinite != 0 ? b.infinite : b.value.sign();
  return {{}, left * right};
}

bool before(const End& a, const End& b) {
  if (a.infinite != 0 || b.infinite != 0) return a.infinite < b.infinite;
  return a.value < b.value;
}

void set_bounds(Knowledge& known, const std::array<End, 4>& corners) {
  const auto [low, high] = std::ranges::minmax(corners, before);
  known.low = low.infinite == 0 ? Bound(low.value) : std::nullopt;
  known.high = high.infinite == 0 ? Bound(high.value) : std::nullopt;
}

auto plus(const Bound& a, const Bound& b) -> Bound { return a && b ? Bound(*a + *b) : std::nullopt; }
auto minus(const Bound& a, const Bound& b) -> Bound { return a && b ? Bound(*a - *b) : std::nullopt; }

// A ratio as a bound need not be exact; long ones would only cost. Constants stay what they are.
void shorten_bounds(Knowledge& known) {
  if (known.constant()) return;
  const Number fine = Number::decimal(1, 18);
  if (known.low && known.low->is_ratio()) known.low = known.low->round_to(fine, Rounding::floor);
  if (known.high && known.high->is_ratio()) known.high = known.high->round_to(fine, Rounding::ceiling);
}

auto kept(std::vector<Number> values) -> Values {
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
  const bool fit = std::ranges::all_of(values, [](const Number& v) { return v.within_limit(); });
  return fit && values.size() <= kMostValues ? Values(std::move(values)) : std::nullopt;
}

auto pairs(const Knowledge& a, const Knowledge& b, auto&& operation) -> Values {
  if (!a.values || !b.values) return std::nullopt;
  std::vector<Number> made;
  for (const Number& x : *a.values) {
    for (const Number& y : *b.values) made.push_back(operation(x, y));
  }
  return kept(std::move(made));
}

auto each(const Knowledge& a, auto&& operation) -> Values {
  if (!a.values) return std::nullopt;
  std::vector<Number> made;
  for (const Number& x : *a.values) made.push_back(operation(x));
  return kept(std::move(made));
}

// What few values tell of place and bounds is exact.
void settle(Knowledge& known) {
  if (!known.values || known.values->empty()) return;
  known.low = known.values->front();
  known.high = known.values->back();
  Number step;
  for (const Number& v : *known.values) step = common_step(step, v.abs());
  known.step = useful(std::move(step));
  known.endless = std::ranges::any_of(*known.values, [](const Number& v) { return v.is_ratio(); });
}

// A number of more than kMaxDigits fails. Where a bound is unknown this is left to the evaluators, which ask after
// every operation that leaves the fast path.
auto checked(Knowledge known) -> Knowledge {
  shorten_bounds(known);
  for (Bound* end : {&known.low, &known.high}) {
    if (!*end || (*end)->within_limit()) continue;
    *end = std::nullopt;
    known.may_fail = true;
  }
  if (const auto constant = known.constant()) known.step = useful(constant->abs());
  settle(known);
  return known;
}

// What every operation of two values has in common. Step and bounds are the caller's.
auto of_both(const Knowledge& a, const Knowledge& b) -> Knowledge {
  return {.never = a.never || b.never,
          .endless = a.may_be_ratio() || b.may_be_ratio(),
          .may_fail = a.may_fail || b.may_fail};
}

auto shared_step(const Knowledge& a, const Knowledge& b) -> std::optional<Number> {
  return a.step && b.step ? useful(common_step(*a.step, *b.step)) : std::nullopt;
}

// 1 / b. Requires: b is never 0.
auto reciprocal(const Knowledge& b) -> Knowledge {
  const Number one = Number::whole(1);
  Knowledge known;
  known.low = b.high ? one / *b.high : Number();
  known.high = b.low ? one / *b.low : Number();
  return known;
}

}  // namespace

// Euclid's way, which ends because both are rational.
auto common_step(Number a, Number b) -> Number {
  while (!b.is_zero()) {
    Number rest = a - (a / b).round_to(Number::whole(1), Rounding::down) * b;
    a = std::exchange(b, std::move(rest));
  }
  return a;
}

auto either(const std::vector<Number>& a, const std::vector<Number>& b) -> Values {
  std::vector<Number> all = a;
  all.insert(all.end(), b.begin(), b.end());
  return kept(std::move(all));
}

auto sum_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  Knowledge known = of_both(a, b);
  known.step = shared_step(a, b);
  known.low = plus(a.low, b.low);
  known.high = plus(a.high, b.high);
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return x + y; });
  return checked(std::move(known));
}

auto difference_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  Knowledge known = of_both(a, b);
  known.step = shared_step(a, b);
  known.low = minus(a.low, b.high);
  known.high = minus(a.high, b.low);
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return x - y; });
  return checked(std::move(known));
}

auto product_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  Knowledge known = of_both(a, b);
  if (a.step && b.step) known.step = useful(*a.step * *b.step);
  set_bounds(known, {times(low_end(a), low_end(b)), times(low_end(a), high_end(b)), times(high_end(a), low_end(b)),
                     times(high_end(a), high_end(b))});
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return x * y; });
  return checked(std::move(known));
}

auto quotient_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  if (b.includes_zero()) {
    Knowledge known = of_both(a, b);
    known.endless = true;
    known.may_fail = true;
    return known;
  }
  Knowledge known = product_of(a, reciprocal(b));
  const auto divisor = b.constant();
  known.step = divisor && a.step ? useful((*a.step / *divisor).abs()) : std::nullopt;
  known.endless = a.may_be_ratio() || !divisor || (Number::whole(1) / *divisor).is_ratio();
  known.may_fail = known.may_fail || b.may_fail;
  known.never = a.never || b.never;
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return x / y; });
  return checked(std::move(known));
}

auto negated(const Knowledge& a) -> Knowledge {
  Knowledge known = a;
  known.low = a.high ? Bound(-*a.high) : std::nullopt;
  known.high = a.low ? Bound(-*a.low) : std::nullopt;
  known.values = each(a, [](const Number& x) { return -x; });
  return known;
}

auto absolute_of(const Knowledge& a) -> Knowledge {
  if (a.low && a.low->sign() >= 0) return a;
  if (a.high && a.high->sign() <= 0) return negated(a);
  Knowledge known = a;
  known.low = Number();
  known.high = a.low && a.high ? Bound(std::max(-*a.low, *a.high)) : std::nullopt;
  known.values = each(a, [](const Number& x) { return x.abs(); });
  return checked(std::move(known));
}

auto minimum_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  Knowledge known = joined(a, b);
  if (a.never || b.never) return known;
  const End high = std::min(high_end(a), high_end(b), before);
  known.high = high.infinite == 0 ? Bound(high.value) : std::nullopt;
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return std::min(x, y); });
  return checked(std::move(known));
}

auto maximum_of(const Knowledge& a, const Knowledge& b) -> Knowledge {
  Knowledge known = joined(a, b);
  if (a.never || b.never) return known;
  const End low = std::max(low_end(a), low_end(b), before);
  known.low = low.infinite == 0 ? Bound(low.value) : std::nullopt;
  known.values = pairs(a, b, [](const Number& x, const Number& y) { return std::max(x, y); });
  return checked(std::move(known));
}

auto rounded(const Knowledge& a, const RoundingRule& rule) -> Knowledge {
  if (a.lies_on(rule.step)) return a;
  Knowledge known = a;
  known.step = rule.step;
  known.endless = false;
  if (a.low) known.low = a.low->round_to(rule.step, rule.mode);
  if (a.high) known.high = a.high->round_to(rule.step, rule.mode);
  known.values = each(a, [&](const Number& x) { return x.round_to(rule.step, rule.mode); });
  return checked(std::move(known));
}

auto total_of(const Knowledge& one, std::int64_t count) -> Knowledge {
  if (one.never) return exactly(Number());
  Knowledge known = one;
  known.values = std::nullopt;
  const Number n = Number::whole(count);
  known.low = one.low ? Bound(std::min(Number(), *one.low * n)) : std::nullopt;
  known.high = one.high ? Bound(std::max(Number(), *one.high * n)) : std::nullopt;
  return checked(std::move(known));
}

auto whole_within(std::int64_t low, std::int64_t high) -> Knowledge {
  Knowledge known;
  known.step = Number::whole(1);
  known.low = Number::whole(low);
  known.high = Number::whole(high);
  return known;
}

auto exactly(const Number& value) -> Knowledge {
  Knowledge known;
  known.low = known.high = value;
  known.step = useful(value.abs());
  known.endless = value.is_ratio();
  known.values = {value};
  return known;
}

}  // namespace remit
