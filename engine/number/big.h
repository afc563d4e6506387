// Values off the fast path. Only number.cpp includes this; Boost stays behind it in big.cpp, so that nobody else
// pays for compiling it.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/number/number.h"

namespace remit::number_detail {

// The same operations as Number's, for operands of any size; small ones are taken too. Every result is brought
// back to the fast path where it can be there, and is otherwise in its one canonical form: a decimal without
// trailing zeros, or a reduced ratio that no decimal equals.
struct Big {
  struct Access;  // big.cpp: between Numbers and their integers

  static auto from_wide(Wide coefficient, int places) -> Number;
  // Requires: reduced, denominator > 0, and no decimal equals it.
  static auto from_ratio(Wide numerator, Wide denominator) -> Number;
  // digits × 10^-places; a negative `places` adds zeros. Requires: only digits, at least one.
  static auto from_digits(bool negative, std::string_view digits, std::int64_t places) -> Number;

  static auto add(const Number& a, const Number& b) -> Number;
  static auto subtract(const Number& a, const Number& b) -> Number;
  static auto multiply(const Number& a, const Number& b) -> Number;
  static auto divide(const Number& a, const Number& b) -> Number;
  static auto compare(const Number& a, const Number& b) -> std::strong_ordering;
  static auto negate(const Number& a) -> Number;
  static auto lies_on(const Number& a, const Number& step) -> bool;
  static auto round_to(const Number& a, const Number& step, Rounding mode) -> Number;
  static auto numerator(const Number& a) -> std::string;
  static auto denominator(const Number& a) -> std::string;

  // Requires of what follows: the number is off the fast path.
  static auto equal(const Number& a, const Number& b) -> bool;
  static auto sign(const Number& a) -> int;
  static auto is_ratio(const Number& a) -> bool;
  static auto places(const Number& a) -> int;               // Requires: no ratio
  static auto coefficient(const Number& a) -> std::string;  // magnitude, at places(a). Requires: no ratio
  static auto within_limit(const Number& a) -> bool;
  static auto hash(const Number& a) -> std::size_t;
};

}  // namespace remit::number_detail
