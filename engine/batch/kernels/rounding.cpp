// Rounding division.
//
// By a constant divisor d, without dividing. With l = ⌈log2 d⌉ and m = ⌈2^(63 + l) / d⌉ (which fits 64 bits),
// ⌊u / d⌋ = ⌊u × m / 2^(63 + l)⌋ for every u <= 2^63: the product is too large by u × e / 2^(63 + l) of a d-th, where
// e = m × d − 2^(63 + l) < 2^l (0 where d is a power of two), so by less than one d-th, and the quotient's fraction is
// at most (d − 1) / d. That is a product's high half, shifted right by l − 1. (d = 1 needs no division at all.)
//
// What is not negative is rounded by adding before dividing: ⌊(a + bias) / d⌋, where the bias is 0, ⌊d / 2⌋,
// ⌈d / 2⌉ − 1, or d − 1. Ties to even: as half up; a tie (a + bias is a multiple of an even d) then drops the lowest
// bit.
//
// Other numbers are rounded by their magnitude, and their remainder decides whether to step away from zero: when
// remainder + (odd quotient and ties go to even) > limit, a limit for each sign. So the mode is data here, no branch.
//
// SSE4 has two lanes of which each product of 64 bits takes four of 32: there the same is done lane by lane, as it is
// where the divisor is a column, by dividing.
#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/rounding.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

__extension__ using UU = unsigned __int128;

HWY_INLINE U magnitude(Word value) { return value < 0 ? 0 - U(value) : U(value); }

// Requires: 1 < divisor < 2^63.
struct Division {
  explicit Division(U by) : divisor(by), shift(static_cast<int>(std::bit_width(by - 1)) - 1) {
    magic = static_cast<U>(((UU{1} << (64 + shift)) + (by - 1)) / by);
  }
  U divisor;
  int shift;
  U magic;
};

// When to step away from zero, once cut off toward it.
struct Steps {
  Word limit, negative_limit;
  Word parity = 0;  // 1: an odd quotient counts as one more
};

auto steps_of(Rounding mode, Word divisor) -> Steps {
  const Word half = divisor / 2, never = divisor, always = 0;
  switch (mode) {
    case Rounding::half_up: return {(divisor - 1) / 2, (divisor - 1) / 2};
    case Rounding::half_even: return {half, half, Word{divisor % 2 == 0}};
    case Rounding::half_down: return {half, half};
    case Rounding::down: return {never, never};
    case Rounding::up: return {always, always};
    case Rounding::ceiling: return {always, never};
    case Rounding::floor: return {never, always};
  }
  return {never, never};  // not reached: the switch is exhaustive
}

auto bias_of(Rounding mode, Word divisor) -> Word {
  switch (mode) {
    case Rounding::half_up:
    case Rounding::half_even: return divisor / 2;
    case Rounding::half_down: return (divisor - 1) / 2;
    case Rounding::down:
    case Rounding::floor: return 0;
    case Rounding::up:
    case Rounding::ceiling: return divisor - 1;
  }
  return 0;  // not reached: the switch is exhaustive
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3

// A division ready to be done on vectors. Words are unsigned here.
class Divide {
 public:
  HWY_INLINE explicit Divide(Word divisor) : Divide(Division(U(divisor))) {}

  HWY_INLINE WordVector quotient(WordVector u) const {
    const WordVector high = shifted_right<32>(u);
    const WordVector low_low = low_product(u, magic_);
    const WordVector middle = hn::Add(low_product(high, magic_), shifted_right<32>(low_low));
    const WordVector other = hn::Add(low_product(u, magic_high_), hn::And(middle, low_half_));
    const WordVector top = hn::Add(low_product(high, magic_high_), shifted_right<32>(middle));
    const auto whole = hn::BitCast(UnsignedTag(), hn::Add(top, shifted_right<32>(other)));
    return hn::BitCast(WordTag(), hn::ShiftRightSame(whole, shift_));
  }
  HWY_INLINE WordVector times_divisor(WordVector quotient) const { return product(quotient, divisor_); }

 private:
  HWY_INLINE explicit Divide(const Division& by)
      : divisor_(all(wrapped(by.divisor))),
        magic_(all(wrapped(by.magic))),
        magic_high_(all(wrapped(by.magic >> 32))),
        low_half_(all(Word{0xffffffff})),
        shift_(by.shift) {}

  WordVector divisor_, magic_, magic_high_, low_half_;
  int shift_;
};

void quotients(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  const Divide divide(divisor);
  const Steps steps = steps_of(mode, divisor);
  const WordVector limit = all(steps.limit), negative_limit = all(steps.negative_limit), parity = all(steps.parity);
  for (std::size_t i = 0; i < n; i += kWords) {
    const WordVector value = load(a + i), sign = hn::BroadcastSignBit(value);
    const WordVector size = hn::Sub(hn::Xor(value, sign), sign);
    const WordVector quotient = divide.quotient(size);
    const WordVector remainder = hn::Sub(size, divide.times_divisor(quotient));
    const WordVector weight = hn::Add(remainder, hn::And(quotient, parity));
    const auto away = hn::Gt(weight, hn::IfVecThenElse(sign, negative_limit, limit));
    const WordVector rounded = hn::Sub(quotient, hn::VecFromMask(WordTag(), away));
    store(hn::Sub(hn::Xor(rounded, sign), sign), out + i);
  }
}

template <bool kTiesToEven>
HWY_INLINE void positive_quotients(Word bias, const Word* a, Word divisor, Word* out, std::size_t n) {
  const Divide divide(divisor);
  const WordVector before = all(bias), one = all(Word{1});
  for (std::size_t i = 0; i < n; i += kWords) {
    const WordVector value = hn::Add(load(a + i), before);
    WordVector quotient = divide.quotient(value);
    if (kTiesToEven) {
      const auto tie = hn::VecFromMask(WordTag(), hn::Eq(divide.times_divisor(quotient), value));
      quotient = hn::AndNot(hn::And(tie, one), quotient);
    }
    store(quotient, out + i);
  }
}

#else

HWY_INLINE U quotient_of(U u, const Division& by) { return static_cast<U>((UU{u} * by.magic) >> 64) >> by.shift; }

void quotients(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  const Division by{U(divisor)};
  const Steps steps = steps_of(mode, divisor);
  for (std::size_t i = 0; i < n; ++i) {
    const U sign = U(a[i] >> 63), size = (U(a[i]) ^ sign) - sign;
    const U quotient = quotient_of(size, by);
    const Word weight = wrapped(size - quotient * by.divisor + (quotient & U(steps.parity)));
    const U rounded = quotient + U{weight > (sign != 0 ? steps.negative_limit : steps.limit)};
    out[i] = wrapped((rounded ^ sign) - sign);
  }
}

template <bool kTiesToEven>
HWY_INLINE void positive_quotients(Word bias, const Word* a, Word divisor, Word* out, std::size_t n) {
  const Division by{U(divisor)};
  for (std::size_t i = 0; i < n; ++i) {
    const U value = U(a[i]) + U(bias), quotient = quotient_of(value, by);
    out[i] = wrapped(kTiesToEven && quotient * by.divisor == value ? quotient & ~U{1} : quotient);
  }
}

#endif

void round_quotient(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  if (divisor == 1) {
    std::copy_n(a, n, out);
  } else {
    quotients(mode, a, divisor, out, n);
  }
}

void round_quotient_positive(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  if (divisor == 1) {
    std::copy_n(a, n, out);
  } else if (mode == Rounding::half_even && divisor % 2 == 0) {
    positive_quotients<true>(bias_of(mode, divisor), a, divisor, out, n);
  } else {
    positive_quotients<false>(bias_of(mode, divisor), a, divisor, out, n);
  }
}

HWY_INLINE U rounded_ratio(Rounding mode, bool negative, U above, U below) {
  const U quotient = above / below, remainder = above % below;
  if (remainder == 0) return quotient;
  return quotient + U{rounds_away(mode, negative, quotient % 2 != 0, remainder <=> below - remainder)};
}

void round_ratio(Rounding mode, Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  if (b.lanes == nullptr && b.same > 0 && a.lanes != nullptr) return round_quotient(mode, a.lanes, b.same, out, n);
  const Operand above(a), below(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = above[i], y = below[i];
    if (y == 0) {
      bad[i] = 1;
      continue;
    }
    const bool negative = (x < 0) != (y < 0);
    const U size = rounded_ratio(mode, negative, magnitude(x), magnitude(y));
    out[i] = wrapped(negative ? 0 - size : size);
    bad[i] |= Byte{!negative && size > U(kHighest)};
  }
}

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {

HWY_EXPORT(round_quotient);
void round_quotient(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(round_quotient)(mode, a, divisor, out, n);
}

HWY_EXPORT(round_quotient_positive);
void round_quotient_positive(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(round_quotient_positive)(mode, a, divisor, out, n);
}

HWY_EXPORT(round_ratio);
void round_ratio(Rounding mode, Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(round_ratio)(mode, a, b, out, bad, n);
}

}  // namespace remit::kernels
#endif
