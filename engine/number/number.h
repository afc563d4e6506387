// Exact numbers: decimals of any size, and ratios that do not end.
//
// A Number is always exactly the rational number that it stands for. `+ - *` never round and never wrap;
// `/` yields an exact ratio where the quotient does not end. Only `round_to` loses anything, and only when asked.
//
// Three representations, one meaning: a 64-bit coefficient with 0..18 decimal places (the fast path, no
// allocation), a decimal of any size, a reduced ratio of two integers. Equality, ordering and hashing do not see
// which one is in use; nor do they see trailing zeros (1.50 = 1.5). A value that can be on the fast path always is.
//
// Size: operations themselves never fail, and what they return is bounded by their operands. The evaluators ask
// `within_limit()` after each operation on numbers that left the fast path, so operands never grow past
// `kMaxDigits`.
//
// Copies are cheap (big values are shared, immutable, with an atomic count). Safe to read from any thread.
#pragma once
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/number/rounding.h"
#include "engine/result.h"

namespace remit {

enum class NumberError : std::uint8_t { malformed, too_many_digits };

namespace number_detail {

// Wide enough for any product of two coefficients, and for any coefficient moved by up to 18 places.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): `__extension__` silences -Wpedantic only here

inline constexpr int kMaxSmallPlaces = 18;

inline constexpr auto kPowersOfTen = [] {
  std::array<std::int64_t, kMaxSmallPlaces + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// Requires: 0 <= exponent <= kMaxSmallPlaces.
constexpr auto power_of_ten(int exponent) -> std::int64_t { return kPowersOfTen[static_cast<std::size_t>(exponent)]; }

// What the holders of a value off the fast path share. The value itself is defined in big.cpp.
struct Shared {
  mutable std::atomic<std::uint32_t> holders{1};
};
void destroy(const Shared* value) noexcept;

struct Big;

}  // namespace number_detail

class Number {
 public:
  // A case may compute with numbers of up to this many digits (numerator and denominator of a ratio each, and the
  // places after the point of a decimal). Large enough for any product of plausible inputs, small enough that one
  // operation stays bounded: microseconds for decimals, a millisecond for ratios at the limit, which are reduced.
  static constexpr int kMaxDigits = 1000;

  Number() noexcept : Number(0, 0) {}  // zero
  Number(const Number& other) noexcept;
  Number(Number&& other) noexcept;  // leaves zero behind, as does the assignment
  auto operator=(const Number& other) noexcept -> Number&;
  auto operator=(Number&& other) noexcept -> Number&;
  ~Number() { release(); }

  // coefficient × 10^-places. Requires: 0 <= places <= 18.
  static auto decimal(std::int64_t coefficient, int places) noexcept -> Number;
  static auto whole(std::int64_t n) noexcept -> Number;

  // Digits, with an optional `-` in front, an optional fraction, an optional exponent: `-12.50`, `1e3`, `1.5E-3`.
  // `.5`, `5.`, `+1`, spaces and separators are malformed. The value is exact; trailing zeros are not kept.
  // `too_many_digits`: the number, written out with its exponent applied, has more than `max_digits` digits after
  // the point and before it together. Trailing zeros count, leading ones before the point do not: `0.50` has 2.
  // Cost: one pass over the text, then the square of the digits that are let through; `1e999999999` costs nothing.
  static auto parse(std::string_view text, int max_digits = kMaxDigits) -> Result<Number, NumberError>;

  // JSON and the policy language print plain digits: no exponent, no trailing zeros, `-0` is `0`; a ratio that does
  // not end prints as `1/3`, reduced, sign in front.
  auto to_string() const -> std::string;
  // Exactly `places` digits after the point. Requires: places >= 0, and the value lies on that place.
  auto to_fixed(int places) const -> std::string;

  auto is_zero() const -> bool { return is_small() && word_ == 0; }
  auto sign() const -> int;  // -1, 0, 1
  auto is_integer() const -> bool;
  auto is_ratio() const -> bool;              // true: no finite decimal equals it
  auto places() const -> std::optional<int>;  // least places after the point; absent for a ratio. 1300 → 0
  auto to_int64() const -> std::optional<std::int64_t> { return scaled(0); }  // when it is an integer that fits

  auto within_limit() const -> bool { return is_small() || within_limit_slowly(); }  // see kMaxDigits

  // The fast path's view: the coefficient at exactly `places`, when the value lies there and fits 64 bits.
  // Requires: 0 <= places <= 18.
  auto scaled(int places) const -> std::optional<std::int64_t>;

  // numerator / denominator, reduced, denominator positive; as plain digits. For oracles and proofs.
  auto numerator() const -> std::string;
  auto denominator() const -> std::string;

  // A step is a positive decimal: 0.01, 1, 10, 0.05. Requires: step > 0.
  auto lies_on(const Number& step) const -> bool;
  // The multiple of `step` that `mode` picks. Exact ties are decided exactly, for ratios too. Requires: step > 0.
  auto round_to(const Number& step, Rounding mode) const -> Number;
  auto abs() const -> Number { return sign() < 0 ? -*this : *this; }
  auto operator-() const -> Number;

  friend auto operator+(const Number& a, const Number& b) -> Number;
  friend auto operator-(const Number& a, const Number& b) -> Number;
  friend auto operator*(const Number& a, const Number& b) -> Number;
  // Requires: b is not zero.
  friend auto operator/(const Number& a, const Number& b) -> Number;

  friend auto operator==(const Number& a, const Number& b) -> bool;
  friend auto operator<=>(const Number& a, const Number& b) -> std::strong_ordering;

  auto hash() const -> std::size_t;  // equal numbers, equal hashes

 private:
  friend struct number_detail::Big;
  using Wide = number_detail::Wide;

  // `places_` of a value off the fast path; its `word_` is then the address of a number_detail::Shared.
  static constexpr std::int32_t kShared = -1;

  Number(std::int64_t word, std::int32_t places) noexcept : word_(word), places_(places) {}
  // Takes over the one hold that a new Shared begins with.
  explicit Number(const number_detail::Shared* value) noexcept : Number(std::bit_cast<std::int64_t>(value), kShared) {}
  // coefficient × 10^-places, without trailing zeros, on the fast path if it can be. Requires: places >= 0.
  static auto from_wide(Wide coefficient, int places) -> Number;

  auto is_small() const noexcept -> bool { return places_ >= 0; }
  static auto both_small(const Number& a, const Number& b) noexcept -> bool { return (a.places_ | b.places_) >= 0; }
  auto shared() const noexcept -> const number_detail::Shared* {
    return std::bit_cast<const number_detail::Shared*>(word_);
  }
  void retain() const noexcept;
  void release() const noexcept;

  // Brings two small numbers to the larger of their places; false where that leaves 64 bits.
  static auto align(const Number& a, const Number& b, std::int64_t& left, std::int64_t& right) noexcept -> bool;
  // The coefficient at `places`. Requires: is_small(), places_ <= places <= 18.
  auto widened(int places) const noexcept -> Wide {
    return Wide{word_} * number_detail::power_of_ten(places - places_);
  }

  static auto add_slowly(const Number& a, const Number& b) -> Number;
  static auto subtract_slowly(const Number& a, const Number& b) -> Number;
  static auto multiply_slowly(const Number& a, const Number& b) -> Number;
  static auto compare_slowly(const Number& a, const Number& b) -> std::strong_ordering;
  static auto equal_slowly(const Number& a, const Number& b) -> bool;
  auto negated_slowly() const -> Number;
  auto sign_slowly() const -> int;
  auto within_limit_slowly() const -> bool;

  std::int64_t word_;    // fast path: the coefficient
  std::int32_t places_;  // fast path: 0..18
};

static_assert(sizeof(Number) == 16);

// ── The fast path ────────────────────────────────────────────────────────────────────────────────────────────────

inline void Number::retain() const noexcept {
  if (!is_small()) [[unlikely]] {
    shared()->holders.fetch_add(1, std::memory_order_relaxed);
  }
}

inline void Number::release() const noexcept {
  if (is_small()) [[likely]] {
    return;
  }
  if (shared()->holders.fetch_sub(1, std::memory_order_acq_rel) == 1) number_detail::destroy(shared());
}

inline Number::Number(const Number& other) noexcept : Number(other.word_, other.places_) { retain(); }

inline Number::Number(Number&& other) noexcept
    : Number(std::exchange(other.word_, 0), std::exchange(other.places_, 0)) {}

inline auto Number::operator=(const Number& other) noexcept -> Number& {
  other.retain();  // before the release: `other` may be this very number
  release();
  word_ = other.word_;
  places_ = other.places_;
  return *this;
}

inline auto Number::operator=(Number&& other) noexcept -> Number& {
  Number taken(std::move(other));
  std::swap(word_, taken.word_);
  std::swap(places_, taken.places_);
  return *this;
}

inline auto Number::decimal(std::int64_t coefficient, int places) noexcept -> Number {
  assert(0 <= places && places <= number_detail::kMaxSmallPlaces);
  return Number(coefficient, places);
}

inline auto Number::whole(std::int64_t n) noexcept -> Number { return Number(n, 0); }

inline auto Number::align(const Number& a, const Number& b, std::int64_t& left, std::int64_t& right) noexcept -> bool {
  left = a.word_;
  right = b.word_;
  if (a.places_ == b.places_) [[likely]] {
    return true;
  }
  if (a.places_ < b.places_) {
    return !__builtin_mul_overflow(left, number_detail::power_of_ten(b.places_ - a.places_), &left);
  }
  return !__builtin_mul_overflow(right, number_detail::power_of_ten(a.places_ - b.places_), &right);
}

inline auto operator+(const Number& a, const Number& b) -> Number {
  std::int64_t left{};
  std::int64_t right{};
  std::int64_t sum{};
  if (Number::both_small(a, b) && Number::align(a, b, left, right) && !__builtin_add_overflow(left, right, &sum))
      [[likely]] {
    return Number(sum, a.places_ > b.places_ ? a.places_ : b.places_);
  }
  return Number::add_slowly(a, b);
}

inline auto operator-(const Number& a, const Number& b) -> Number {
  std::int64_t left{};
  std::int64_t right{};
  std::int64_t difference{};
  if (Number::both_small(a, b) && Number::align(a, b, left, right) && !__builtin_sub_overflow(left, right, &difference))
      [[likely]] {
    return Number(difference, a.places_ > b.places_ ? a.places_ : b.places_);
  }
  return Number::subtract_slowly(a, b);
}

inline auto operator*(const Number& a, const Number& b) -> Number {
  std::int64_t product{};
  if (Number::both_small(a, b) && a.places_ + b.places_ <= number_detail::kMaxSmallPlaces &&
      !__builtin_mul_overflow(a.word_, b.word_, &product)) [[likely]] {
    return Number(product, a.places_ + b.places_);
  }
  return Number::multiply_slowly(a, b);
}

inline auto Number::operator-() const -> Number {
  if (is_small() && word_ != std::numeric_limits<std::int64_t>::min()) [[likely]] {
    return Number(-word_, places_);
  }
  return negated_slowly();
}

inline auto Number::sign() const -> int {
  if (!is_small()) [[unlikely]] {
    return sign_slowly();
  }
  return static_cast<int>(word_ > 0) - static_cast<int>(word_ < 0);
}

inline auto operator==(const Number& a, const Number& b) -> bool {
  if (!Number::both_small(a, b)) [[unlikely]] {
    return Number::equal_slowly(a, b);
  }
  if (a.places_ == b.places_) [[likely]] {
    return a.word_ == b.word_;
  }
  const int places = a.places_ > b.places_ ? a.places_ : b.places_;
  return a.widened(places) == b.widened(places);
}

inline auto operator<=>(const Number& a, const Number& b) -> std::strong_ordering {
  if (!Number::both_small(a, b)) [[unlikely]] {
    return Number::compare_slowly(a, b);
  }
  if (a.places_ == b.places_) [[likely]] {
    return a.word_ <=> b.word_;
  }
  const int places = a.places_ > b.places_ ? a.places_ : b.places_;
  return a.widened(places) <=> b.widened(places);
}

inline auto Number::scaled(int places) const -> std::optional<std::int64_t> {
  assert(0 <= places && places <= number_detail::kMaxSmallPlaces);
  if (places == places_) [[likely]] {
    return word_;
  }
  if (!is_small()) return std::nullopt;  // were it on the fast path's range, it would be on the fast path
  if (places < places_) {
    const std::int64_t divisor = number_detail::power_of_ten(places_ - places);
    if (word_ % divisor != 0) return std::nullopt;
    return word_ / divisor;
  }
  std::int64_t coefficient{};
  if (__builtin_mul_overflow(word_, number_detail::power_of_ten(places - places_), &coefficient)) return std::nullopt;
  return coefficient;
}

}  // namespace remit
