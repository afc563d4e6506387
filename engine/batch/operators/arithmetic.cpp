// Numbers and periods. Bounds decide which kernel runs: where every lane is proved to fit 64 bits, the unchecked one.
#include "engine/batch/operators/arithmetic.h"

#include <algorithm>
#include <optional>

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/ratios.h"

namespace remit::batch {
namespace {

using Kernel = void (*)(Words, Words, Word*, std::size_t);
using CheckedKernel = void (*)(Words, Words, Word*, Byte*, std::size_t);

struct Made {
  Word* lanes = nullptr;
  Bounds bounds;
  const Byte* bad = nullptr;
};

auto run(Block& block, const Strict& operands, Scaled a, Scaled b, Bounds exact, Kernel kernel, CheckedKernel checked,
         const Byte* bad) -> Made {
  const std::uint32_t lanes = operands.lanes();
  Made made{.lanes = block.arena().lanes<Word>(lanes), .bounds = exact, .bad = bad};
  if (exact.fits()) {
    kernel(a.words, b.words, made.lanes, lanes);
    return made;
  }
  Byte* leaves = filled(block, 0, lanes);
  checked(a.words, b.words, made.lanes, leaves, lanes);
  const Byte* left = leaves;
  made.bounds = clean(made.lanes, left, lanes);
  made.bad = either(block, bad, left, lanes);
  return made;
}

bool are_words(const Column& a, const Column& b) { return a.shape == Shape::words && b.shape == Shape::words; }

struct Pair {
  Pair(Block& block, const Node& node)
      : a(as_words(block, block.column(block.program().operands_of(node)[0]))),
        b(as_words(block, block.column(block.program().operands_of(node)[1]))) {}
  const Column* a;
  const Column* b;
};

bool one_failed(Block& block, const Node& node) {
  const NodeId* operands = block.program().operands_of(node);
  return std::any_of(operands, operands + node.operand_count,
                     [&](NodeId id) { return block.column(id)->shape == Shape::failed; });
}

auto added(Block& block, const Column* first, const Column* second, bool minus) -> const Column* {
  const Strict operands(block, {first, second});
  if (operands.failed) return failed_column(block);
  if (operands.axis == nullptr || !are_words(*first, *second)) return nullptr;
  const int places = std::max(first->places, second->places);
  const Byte* bad = operands.bad;
  const Scaled a = scaled(block, *operands.at[0], places, operands.lanes(), bad);
  const Scaled b = scaled(block, *operands.at[1], places, operands.lanes(), bad);
  const Made made =
      minus ? run(block, operands, a, b, a.bounds - b.bounds, kernels::subtract, kernels::subtract_checked, bad)
            : run(block, operands, a, b, a.bounds + b.bounds, kernels::add, kernels::add_checked, bad);
  return words_result(block, operands.axis, operands.same, made.lanes, places, made.bounds, {.bad = made.bad});
}

auto extreme_of(Block& block, const Column* first, const Column* second, bool greatest) -> const Column* {
  const Strict both(block, {first, second});
  if (both.failed) return failed_column(block);
  if (both.axis == nullptr || !are_words(*first, *second)) return nullptr;
  const int places = std::max(first->places, second->places);
  const Byte* bad = both.bad;
  const Scaled a = scaled(block, *both.at[0], places, both.lanes(), bad);
  const Scaled b = scaled(block, *both.at[1], places, both.lanes(), bad);
  Word* out = block.arena().lanes<Word>(both.lanes());
  (greatest ? kernels::maximum : kernels::minimum)(a.words, b.words, out, both.lanes());
  const Bounds bounds =
      greatest ? Bounds{.low = std::max(a.bounds.low, b.bounds.low), .high = std::max(a.bounds.high, b.bounds.high)}
               : Bounds{.low = std::min(a.bounds.low, b.bounds.low), .high = std::min(a.bounds.high, b.bounds.high)};
  return words_result(block, both.axis, both.same, out, places, bounds, {.bad = bad});
}

auto multiplied(Block& block, const Column* a, const Column* b, int places) -> const Column* {
  const Strict operands(block, {a, b});
  if (operands.failed) return failed_column(block);
  if (operands.axis == nullptr || !are_words(*a, *b)) return nullptr;
  const Scaled left{.words = words_of(*operands.at[0]), .bounds = bounds_of(*a)};
  const Scaled right{.words = words_of(*operands.at[1]), .bounds = bounds_of(*b)};
  const bool narrow = left.bounds.fits_half() && right.bounds.fits_half();
  const Made made = run(block, operands, left, right, left.bounds * right.bounds,
                        narrow ? kernels::multiply_narrow : kernels::multiply, kernels::multiply_checked, operands.bad);
  return words_result(block, operands.axis, operands.same, made.lanes, places, made.bounds, {.bad = made.bad});
}

// 1 / divisor as a whole number of units: the factor and its places; absent where it does not end.
struct Inverse {
  Word factor;
  int places;
};
auto inverse_of(Word divisor) -> std::optional<Inverse> {
  for (int places = 0; places <= kMostPlaces; ++places) {
    const Word power = number_detail::power_of_ten(places);
    if (power % divisor == 0) return Inverse{.factor = power / divisor, .places = places};
  }
  return std::nullopt;
}

auto divided(Block& block, const Column* a, const Column* b) -> const Column* {
  if (b->same && b->low == 0) return failed_column(block);
  if (b->same) {
    const auto inverse = inverse_of(b->low);
    const int places = inverse ? a->places - b->places + inverse->places : kMostPlaces + 1;
    if (places >= 0 && places <= kMostPlaces) {
      return multiplied(block, a, word_column(block, inverse->factor), places);
    }
  }
  return quantity_quotient(block, a, b);
}

// The operands, where one is a ratio and `of` takes both.
auto of_ratios(Block& block, const Node& node, const Column* (*of)(Block&, const Column*, const Column*))
    -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  return of(block, block.column(operands[0]), block.column(operands[1]));
}
bool reads_ratio(Block& block, const Node& node) {
  const NodeId* operands = block.program().operands_of(node);
  return is_ratio(*block.column(operands[0]), *block.column(operands[1]));
}

}  // namespace

auto sum_of(Block& block, const Column* a, const Column* b) -> const Column* { return added(block, a, b, false); }
auto difference_of(Block& block, const Column* a, const Column* b) -> const Column* { return added(block, a, b, true); }
auto product_of(Block& block, const Column* a, const Column* b) -> const Column* {
  if (a->shape == Shape::failed || b->shape == Shape::failed) return failed_column(block);
  return a->places + b->places > kMostPlaces ? nullptr : multiplied(block, a, b, a->places + b->places);
}
auto lesser_of(Block& block, const Column* a, const Column* b) -> const Column* {
  return extreme_of(block, a, b, false);
}
auto greater_of(Block& block, const Column* a, const Column* b) -> const Column* {
  return extreme_of(block, a, b, true);
}

auto is_less(Block& block, const Column* a, const Column* b) -> const Column* {
  const Strict both(block, {a, b});
  if (both.failed) return failed_column(block);
  if (both.axis == nullptr || !are_words(*a, *b)) return nullptr;
  const int places = std::max(a->places, b->places);
  const Byte* bad = both.bad;
  const Scaled x = scaled(block, *both.at[0], places, both.lanes(), bad);
  const Scaled y = scaled(block, *both.at[1], places, both.lanes(), bad);
  if (bad == nullptr && x.bounds.high < y.bounds.low) return condition_column(block, true);
  if (bad == nullptr && x.bounds.low >= y.bounds.high) return condition_column(block, false);
  Byte* out = block.arena().lanes<Byte>(both.lanes());
  kernels::compare(kernels::Relation::less, x.words, y.words, out, both.lanes());
  return condition_result(block, both.axis, both.same, out, {.bad = bad});
}

auto sum_column(Block& block, const Node& node) -> const Column* {
  if (one_failed(block, node)) return failed_column(block);
  if (reads_ratio(block, node)) return of_ratios(block, node, quantity_sum);
  const Pair pair(block, node);
  return pair.a == nullptr || pair.b == nullptr ? nullptr : sum_of(block, pair.a, pair.b);
}

auto difference_column(Block& block, const Node& node) -> const Column* {
  if (one_failed(block, node)) return failed_column(block);
  if (reads_ratio(block, node)) return of_ratios(block, node, quantity_difference);
  const Pair pair(block, node);
  return pair.a == nullptr || pair.b == nullptr ? nullptr : difference_of(block, pair.a, pair.b);
}

auto product_column(Block& block, const Node& node) -> const Column* {
  if (one_failed(block, node)) return failed_column(block);
  if (reads_ratio(block, node)) return of_ratios(block, node, quantity_product);
  const Pair pair(block, node);
  if (pair.a == nullptr || pair.b == nullptr) return nullptr;
  const int places = pair.a->places + pair.b->places;
  const bool period = !node.type.numeric();  // so many times: a whole number
  if (places > kMostPlaces || (period && places > 0)) return nullptr;
  return multiplied(block, pair.a, pair.b, places);
}

auto quotient_column(Block& block, const Node& node) -> const Column* {
  if (one_failed(block, node)) return failed_column(block);
  if (reads_ratio(block, node)) return of_ratios(block, node, quantity_quotient);
  const Pair pair(block, node);
  return pair.a == nullptr || pair.b == nullptr ? nullptr : divided(block, pair.a, pair.b);
}

auto negated_column(Block& block, const Node& node) -> const Column* {
  const Column* a = as_words(block, block.column(block.program().operands_of(node)[0]));
  if (one_failed(block, node)) return failed_column(block);
  if (a == nullptr) return nullptr;
  const Strict operands(block, {a});
  const Scaled zero{.words = {.same = 0}, .bounds = {}};
  const Scaled of{.words = words_of(*a), .bounds = bounds_of(*a)};
  const Made made =
      run(block, operands, zero, of, zero.bounds - of.bounds, kernels::subtract, kernels::subtract_checked, a->bad);
  return words_result(block, operands.axis, a->same, made.lanes, a->places, made.bounds, {.bad = made.bad});
}

auto absolute_column(Block& block, const Node& node) -> const Column* {
  const Column* a = as_words(block, block.column(block.program().operands_of(node)[0]));
  if (one_failed(block, node)) return failed_column(block);
  if (a == nullptr || a->low == INT64_MIN) return nullptr;
  if (a->low >= 0) return a;
  const std::uint32_t lanes = a->same ? 1 : a->axis->lanes;
  Word* out = block.arena().lanes<Word>(lanes);
  kernels::absolute(words_of(*a), out, lanes);
  const Bounds bounds{.low = 0, .high = std::max(-Wide{a->low}, Wide{a->high})};
  return words_result(block, a->axis, a->same, out, a->places, bounds, {.bad = a->bad});
}

auto extreme_column(Block& block, const Node& node) -> const Column* {
  const bool greatest = node.op == Op::maximum;
  const NodeId* operands = block.program().operands_of(node);
  if (one_failed(block, node)) return failed_column(block);
  const Column* best = block.column(operands[0]);
  for (std::uint32_t i = 1; i < node.operand_count && best != nullptr; ++i) {
    const Column* next = block.column(operands[i]);
    if (is_ratio(*best, *next)) {
      best = quantity_extreme(block, best, next, greatest);
      continue;
    }
    best = as_words(block, best);
    next = as_words(block, next);
    if (best == nullptr || next == nullptr) return nullptr;
    best = extreme_of(block, best, next, greatest);
    if (best == nullptr || best->shape == Shape::failed) return best;
  }
  return best;
}

// The amount, bad where it does not lie in 0 … left.
auto payer_column(Block& block, const Node& node) -> const Column* {
  if (one_failed(block, node)) return failed_column(block);
  const Pair pair(block, node);
  if (pair.a == nullptr || pair.b == nullptr) return nullptr;
  const Strict operands(block, {pair.a, pair.b});
  if (operands.axis == nullptr) return nullptr;
  const int places = std::max(pair.a->places, pair.b->places);
  const std::uint32_t lanes = operands.lanes();
  const Byte* bad = operands.bad;
  const Scaled amount = scaled(block, *operands.at[0], places, lanes, bad);
  const Scaled left = scaled(block, *operands.at[1], places, lanes, bad);
  Byte* wrong = block.arena().lanes<Byte>(lanes);
  kernels::compare(kernels::Relation::less, left.words, amount.words, wrong, lanes);
  if (amount.bounds.low < 0) {
    Byte* negative = block.arena().lanes<Byte>(lanes);
    kernels::compare(kernels::Relation::less, amount.words, {.same = 0}, negative, lanes);
    kernels::either({.lanes = wrong}, {.lanes = negative}, wrong, lanes);
  }
  if (!kernels::any(wrong, lanes)) wrong = nullptr;
  if (operands.same) return wrong != nullptr || bad != nullptr ? failed_column(block) : pair.a;
  return masked(block, pair.a, operands.axis, {.bad = either(block, bad, wrong, lanes)});
}

}  // namespace remit::batch
