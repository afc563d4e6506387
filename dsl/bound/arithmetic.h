// Arithmetic on what is known: the place, bounds and failure of `a + b` from those of a and b.
#pragma once
#include <optional>
#include <vector>

#include "dsl/bound/knowledge.h"

namespace remit {

// The largest number of which both are multiples. Requires: neither is negative.
auto common_step(Number a, Number b) -> Number;

auto sum_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto difference_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto product_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto quotient_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto negated(const Knowledge& a) -> Knowledge;
auto absolute_of(const Knowledge& a) -> Knowledge;
auto minimum_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto maximum_of(const Knowledge& a, const Knowledge& b) -> Knowledge;
auto rounded(const Knowledge& a, const RoundingRule& rule) -> Knowledge;
// Of 0 to `count` values.
auto total_of(const Knowledge& one, std::int64_t count) -> Knowledge;

// Values of both, in order; nothing where they are too many to keep.
auto either(const std::vector<Number>& a, const std::vector<Number>& b) -> std::optional<std::vector<Number>>;

// A whole number from low to high, both ends included.
auto whole_within(std::int64_t low, std::int64_t high) -> Knowledge;
// The number itself.
auto exactly(const Number& value) -> Knowledge;

}  // namespace remit
