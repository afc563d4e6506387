// Rounding to a step: the quotient by a constant, rounded to a whole number of steps.
#include <algorithm>
#include <optional>

#include "engine/batch/operands.h"
#include "engine/batch/operators/arithmetic.h"
#include "engine/batch/operators/operators.h"

namespace remit::batch {
namespace {

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

// n × 10^-p / (d × 10^-q) in steps of units × 10^-s: n × 10^(s + q − p) / (d × units).
auto round_ratio(Block& block, const Column& a, Rounding mode, const Step& step) -> const Column* {
  const Column& top = *a.fields[0];
  const Column& bottom = *a.fields[1];
  const std::uint32_t lanes = a.same ? 1 : a.axis->lanes;
  const int up = step.places + bottom.places - top.places;
  if (up > kMostPlaces || up < -kMostPlaces) return nullptr;
  const Column* n = up > 0 ? product_of(block, &top, word_column(block, number_detail::power_of_ten(up))) : &top;
  const Column* d = product_of(block, &bottom, word_column(block, step.units));
  if (up < 0 && d != nullptr) d = product_of(block, d, word_column(block, number_detail::power_of_ten(-up)));
  if (n == nullptr || d == nullptr || n->low == INT64_MIN || d->low == INT64_MIN) return nullptr;
  if (n->shape == Shape::failed || d->shape == Shape::failed) return failed_column(block);
  Byte* leaves = filled(block, 0, lanes);
  Word* out = block.arena().lanes<Word>(lanes);
  kernels::round_ratio(mode, words_of(*n), words_of(*d), out, leaves, lanes);
  const Byte* left = leaves;
  const Bounds bounds = clean(out, left, lanes);
  const Byte* bad = either(block, a.bad, either(block, n->bad, d->bad, lanes), lanes);
  return in_steps(block, a.axis, a.same, out, bounds, step, {.bad = either(block, bad, left, lanes)});
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
