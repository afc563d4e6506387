// Exact numbers: decimals of any size, and ratios that do not end.
//
// A Number is always exactly the rational number that it stands for. `+ - *` never round and never wrap;
// `/` yields an exact ratio where the quotient does not end. Only `round_to` loses anything, and only when asked.
//
// Three representations, one meaning: a 64-bit coefficient with 0..18 decimal places (the fast path, no
// allocation), a decimal of any size, a reduced ratio of two integers. Equality, ordering and hashing do not see
// which one is in use; nor do they see trailing zeros (1.50 = 1.5).
//
// Size: operations themselves never fail, and what they return is bounded by their operands. The evaluators ask
// `within_limit()` after each operation on numbers that left the fast path, so operands never grow past
// `kMaxDigits`.
//
// Copies are cheap (big values are shared, immutable, with an atomic count). Safe to read from any thread.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/number/rounding.h"
#include "engine/result.h"

namespace remit {

enum class NumberError : std::uint8_t { malformed, too_many_digits };

class Number {
 public:
  // A case may compute with numbers of up to this many digits (numerator and denominator of a ratio each, and the
  // places after the point of a decimal). Large enough for any product of plausible inputs, small enough that one
  // operation is bounded to microseconds.
  static constexpr int kMaxDigits = 1000;

  Number() noexcept = default;  // zero
  // coefficient × 10^-places. Requires: 0 <= places <= 18.
  static auto decimal(std::int64_t coefficient, int places) noexcept -> Number;
  static auto whole(std::int64_t n) noexcept -> Number;

  // `-12.50`, `1e3`, `.5` and `5.` are refused; `+1` is refused; `1.5E-3` is taken. No spaces, no separators.
  // The value is exact; trailing zeros are not kept. `too_many_digits` where the written number, exponent applied,
  // has more than `max_digits` digits before and after the point together (bounded work for `1e999999999`).
  static auto parse(std::string_view text, int max_digits = kMaxDigits) -> Result<Number, NumberError>;

  // JSON and the policy language print plain digits: no exponent, no trailing zeros, `-0` is `0`; a ratio that does
  // not end prints as `1/3`, reduced, sign in front.
  auto to_string() const -> std::string;
  // Exactly `places` digits after the point. Requires: the value lies on that place (`lies_on`).
  auto to_fixed(int places) const -> std::string;

  auto is_zero() const -> bool;
  auto sign() const -> int;  // -1, 0, 1
  auto is_integer() const -> bool;
  auto is_ratio() const -> bool;            // true: no finite decimal equals it
  auto places() const -> std::optional<int>;  // least places after the point; absent for a ratio. 1300 → 0
  auto to_int64() const -> std::optional<std::int64_t>;  // when it is an integer that fits
  auto within_limit() const -> bool;        // see kMaxDigits
  // The fast path's view: true with the coefficient at exactly `places`, when it fits 64 bits.
  auto scaled(int places) const -> std::optional<std::int64_t>;

  // numerator / denominator, reduced, denominator positive; as plain digits. For oracles and proofs.
  auto numerator() const -> std::string;
  auto denominator() const -> std::string;

  // A step is a positive decimal: 0.01, 1, 10, 0.05.
  auto lies_on(const Number& step) const -> bool;
  // The multiple of `step` that `mode` picks. Exact ties are decided exactly, for ratios too. Requires: step > 0.
  auto round_to(const Number& step, Rounding mode) const -> Number;
  auto abs() const -> Number;
  auto operator-() const -> Number;

  friend auto operator+(const Number& a, const Number& b) -> Number;
  friend auto operator-(const Number& a, const Number& b) -> Number;
  friend auto operator*(const Number& a, const Number& b) -> Number;
  // Requires: b is not zero.
  friend auto operator/(const Number& a, const Number& b) -> Number;

  friend auto operator==(const Number& a, const Number& b) -> bool;
  friend auto operator<=>(const Number& a, const Number& b) -> std::strong_ordering;

  auto hash() const -> std::size_t;  // equal numbers, equal hashes
};

}  // namespace remit
