#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/rounding.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

// Requires: divisor > 0 as a magnitude; `value` is one too.
HWY_INLINE U rounded(Rounding mode, bool negative, U value, U divisor) {
  const U quotient = value / divisor;
  const U remainder = value % divisor;
  if (remainder == 0) return quotient;
  const bool odd = (quotient & 1) != 0;
  return quotient + U{rounds_away(mode, negative, odd, remainder <=> divisor - remainder)};
}

HWY_INLINE U magnitude(Word value) { return value < 0 ? 0 - U(value) : U(value); }

void round_quotient(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const bool negative = a[i] < 0;
    const U quotient = rounded(mode, negative, magnitude(a[i]), U(divisor));
    out[i] = wrapped(negative ? 0 - quotient : quotient);
  }
}

void round_quotient_positive(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n) {
  round_quotient(mode, a, divisor, out, n);
}

void round_ratio(Rounding mode, Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  const Operand above(a), below(b);
  for (std::size_t i = 0; i < n; ++i) {
    if (below[i] == 0) {
      bad[i] = 1;
      continue;
    }
    const bool negative = (above[i] < 0) != (below[i] < 0);
    const U quotient = rounded(mode, negative, magnitude(above[i]), magnitude(below[i]));
    out[i] = wrapped(negative ? 0 - quotient : quotient);
    bad[i] |= Byte{!negative && out[i] < 0};
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
