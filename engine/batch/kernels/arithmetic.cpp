// Arithmetic on words: a loop over vectors, one operation each. Three things are not plain.
//
// Checked sums: a sum left 64 bits exactly when both operands have the other sign than it; the sign bits of that are
// gathered into bytes (`flags`), eight vectors at a time.
//
// Checked products: where all operands of a group of lanes fit 32 bits, their products fit 64, and one instruction
// makes them; other groups go lane by lane.
//
// Bands: `add_band` is six kernels in one; nothing of it returns to memory but the sum.
#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/arithmetic.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

template <class Operation>
HWY_INLINE void lane_by_lane(Words a, Words b, Word* out, std::size_t n, Operation operation) {
  by_form(a, b, [&](auto left, auto right) HWY_ATTR {
    for (std::size_t i = 0; i < n; i += kWords) store(operation(left(i), right(i)), out + i);
  });
}

void add(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Add(x, y); });
}

void subtract(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Sub(x, y); });
}

void multiply(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return product(x, y); });
}

void multiply_narrow(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return narrow_product(x, y); });
}

void minimum(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Min(x, y); });
}

void maximum(Words a, Words b, Word* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Max(x, y); });
}

void absolute(Words a, Word* out, std::size_t n) {
  const Operand given(a);
  for (std::size_t i = 0; i < n; i += kWords) store(hn::Abs(given(i)), out + i);
}

// `wrong` has the sign bit where the result that `operation` gave, its third argument, is not the exact one.
template <class Operation, class Wrong>
HWY_INLINE void checked(Words a, Words b, Word* out, Byte* bad, std::size_t n, Operation operation, Wrong wrong) {
  const Operand left(a), right(b);
  for (std::size_t i = 0; i < n; i += kBytes) {
    const auto step = [&](std::size_t j) HWY_ATTR {
      const std::size_t at = i + j * kWords;
      const WordVector x = left(at), y = right(at), result = operation(x, y);
      store(result, out + at);
      return hn::Lt(wrong(x, y, result), hn::Zero(WordTag()));
    };
    store(hn::Or(load(bad + i), flags(step)), bad + i);
  }
}

void add_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  checked(
      a, b, out, bad, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Add(x, y); },
      [](WordVector x, WordVector y, WordVector sum) HWY_ATTR { return hn::And(hn::Xor(x, sum), hn::Xor(y, sum)); });
}

void subtract_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  checked(
      a, b, out, bad, n, [](WordVector x, WordVector y) HWY_ATTR { return hn::Sub(x, y); },
      [](WordVector x, WordVector y, WordVector rest) HWY_ATTR { return hn::And(hn::Xor(x, y), hn::Xor(x, rest)); });
}

void multiply_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n) {
  const Operand left(a), right(b);
  const WordVector bias = all(Word{1} << 31);  // makes what fits 32 bits with sign fit them without
  for (std::size_t i = 0; i < n; i += kBytes) {
    WordVector beyond = hn::Zero(WordTag());
    for (std::size_t at = i; at < i + kBytes; at += kWords) {
      beyond = hn::Or(beyond, hn::Or(hn::Add(left(at), bias), hn::Add(right(at), bias)));
    }
    if (hn::AllTrue(WordTag(), hn::Eq(shifted_right<32>(beyond), hn::Zero(WordTag())))) {
      for (std::size_t at = i; at < i + kBytes; at += kWords) store(narrow_product(left(at), right(at)), out + at);
      continue;
    }
    for (std::size_t at = i; at < i + kBytes; ++at) {
      bad[at] |= Byte{__builtin_mul_overflow(left[at], right[at], &out[at])};
    }
  }
}

template <class Product>
HWY_INLINE void band(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n,
                     Product times) {
  const Operand from(begin), to(end), low(lower), high(upper), share(rate);
  for (std::size_t i = 0; i < n; i += kWords) {
    const WordVector inside = hn::Sub(hn::Min(to(i), high(i)), hn::Max(from(i), low(i)));
    const WordVector length = hn::Max(inside, hn::Zero(WordTag()));
    store(hn::Add(load(paid + i), times(length, share(i))), paid + i);
  }
}

void add_band(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n) {
  band(begin, end, lower, upper, rate, paid, n,
       [](WordVector length, WordVector share) HWY_ATTR { return product(length, share); });
}

void add_band_narrow(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n) {
  band(begin, end, lower, upper, rate, paid, n,
       [](WordVector length, WordVector share) HWY_ATTR { return narrow_product(length, share); });
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

HWY_EXPORT(add_band_narrow);
void add_band_narrow(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(add_band_narrow)(begin, end, lower, upper, rate, paid, n);
}

}  // namespace remit::kernels
#endif
