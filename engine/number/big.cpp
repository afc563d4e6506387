#include "engine/number/big.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <limits>
#include <string>
#include <utility>

namespace remit::number_detail {
namespace {

namespace mp = boost::multiprecision;
// Without expression templates: every result is a plain value, and this file compiles in half the time.
using Integer = mp::number<mp::cpp_int_backend<>, mp::et_off>;

// numerator / (denominator × 10^places). A decimal has denominator 1; a ratio has places 0.
struct Value {
  Integer numerator;
  Integer denominator = 1;
  int places = 0;

  auto is_decimal() const -> bool { return denominator == 1; }
};

struct Allocated : Shared {
  explicit Allocated(Value initial) : value(std::move(initial)) {}
  Value value;
};

auto to_ordering(int order) -> std::strong_ordering { return order <=> 0; }

// What prime powers a denominator holds; `rest` is what is left when they are taken out.
struct Factors {
  int twos = 0;
  int fives = 0;
  Integer rest;
};

auto power(unsigned base, int exponent) -> Integer { return mp::pow(Integer(base), static_cast<unsigned>(exponent)); }

auto power_of_ten_of_any_size(int exponent) -> Integer {
  return exponent <= kMaxSmallPlaces ? Integer(power_of_ten(exponent)) : power(10, exponent);
}

// Divides by `divisor` as often as that goes and tells how often, at most `limit` times.
auto take_out(Integer& n, std::int64_t divisor, int limit) -> int {
  int count = 0;
  while (count < limit) {
    Integer quotient;
    Integer remainder;
    mp::divide_qr(n, Integer(divisor), quotient, remainder);
    if (!remainder.is_zero()) break;
    n = std::move(quotient);
    ++count;
  }
  return count;
}

// Requires: n is not zero.
auto trailing_zero_bits(const Integer& n) -> int { return static_cast<int>(mp::lsb(Integer(mp::abs(n)))); }

// Requires: n > 0.
auto factors(Integer n) -> Factors {
  Factors result;
  result.twos = trailing_zero_bits(n);
  n >>= result.twos;
  // By 5^27, the largest that is one machine word, before 5: a denominator may hold thousands of fives.
  constexpr std::int64_t kFiveTo27 = 7'450'580'596'923'828'125;
  constexpr int kNoLimit = std::numeric_limits<int>::max();
  result.fives = take_out(n, kFiveTo27, kNoLimit) * 27;
  result.fives += take_out(n, 5, 26);
  result.rest = std::move(n);
  return result;
}

auto to_integer(Wide n) -> Integer {
  const auto low = static_cast<std::int64_t>(n);
  if (low == n) return Integer(low);
  return (Integer(static_cast<std::int64_t>(n >> 64U)) << 64U) + Integer(static_cast<std::uint64_t>(n));
}

auto fits_64(const Integer& n) -> bool {
  static const Integer lowest(std::numeric_limits<std::int64_t>::min());
  static const Integer highest(std::numeric_limits<std::int64_t>::max());
  return lowest <= n && n <= highest;
}

auto to_64(const Integer& n) -> std::int64_t {
  const auto size = static_cast<std::uint64_t>(Integer(mp::abs(n)));
  return static_cast<std::int64_t>(n < 0 ? std::uint64_t{0} - size : size);
}

void strip_zeros(Integer& coefficient, int& places) {
  if (coefficient.is_zero()) {
    places = 0;
    return;
  }
  // As many tens as there are twos, at most; most coefficients are odd or nearly so.
  const int tens = std::min(places, trailing_zero_bits(coefficient));
  const int strides = take_out(coefficient, power_of_ten(kMaxSmallPlaces), tens / kMaxSmallPlaces);
  const int single = take_out(coefficient, 10, tens - strides * kMaxSmallPlaces);
  places -= strides * kMaxSmallPlaces + single;
}

// The full denominator, places included.
auto full_denominator(const Value& value) -> Integer {
  return value.is_decimal() ? power_of_ten_of_any_size(value.places) : value.denominator;
}

auto at_places(const Value& decimal, int places) -> Integer {
  if (places == decimal.places) return decimal.numerator;
  return decimal.numerator * power_of_ten_of_any_size(places - decimal.places);
}

// quotient of a and b as one fraction with a positive denominator. Requires: b is not zero.
auto quotient(const Value& a, const Value& b) -> std::pair<Integer, Integer> {
  Integer top = a.numerator * b.denominator;
  Integer bottom = b.numerator * a.denominator;
  if (b.places > a.places) top *= power_of_ten_of_any_size(b.places - a.places);
  if (a.places > b.places) bottom *= power_of_ten_of_any_size(a.places - b.places);
  if (bottom < 0) {
    top = -top;
    bottom = -bottom;
  }
  return {std::move(top), std::move(bottom)};
}

// What `divide_rounded` of the middle path does, for integers of any size. Requires: divisor > 0.
auto divide_rounded(const Integer& dividend, const Integer& divisor, Rounding mode) -> Integer {
  Integer quotient;
  Integer remainder;
  mp::divide_qr(dividend, divisor, quotient, remainder);
  if (remainder.is_zero()) return quotient;
  const bool negative = dividend < 0;
  const int order = Integer(mp::abs(remainder) * 2).compare(divisor);
  if (rounds_away(mode, negative, mp::bit_test(Integer(mp::abs(quotient)), 0), to_ordering(order))) {
    quotient += negative ? -1 : 1;
  }
  return quotient;
}

}  // namespace

void destroy(const Shared* value) noexcept { delete static_cast<const Allocated*>(value); }

// Only here do Numbers and Values meet.
struct Big::Access {
  static auto value(const Number& a) -> Value {
    if (a.is_small()) return {Integer(a.word_), 1, a.places_};
    return shared(a);
  }

  // Requires: off the fast path. Lives as long as `a`.
  static auto shared(const Number& a) -> const Value& { return static_cast<const Allocated*>(a.shared())->value; }

  static auto decimal(Integer coefficient, int places) -> Number {
    strip_zeros(coefficient, places);
    if (places <= kMaxSmallPlaces && fits_64(coefficient)) return Number(to_64(coefficient), places);
    return Number(new Allocated({std::move(coefficient), 1, places}));
  }

  // Requires: denominator > 0.
  static auto fraction(Integer numerator, Integer denominator) -> Number {
    const Integer common = mp::gcd(numerator, denominator);
    if (common != 1) {
      numerator /= common;
      denominator /= common;
    }
    const Factors prime = factors(denominator);
    if (prime.rest != 1) return Number(new Allocated({std::move(numerator), std::move(denominator), 0}));
    const int places = std::max(prime.twos, prime.fives);
    numerator *= power(5, places - prime.fives);
    numerator <<= places - prime.twos;
    return decimal(std::move(numerator), places);
  }
};

auto Big::from_wide(Wide coefficient, int places) -> Number { return Access::decimal(to_integer(coefficient), places); }

auto Big::from_ratio(Wide numerator, Wide denominator) -> Number {
  return Number(new Allocated({to_integer(numerator), to_integer(denominator), 0}));
}

auto Big::from_digits(bool negative, std::string_view digits, std::int64_t places) -> Number {
  // Boost takes a leading zero for the mark of an octal number.
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return {};
  Integer coefficient{std::string(digits)};
  if (negative) coefficient = -coefficient;
  if (places < 0) coefficient *= power_of_ten_of_any_size(static_cast<int>(-places));
  return Access::decimal(std::move(coefficient), static_cast<int>(std::max<std::int64_t>(0, places)));
}

auto Big::add(const Number& a, const Number& b) -> Number {
  const Value left = Access::value(a);
  const Value right = Access::value(b);
  if (left.is_decimal() && right.is_decimal()) {
    const int places = std::max(left.places, right.places);
    return Access::decimal(at_places(left, places) + at_places(right, places), places);
  }
  const Integer left_denominator = full_denominator(left);
  const Integer right_denominator = full_denominator(right);
  return Access::fraction(left.numerator * right_denominator + right.numerator * left_denominator,
                          left_denominator * right_denominator);
}

auto Big::subtract(const Number& a, const Number& b) -> Number { return add(a, -b); }

auto Big::multiply(const Number& a, const Number& b) -> Number {
  const Value left = Access::value(a);
  const Value right = Access::value(b);
  Integer numerator = left.numerator * right.numerator;
  if (left.is_decimal() && right.is_decimal()) {
    return Access::decimal(std::move(numerator), left.places + right.places);
  }
  return Access::fraction(std::move(numerator), full_denominator(left) * full_denominator(right));
}

auto Big::divide(const Number& a, const Number& b) -> Number {
  auto [numerator, denominator] = quotient(Access::value(a), Access::value(b));
  return Access::fraction(std::move(numerator), std::move(denominator));
}

auto Big::compare(const Number& a, const Number& b) -> std::strong_ordering {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  const Value left = Access::value(a);
  const Value right = Access::value(b);
  if (left.is_decimal() && right.is_decimal()) {
    const int places = std::max(left.places, right.places);
    return to_ordering(at_places(left, places).compare(at_places(right, places)));
  }
  const Integer left_product = left.numerator * full_denominator(right);
  return to_ordering(left_product.compare(Integer(right.numerator * full_denominator(left))));
}

auto Big::negate(const Number& a) -> Number {
  Value value = Access::value(a);
  value.numerator = -value.numerator;
  if (value.is_decimal()) return Access::decimal(std::move(value.numerator), value.places);
  return Number(new Allocated(std::move(value)));
}

auto Big::lies_on(const Number& a, const Number& step) -> bool {
  const auto [dividend, divisor] = quotient(Access::value(a), Access::value(step));
  return Integer(dividend % divisor).is_zero();
}

auto Big::round_to(const Number& a, const Number& step, Rounding mode) -> Number {
  const Value size = Access::value(step);
  const auto [dividend, divisor] = quotient(Access::value(a), size);
  const Integer steps = divide_rounded(dividend, divisor, mode);
  if (size.is_decimal()) return Access::decimal(steps * size.numerator, size.places);
  return Access::fraction(steps * size.numerator, size.denominator);
}

auto Big::numerator(const Number& a) -> std::string {
  const Value value = Access::value(a);
  return Integer(value.numerator / mp::gcd(value.numerator, full_denominator(value))).str();
}

auto Big::denominator(const Number& a) -> std::string {
  const Value value = Access::value(a);
  const Integer denominator = full_denominator(value);
  return Integer(denominator / mp::gcd(value.numerator, denominator)).str();
}

auto Big::equal(const Number& a, const Number& b) -> bool {
  const Value& left = Access::shared(a);
  const Value& right = Access::shared(b);
  return left.places == right.places && left.numerator == right.numerator && left.denominator == right.denominator;
}

auto Big::sign(const Number& a) -> int { return Access::shared(a).numerator.sign(); }

auto Big::is_ratio(const Number& a) -> bool { return !Access::shared(a).is_decimal(); }

auto Big::places(const Number& a) -> int { return Access::shared(a).places; }

auto Big::coefficient(const Number& a) -> std::string { return Integer(mp::abs(Access::shared(a).numerator)).str(); }

auto Big::within_limit(const Number& a) -> bool {
  static const Integer limit = power(10, Number::kMaxDigits);
  const Value& value = Access::shared(a);
  return value.places <= Number::kMaxDigits && mp::abs(value.numerator) < limit && value.denominator < limit;
}

auto Big::hash(const Number& a) -> std::size_t {
  const Value& value = Access::shared(a);
  auto mixed = static_cast<std::size_t>(value.places);
  for (const Integer* part : {&value.numerator, &value.denominator}) {
    mixed = mixed * 0x9E3779B97F4A7C15U + hash_value(*part);
    mixed ^= mixed >> 32U;
  }
  return mixed;
}

}  // namespace remit::number_detail
