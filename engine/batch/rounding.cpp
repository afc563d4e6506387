// Rounding to a step: the quotient by a constant, rounded to a whole number of steps.
#include <algorithm>
#include <optional>

#include "engine/batch/operands.h"
#include "engine/batch/operators.h"

namespace remit::batch {
namespace {

constexpr int kMostPlaces = 18;

// A step as a whole number of units: 0.05 is 5 at 2 places, 10 is 10 at none.
struct Step {
  Word units = 0;
  int places = 0;
};
auto step_of(const Number& step) -> std::optional<Step> {
  const auto places = step.places();
  if (!places || *places > kMostPlaces) return std::nullopt;
  const auto units = step.scaled(*places);
  return units ? std::optional(Step{.units = *units, .places = *places}) : std::nullopt;
}

auto in_steps(Block& block, const Axis* axis, bool same, const Word* quotients, Bounds bounds, const Step& step,
              Masks masks) -> const Column* {
  const std::uint32_t lanes = same ? 1 : axis->lanes;
  const Bounds exact = bounds * Bounds{.low = step.units, .high = step.units};
  if (!exact.fits()) return nullptr;
  if (step.units == 1) return words_result(block, axis, same, quotients, step.places, bounds, masks);
  Word* out = block.arena().lanes<Word>(lanes);
  kernels::multiply({.lanes = quotients}, {.same = step.units}, out, lanes);
  return words_result(block, axis, same, out, step.places, exact, masks);
}

auto round_words(Block& block, const Column& a, Rounding mode, const Step& step) -> const Column* {
  if (step.units == 1 && a.places <= step.places) return &a;
  const int places = std::max<int>(a.places, step.places);
  const std::uint32_t lanes = a.same ? 1 : a.axis->lanes;
  const Bounds divisor =
      Bounds{.low = step.units, .high = step.units} * Bounds{.low = number_detail::power_of_ten(places - step.places),
                                                             .high = number_detail::power_of_ten(places - step.places)};
  if (!divisor.fits()) return nullptr;
  const Byte* bad = a.bad;
  const Scaled of = scaled(block, a, places, lanes, bad);
  const Word* from = of.words.lanes != nullptr ? of.words.lanes : word_column(block, of.words.same)->words;
  Word* out = block.arena().lanes<Word>(lanes);
  const auto by = static_cast<Word>(divisor.low);
  const bool positive = of.bounds.low >= 0 && of.bounds.high <= (INT64_MAX - by) / 2;
  (positive ? kernels::round_quotient_positive : kernels::round_quotient)(mode, from, by, out, lanes);
  const Bounds bounds{.low = of.bounds.low / by - 1, .high = of.bounds.high / by + 1};
  const Bounds tight{.low = of.bounds.low >= 0 ? 0 : bounds.low, .high = bounds.high};
  return in_steps(block, a.axis, a.same, out, a.same ? Bounds{.low = out[0], .high = out[0]} : tight, step,
                  {.present = a.present, .bad = bad});
}

// n / d × 10^-places in steps of units × 10^-q: n × 10^(q − places) / (d × units).
auto round_ratio(Block& block, const Column& a, Rounding mode, const Step& step) -> const Column* {
  const std::uint32_t lanes = a.same ? 1 : a.axis->lanes;
  const int up = step.places - a.places;
  if (up > kMostPlaces || up < -kMostPlaces || lanes == 0) return nullptr;
  const kernels::Range top = kernels::range(a.words, lanes);
  const kernels::Range bottom = kernels::range(a.denominators, lanes);
  const Word above = up > 0 ? number_detail::power_of_ten(up) : 1;
  const Word below = up < 0 ? number_detail::power_of_ten(-up) : 1;
  const Bounds n = Bounds{.low = top.low, .high = top.high} * Bounds{.low = above, .high = above};
  const Bounds factor = Bounds{.low = below, .high = below} * Bounds{.low = step.units, .high = step.units};
  if (!n.fits() || !factor.fits()) return nullptr;
  const Bounds d = Bounds{.low = bottom.low, .high = bottom.high} * factor;
  if (!d.fits() || n.low == INT64_MIN) return nullptr;
  Word* numerators = block.arena().lanes<Word>(lanes);
  Word* denominators = block.arena().lanes<Word>(lanes);
  kernels::multiply({.lanes = a.words}, {.same = above}, numerators, lanes);
  kernels::multiply({.lanes = a.denominators}, {.same = static_cast<Word>(factor.low)}, denominators, lanes);
  Byte* leaves = filled(block, 0, lanes);
  Word* out = block.arena().lanes<Word>(lanes);
  kernels::round_ratio(mode, {.lanes = numerators}, {.lanes = denominators}, out, leaves, lanes);
  const Byte* left = leaves;
  const Bounds bounds = clean(out, left, lanes);
  return in_steps(block, a.axis, a.same, out, bounds, step,
                  {.present = a.present, .bad = either(block, a.bad, left, lanes)});
}

}  // namespace

auto round_column(Block& block, const Node& node) -> const Column* {
  const Column* a = block.column(block.program().operands_of(node)[0]);
  if (a->shape == Shape::failed || a->shape == Shape::absent) return a;
  const RoundingRule& rule = block.program().roundings[node.index];
  const auto step = step_of(rule.step);
  if (!step) return nullptr;
  if (a->shape == Shape::words) return round_words(block, *a, rule.mode, *step);
  return a->shape == Shape::ratio ? round_ratio(block, *a, rule.mode, *step) : nullptr;
}

}  // namespace remit::batch
