#include "engine/batch/operators/ratios.h"

#include "engine/batch/operands.h"
#include "engine/batch/operators/arithmetic.h"
#include "engine/batch/operators/choices.h"

namespace remit::batch {
namespace {

// The product; with 1 the other itself.
auto times(Block& block, const Column* a, const Column* b) -> const Column* {
  if (a == nullptr || b == nullptr) return nullptr;
  const auto is_one = [](const Column& c) { return c.shape == Shape::words && c.same && c.low == 1 && c.places == 0; };
  return is_one(*a) ? b : is_one(*b) ? a : product_of(block, a, b);
}

bool same_column(const Column& a, const Column& b) {
  return &a == &b || (a.same && b.same && a.low == b.low && a.places == b.places);
}

using Both = const Column* (*)(Block&, const Column*, const Column*);

// Both over one denominator, then `of` their numerators.
auto over_common(Block& block, const Column* a, const Column* b, Both of) -> const Column* {
  const auto x = fraction_of(block, a);
  const auto y = fraction_of(block, b);
  if (!x || !y) return nullptr;
  const bool same = same_column(*x->d, *y->d);
  const Column* left = same ? x->n : times(block, x->n, y->d);
  const Column* right = same ? y->n : times(block, y->n, x->d);
  if (left == nullptr || right == nullptr) return nullptr;
  const Column* n = of(block, left, right);
  return n == nullptr ? nullptr : ratio_of(block, n, same ? x->d : times(block, x->d, y->d));
}

auto nonzero(Block& block, const Column* column) -> const Column* {
  if (column->low > 0 || column->high < 0) return column;
  if (column->same) return failed_column(block);
  Byte* zero = block.arena().lanes<Byte>(column->axis->lanes);
  kernels::compare(kernels::Relation::equal, words_of(*column), {.same = 0}, zero, column->axis->lanes);
  return kernels::any(zero, column->axis->lanes) ? masked(block, column, column->axis, {.bad = zero}) : column;
}

}  // namespace

auto fraction_of(Block& block, const Column* column) -> std::optional<Fraction> {
  if (column->shape == Shape::ratio) {
    const Column* n = masked(block, column->fields[0], column->axis, {.bad = column->bad});
    return Fraction{.n = n, .d = column->fields[1]};
  }
  const Column* words = as_words(block, column);
  return words == nullptr ? std::nullopt : std::optional(Fraction{.n = words, .d = word_column(block, 1)});
}

bool is_ratio(const Column& a, const Column& b) { return a.shape == Shape::ratio || b.shape == Shape::ratio; }

auto ratio_of(Block& block, const Column* numerator, const Column* denominator) -> const Column* {
  if (numerator == nullptr || denominator == nullptr) return nullptr;
  const Strict parts(block, {numerator, denominator});
  if (parts.failed) return failed_column(block);
  if (parts.axis == nullptr) return nullptr;
  auto* fields = block.arena().lanes<const Column*>(2);
  fields[0] = parts.at[0];
  fields[1] = parts.at[1];
  auto* column = block.arena().make<Column>();
  column->shape = Shape::ratio;
  column->axis = parts.same ? block.root() : parts.axis;
  column->same = parts.same;
  column->bad = parts.bad;
  column->fields = {fields, 2};
  return column;
}

auto quantity_sum(Block& block, const Column* a, const Column* b) -> const Column* {
  if (!is_ratio(*a, *b)) return sum_of(block, a, b);
  return over_common(block, a, b, sum_of);
}
auto quantity_difference(Block& block, const Column* a, const Column* b) -> const Column* {
  if (!is_ratio(*a, *b)) return difference_of(block, a, b);
  return over_common(block, a, b, difference_of);
}

auto quantity_product(Block& block, const Column* a, const Column* b) -> const Column* {
  if (!is_ratio(*a, *b)) return product_of(block, a, b);
  const auto x = fraction_of(block, a);
  const auto y = fraction_of(block, b);
  return x && y ? ratio_of(block, times(block, x->n, y->n), times(block, x->d, y->d)) : nullptr;
}

auto quantity_quotient(Block& block, const Column* a, const Column* b) -> const Column* {
  const auto x = fraction_of(block, a);
  const auto y = fraction_of(block, b);
  return x && y ? ratio_of(block, times(block, x->n, y->d), times(block, x->d, nonzero(block, y->n))) : nullptr;
}

auto quantity_order(Block& block, const Column* a, const Column* b) -> const Column* {
  const Column* difference = quantity_difference(block, a, b);
  if (difference == nullptr || difference->shape != Shape::ratio) return difference;
  const auto [n, d] = *fraction_of(block, difference);
  if (d->low >= 0) return n;  // where it is 0 the lane is bad
  const Column* zero = word_column(block, 0);
  const Column* negative = is_less(block, d, zero);
  const Column* turned = difference_of(block, zero, n);
  return negative == nullptr || turned == nullptr ? nullptr : picked(block, negative, turned, n);
}

auto quantity_less(Block& block, const Column* a, const Column* b) -> const Column* {
  if (!is_ratio(*a, *b)) return is_less(block, a, b);
  const Column* order = quantity_order(block, a, b);
  return order == nullptr ? nullptr : is_less(block, order, word_column(block, 0));
}

auto quantity_extreme(Block& block, const Column* a, const Column* b, bool greatest) -> const Column* {
  if (!is_ratio(*a, *b)) return greatest ? greater_of(block, a, b) : lesser_of(block, a, b);
  const Column* less = quantity_less(block, a, b);
  return less == nullptr ? nullptr : quantity_picked(block, less, greatest ? b : a, greatest ? a : b);
}

auto quantity_picked(Block& block, const Column* when, const Column* then, const Column* otherwise) -> const Column* {
  const auto x = fraction_of(block, then);
  const auto y = fraction_of(block, otherwise);
  if (!x || !y) return nullptr;
  for (const Column* c : {then, otherwise, x->n, y->n}) {
    if (c->present != nullptr) return nullptr;
  }
  const Column* n = picked(block, when, x->n, y->n);
  const Column* d = picked(block, when, x->d, y->d);
  return ratio_of(block, n, d);
}

}  // namespace remit::batch
