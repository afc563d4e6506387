#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/conditions.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

template <class Operand>
HWY_INLINE void compare_any(Relation relation, Operand left, Operand right, Byte* out, std::size_t n) {
  switch (relation) {
    case Relation::equal:
      for (std::size_t i = 0; i < n; ++i) out[i] = Byte{left[i] == right[i]};
      return;
    case Relation::not_equal:
      for (std::size_t i = 0; i < n; ++i) out[i] = Byte{left[i] != right[i]};
      return;
    case Relation::less:
      for (std::size_t i = 0; i < n; ++i) out[i] = Byte{left[i] < right[i]};
      return;
    case Relation::less_equal:
      for (std::size_t i = 0; i < n; ++i) out[i] = Byte{left[i] <= right[i]};
      return;
  }
}

void compare_words(Relation relation, Words a, Words b, Byte* out, std::size_t n) {
  compare_any(relation, Operand(a), Operand(b), out, n);
}

void compare_bytes(Relation relation, Bytes a, Bytes b, Byte* out, std::size_t n) {
  compare_any(relation, ByteOperand(a), ByteOperand(b), out, n);
}

void both(Bytes a, Bytes b, Byte* out, std::size_t n) {
  const ByteOperand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned x = left[i], y = right[i];
    out[i] = static_cast<Byte>(x & y);
  }
}

void either(Bytes a, Bytes b, Byte* out, std::size_t n) {
  const ByteOperand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned x = left[i], y = right[i];
    out[i] = static_cast<Byte>(x | y);
  }
}

void without(Bytes a, Bytes b, Byte* out, std::size_t n) {
  const ByteOperand left(a), right(b);
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned x = left[i], y = right[i];
    out[i] = static_cast<Byte>(x & ~y);
  }
}

void invert(Bytes a, Byte* out, std::size_t n) {
  const ByteOperand left(a);
  for (std::size_t i = 0; i < n; ++i) out[i] = left[i] ^ Byte { 1 };
}

void select_words(Bytes when, Words then, Words otherwise, Word* out, std::size_t n) {
  const ByteOperand chosen(when);
  const Operand yes(then), no(otherwise);
  for (std::size_t i = 0; i < n; ++i) out[i] = chosen[i] != 0 ? yes[i] : no[i];
}

void select_bytes(Bytes when, Bytes then, Bytes otherwise, Byte* out, std::size_t n) {
  const ByteOperand chosen(when), yes(then), no(otherwise);
  for (std::size_t i = 0; i < n; ++i) out[i] = chosen[i] != 0 ? yes[i] : no[i];
}

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {

HWY_EXPORT(compare_words);
void compare(Relation relation, Words a, Words b, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(compare_words)(relation, a, b, out, n);
}
HWY_EXPORT(compare_bytes);
void compare(Relation relation, Bytes a, Bytes b, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(compare_bytes)(relation, a, b, out, n);
}
HWY_EXPORT(both);
void both(Bytes a, Bytes b, Byte* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(both)(a, b, out, n); }
HWY_EXPORT(either);
void either(Bytes a, Bytes b, Byte* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(either)(a, b, out, n); }
HWY_EXPORT(without);
void without(Bytes a, Bytes b, Byte* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(without)(a, b, out, n); }
HWY_EXPORT(invert);
void invert(Bytes a, Byte* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(invert)(a, out, n); }
HWY_EXPORT(select_words);
void select(Bytes when, Words then, Words otherwise, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(select_words)(when, then, otherwise, out, n);
}
HWY_EXPORT(select_bytes);
void select(Bytes when, Bytes then, Bytes otherwise, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(select_bytes)(when, then, otherwise, out, n);
}

}  // namespace remit::kernels
#endif
