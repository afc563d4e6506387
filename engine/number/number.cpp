// The middle path: both operands are on the fast path, but the result or a step on the way is not. Everything here
// runs on 128 bits without allocating, and hands over to big.cpp when that is too narrow too.
#include "engine/number/number.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "engine/number/big.h"

namespace remit {

using number_detail::Big;
using number_detail::kMaxSmallPlaces;
using number_detail::power_of_ten;
using number_detail::Wide;

namespace {

// A decimal of 64 bits.
struct Decimal {
  std::int64_t coefficient;
  int places;
};

// Takes off zeros after the point. In strides, for a division of 128 bits is dear.
template <class Integer>
void strip_zeros(Integer& coefficient, int& places) {
  for (const int stride : {16, 8, 4, 2, 1}) {
    const auto divisor = power_of_ten(stride);
    while (places >= stride && coefficient % divisor == 0) {
      coefficient /= divisor;
      places -= stride;
    }
  }
}

// One value, one form.
auto stripped(std::int64_t coefficient, int places) -> Decimal {
  strip_zeros(coefficient, places);
  return {coefficient, places};
}

auto fits_64(Wide n) -> bool {
  return std::numeric_limits<std::int64_t>::min() <= n && n <= std::numeric_limits<std::int64_t>::max();
}

auto magnitude(std::int64_t n) -> std::uint64_t {
  return n < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}

// Writes a magnitude's digits with the point `places` from the right, at least one digit before it.
auto with_point(bool negative, std::string digits, int places) -> std::string {
  const auto after = static_cast<std::size_t>(places);
  if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
  if (after > 0) digits.insert(digits.size() - after, 1, '.');
  if (negative) digits.insert(0, 1, '-');
  return digits;
}

// How a remainder compares with half of its divisor; no sum that could leave 128 bits.
// Requires: |remainder| < divisor.
template <class Integer>
auto against_half(Integer remainder, Integer divisor) -> std::strong_ordering {
  const Integer size = remainder < 0 ? -remainder : remainder;
  return size <=> divisor - size;
}

// The quotient that `mode` picks. Requires: divisor > 0.
template <class Integer>
auto divide_rounded(Integer dividend, Integer divisor, Rounding mode) -> Integer {
  const Integer quotient = dividend / divisor;
  const Integer remainder = dividend % divisor;
  if (remainder == 0) return quotient;
  const bool negative = dividend < 0;
  if (!rounds_away(mode, negative, quotient % 2 != 0, against_half(remainder, divisor))) return quotient;
  return negative ? quotient - 1 : quotient + 1;
}

// What a divisor is made of: 2^twos × 5^fives × rest. A quotient by it ends if and only if `rest` divides the
// dividend; it then has at most max(twos, fives) places more than the places of both alone would give.
struct Divisor {
  int twos = 0;
  int fives = 0;
  std::uint64_t rest;

  explicit Divisor(std::uint64_t n) : twos(std::countr_zero(n)), rest(n >> static_cast<unsigned>(twos)) {
    for (; rest % 5 == 0; ++fives) rest /= 5;
  }
  auto places() const -> int { return std::max(twos, fives); }
};

// Up to here a power of five is one machine word, and the quotient fits 128 bits.
constexpr int kMaxDivisorPlaces = 27;

// a / b as coefficient × 10^-`places`. Requires: `divisor` is of b, divides a, and has at most kMaxDivisorPlaces.
auto divide_to_decimal(Decimal a, Decimal b, const Divisor& divisor, int& places) -> Wide {
  std::int64_t factor = 1;
  for (int i = divisor.twos; i < divisor.places(); ++i) factor *= 2;
  for (int i = divisor.fives; i < divisor.places(); ++i) factor *= 5;
  Wide coefficient = Wide{factor} * Wide{magnitude(a.coefficient) / divisor.rest};
  if ((a.coefficient < 0) != (b.coefficient < 0)) coefficient = -coefficient;

  places = a.places - b.places + divisor.places();
  if (places >= 0) return coefficient;
  // The divisor has less than 18 places here, n, and factor × 10^-places is at most 5^n × 10^(18 - n): 128 bits do.
  coefficient *= power_of_ten(-places);
  places = 0;
  return coefficient;
}

// a / b, reduced in machine words: this is how most ratios come about.
// Requires: the quotient does not end.
auto divide_to_ratio(Decimal a, Decimal b) -> Number {
  std::uint64_t above = magnitude(a.coefficient);
  std::uint64_t below = magnitude(b.coefficient);
  const std::uint64_t common = std::gcd(above, below);
  above /= common;
  below /= common;
  // The places that one has more than the other are tens on the other side.
  std::uint64_t tens = static_cast<std::uint64_t>(power_of_ten(std::abs(a.places - b.places)));
  std::uint64_t& against = a.places < b.places ? below : above;
  const std::uint64_t shared = std::gcd(tens, against);
  tens /= shared;
  against /= shared;
  Wide numerator = Wide{above} * (a.places < b.places ? Wide{tens} : Wide{1});
  const Wide denominator = Wide{below} * (a.places < b.places ? Wide{1} : Wide{tens});
  if ((a.coefficient < 0) != (b.coefficient < 0)) numerator = -numerator;
  return Big::from_ratio(numerator, denominator);
}

}  // namespace

auto Number::from_wide(Wide coefficient, int places) -> Number {
  if (fits_64(coefficient)) {
    const Decimal result = stripped(static_cast<std::int64_t>(coefficient), places);
    if (result.places <= kMaxSmallPlaces) return Number(result.coefficient, result.places);
    return Big::from_wide(result.coefficient, result.places);
  }
  strip_zeros(coefficient, places);
  if (fits_64(coefficient) && places <= kMaxSmallPlaces) {
    return Number(static_cast<std::int64_t>(coefficient), places);
  }
  return Big::from_wide(coefficient, places);
}

auto Number::add_slowly(const Number& a, const Number& b) -> Number {
  if (!both_small(a, b)) return Big::add(a, b);
  const int places = std::max(a.places_, b.places_);
  return from_wide(a.widened(places) + b.widened(places), places);
}

auto Number::subtract_slowly(const Number& a, const Number& b) -> Number {
  if (!both_small(a, b)) return Big::subtract(a, b);
  const int places = std::max(a.places_, b.places_);
  return from_wide(a.widened(places) - b.widened(places), places);
}

auto Number::multiply_slowly(const Number& a, const Number& b) -> Number {
  if (!both_small(a, b)) return Big::multiply(a, b);
  return from_wide(Wide{a.word_} * b.word_, a.places_ + b.places_);
}

auto operator/(const Number& a, const Number& b) -> Number {
  assert(!b.is_zero());
  if (!Number::both_small(a, b)) return Big::divide(a, b);
  // The quotient of the lowest number by -1 is beyond 64 bits.
  if (a.places_ >= b.places_ && b.word_ != -1 && a.word_ % b.word_ == 0) {
    return Number(a.word_ / b.word_, a.places_ - b.places_);
  }
  const Decimal dividend{a.word_, a.places_};
  const Divisor divisor(magnitude(b.word_));
  if (magnitude(a.word_) % divisor.rest != 0) return divide_to_ratio(dividend, {b.word_, b.places_});
  if (divisor.places() > kMaxDivisorPlaces) return Big::divide(a, b);
  int places{};
  const Wide coefficient = divide_to_decimal(dividend, {b.word_, b.places_}, divisor, places);
  return Number::from_wide(coefficient, places);
}

auto Number::compare_slowly(const Number& a, const Number& b) -> std::strong_ordering { return Big::compare(a, b); }

auto Number::equal_slowly(const Number& a, const Number& b) -> bool {
  if (a.is_small() || b.is_small()) return false;  // a value that can be on the fast path always is
  return Big::equal(a, b);
}

auto Number::negated_slowly() const -> Number {
  return is_small() ? from_wide(-Wide{word_}, places_) : Big::negate(*this);
}

auto Number::sign_slowly() const -> int { return Big::sign(*this); }

auto Number::within_limit_slowly() const -> bool { return Big::within_limit(*this); }

auto Number::is_ratio() const -> bool { return !is_small() && Big::is_ratio(*this); }

auto Number::places() const -> std::optional<int> {
  if (is_small()) return stripped(word_, places_).places;
  if (Big::is_ratio(*this)) return std::nullopt;
  return Big::places(*this);
}

auto Number::is_integer() const -> bool { return places() == 0; }

auto Number::lies_on(const Number& step) const -> bool {
  assert(step.sign() > 0);
  if (!both_small(*this, step)) return Big::lies_on(*this, step);
  const int places = std::max(places_, step.places_);
  return widened(places) % step.widened(places) == 0;
}

auto Number::round_to(const Number& step, Rounding mode) const -> Number {
  assert(step.sign() > 0);
  if (!both_small(*this, step)) return Big::round_to(*this, step, mode);
  std::int64_t dividend{};
  std::int64_t divisor{};
  std::int64_t rounded{};
  if (align(*this, step, dividend, divisor)) {
    const std::int64_t steps = divide_rounded(dividend, divisor, mode);
    if (!__builtin_mul_overflow(steps, step.word_, &rounded)) return Number(rounded, step.places_);
  }
  // Within 128 bits: what is rounded is at most 2^63 × 10^18, and the result exceeds it by less than a step.
  const int places = std::max(places_, step.places_);
  return from_wide(divide_rounded(widened(places), step.widened(places), mode) * step.word_, step.places_);
}

auto Number::to_string() const -> std::string {
  if (is_small()) {
    const Decimal value = stripped(word_, places_);
    return with_point(word_ < 0, std::to_string(magnitude(value.coefficient)), value.places);
  }
  if (Big::is_ratio(*this)) return Big::numerator(*this) + '/' + Big::denominator(*this);
  return with_point(Big::sign(*this) < 0, Big::coefficient(*this), Big::places(*this));
}

auto Number::to_fixed(int places) const -> std::string {
  assert(places >= 0 && !is_ratio() && this->places() <= places);
  std::string text = to_string();
  const int written = this->places().value_or(0);
  if (written == 0 && places > 0) text += '.';
  text.append(static_cast<std::size_t>(places - written), '0');
  return text;
}

auto Number::numerator() const -> std::string { return Big::numerator(*this); }

auto Number::denominator() const -> std::string { return Big::denominator(*this); }

auto Number::hash() const -> std::size_t {
  if (!is_small()) return Big::hash(*this);
  const Decimal value = stripped(word_, places_);
  // The places go to the top bits, which amounts leave free. A multiply by an odd constant spreads neighbours; the
  // fold brings the spread down to the low bits.
  const auto word = static_cast<std::uint64_t>(value.coefficient) ^ (static_cast<std::uint64_t>(value.places) << 59U);
  const std::uint64_t mixed = word * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(mixed ^ (mixed >> 32U));
}

}  // namespace remit
