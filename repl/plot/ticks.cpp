#include "repl/plot/ticks.h"

#include <algorithm>

namespace remit::plot {
namespace {

const Number kOne = Number::whole(1);
const Number kTen = Number::whole(10);

// The least of 1, 2, 5 times a power of ten that is not below `least`. Requires: least > 0.
auto round_step(const Number& least, bool whole) -> Number {
  Number power = kOne;
  while (power > least) power = power / kTen;
  while (power * kTen <= least) power = power * kTen;
  for (const std::int64_t times : {1, 2, 5, 10}) {
    const Number step = power * Number::whole(times);
    if (step >= least && (!whole || step.is_integer())) return step;
  }
  return kOne;  // a whole step for a range of less than one
}

auto multiple(const Number& value, const Number& step, Rounding mode) -> Number {
  return (value / step).round_to(kOne, mode) * step;
}

}  // namespace

auto Scale::place(const Number& value, std::int64_t length) const -> std::int64_t {
  if (high == low) return 0;
  const Number along = (value - low) / (high - low) * Number::whole(length);
  return along.round_to(kOne, Rounding::half_up).to_int64().value_or(0);
}

auto scale_of(Number low, Number high, std::int64_t most, bool whole, bool widen) -> Scale {
  if (low == high) high = low + kOne;
  Scale scale{.low = low, .high = high, .step = round_step((high - low) / Number::whole(most), whole), .ticks = {}};
  if (widen) {
    scale.low = multiple(low, scale.step, Rounding::floor);
    scale.high = multiple(high, scale.step, Rounding::ceiling);
  }
  for (Number tick = multiple(scale.low, scale.step, Rounding::ceiling); tick <= scale.high; tick = tick + scale.step) {
    scale.ticks.push_back(tick);
  }
  return scale;
}

auto scale_of(const Lines& lines, std::int64_t most) -> Scale {
  std::optional<Number> low, high;
  bool whole = true;
  for (const Series& series : lines.series) {
    for (const auto& value : series.values) {
      if (!value) continue;
      whole = whole && value->is_integer();
      if (!low || *value < *low) low = *value;
      if (!high || *value > *high) high = *value;
    }
  }
  if (!low) return scale_of(Number(), kOne, most, false, true);
  if (low->sign() > 0 && *low + *low <= *high) low = Number();
  return scale_of(*low, *high, most, lines.y.print || whole, true);
}

auto scale_of_places(const Lines& lines, std::int64_t most) -> Scale {
  if (lines.at.empty()) return scale_of(Number(), kOne, most, false, false);
  const bool whole = std::ranges::all_of(lines.at, [](const Number& at) { return at.is_integer(); });
  return scale_of(lines.at.front(), lines.at.back(), most, lines.x.print || whole, false);
}

auto grouped(std::string digits) -> std::string {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

auto tick_text(const Number& tick, const Scale& scale, const Axis& axis) -> std::string {
  if (axis.print) return axis.print(tick);
  return grouped(tick.to_fixed(scale.step.places().value_or(0)));
}

auto axis_text(const Axis& axis) -> std::string {
  return axis.unit.empty() ? axis.label : axis.label.empty() ? axis.unit : axis.label + " (" + axis.unit + ")";
}

}  // namespace remit::plot
