// Quotients that were not rounded yet: a column of numerators over one of denominators, both of words. What takes
// `quantities` takes words and ratios alike, and of words alone makes words. Each is nullptr where it has no columnar
// form.
#pragma once
#include <optional>

#include "engine/batch/block.h"

namespace remit::batch {

// Bad where a part is. Requires: the denominator is not 0 in any lane that is not bad.
auto ratio_of(Block& block, const Column* numerator, const Column* denominator) -> const Column*;

struct Fraction {
  const Column* n;
  const Column* d;
};
// Of words or a ratio, bad where it is bad: the numerator then is. Absent: of something else.
auto fraction_of(Block& block, const Column* column) -> std::optional<Fraction>;

bool is_ratio(const Column& a, const Column& b);  // is one of them?

auto quantity_sum(Block& block, const Column* a, const Column* b) -> const Column*;
auto quantity_difference(Block& block, const Column* a, const Column* b) -> const Column*;
auto quantity_product(Block& block, const Column* a, const Column* b) -> const Column*;
auto quantity_quotient(Block& block, const Column* a, const Column* b) -> const Column*;  // bad where b is 0
auto quantity_extreme(Block& block, const Column* a, const Column* b, bool greatest) -> const Column*;
auto quantity_less(Block& block, const Column* a, const Column* b) -> const Column*;  // a condition
// a − b, or what has the same sign: to compare with 0.
auto quantity_order(Block& block, const Column* a, const Column* b) -> const Column*;
auto quantity_picked(Block& block, const Column* when, const Column* then, const Column* otherwise) -> const Column*;

}  // namespace remit::batch
