#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/arithmetic.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

void add(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = wrapped(U(x) + U(y));
  }
}

void subtract(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = wrapped(U(x) - U(y));
  }
}

void multiply(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = wrapped(U(x) * U(y));
  }
}

void multiply_narrow(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = x * y;
  }
}

void minimum(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = x < y ? x : y;
  }
}

void maximum(Words a, Words b, Word* out, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const Word x = left[i], y = right[i];
    out[i] = x > y ? x : y;
  }
}

void absolute(Words a, Word* out, std::size_t n) {
  const Operand left(a);
  for (std::size_t i = 0; i < n; ++i) out[i] = left[i] < 0 ? wrapped(0 - U(left[i])) : left[i];
}

void add_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) bad[i] |= Byte{__builtin_add_overflow(left[i], right[i], &out[i])};
}

void subtract_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) bad[i] |= Byte{__builtin_sub_overflow(left[i], right[i], &out[i])};
}

void multiply_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) bad[i] |= Byte{__builtin_mul_overflow(left[i], right[i], &out[i])};
}

void add_band(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n) {
  const Operand from(begin), to(end), low(lower), high(upper), share(rate);
  for (std::size_t i = 0; i < n; ++i) {
    const Word top = to[i] < high[i] ? to[i] : high[i];
    const Word bottom = from[i] > low[i] ? from[i] : low[i];
    const Word inside = wrapped(U(top) - U(bottom));
    paid[i] = wrapped(U(paid[i]) + U(inside > 0 ? inside : 0) * U(share[i]));
  }
}

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {

HWY_EXPORT(add);
void add(Words a, Words b, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(add)(a, b, out, n); }
HWY_EXPORT(subtract);
void subtract(Words a, Words b, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(subtract)(a, b, out, n); }
HWY_EXPORT(multiply);
void multiply(Words a, Words b, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(multiply)(a, b, out, n); }
HWY_EXPORT(multiply_narrow);
void multiply_narrow(Words a, Words b, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(multiply_narrow)(a, b, out, n);
}
HWY_EXPORT(minimum);
void minimum(Words a, Words b, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(minimum)(a, b, out, n); }
HWY_EXPORT(maximum);
void maximum(Words a, Words b, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(maximum)(a, b, out, n); }
HWY_EXPORT(absolute);
void absolute(Words a, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(absolute)(a, out, n); }
HWY_EXPORT(add_checked);
void add_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(add_checked)(a, b, out, bad, n);
}
HWY_EXPORT(subtract_checked);
void subtract_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(subtract_checked)(a, b, out, bad, n);
}
HWY_EXPORT(multiply_checked);
void multiply_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(multiply_checked)(a, b, out, bad, n);
}
HWY_EXPORT(add_band);
void add_band(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(add_band)(begin, end, lower, upper, rate, paid, n);
}

}  // namespace remit::kernels
#endif
