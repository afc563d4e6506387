// Conditions: bytes of 0 and 1.
//
// Comparisons of words give masks, eight vectors of which `flags` packs into one of bytes. Only `equal` and `less` are
// compared; the other relations swap the operands or turn the bytes round.
//
// A choice between words needs its bytes as wide as words: `widened` reads as many bytes as a vector has words.
#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/conditions.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

template <class Holds>
HWY_INLINE void test(Words a, Words b, Holds holds, Byte turned, Byte* out, std::size_t n) {
  const ByteVector turn = all(turned);
  by_form(a, b, [&](auto left, auto right) HWY_ATTR {
    for (std::size_t i = 0; i < n; i += kBytes) {
      const auto condition = [&](std::size_t j) HWY_ATTR { return holds(left(i + j * kWords), right(i + j * kWords)); };
      store(hn::Xor(flags(condition), turn), out + i);
    }
  });
}

template <class Holds>
HWY_INLINE void test(Bytes a, Bytes b, Holds holds, Byte turned, Byte* out, std::size_t n) {
  const ByteOperand left(a), right(b);
  const ByteVector turn = all(turned), one = all(Byte{1});
  for (std::size_t i = 0; i < n; i += kBytes) {
    const ByteVector held = hn::VecFromMask(ByteTag(), holds(left(i), right(i)));
    store(hn::Xor(hn::And(held, one), turn), out + i);
  }
}

template <class Operands>
HWY_INLINE void compare_any(Relation relation, Operands a, Operands b, Byte* out, std::size_t n) {
  const auto equal = [](auto x, auto y) HWY_ATTR { return hn::Eq(x, y); };
  const auto less = [](auto x, auto y) HWY_ATTR { return hn::Lt(x, y); };
  switch (relation) {
    case Relation::equal: return test(a, b, equal, 0, out, n);
    case Relation::not_equal: return test(a, b, equal, 1, out, n);
    case Relation::less: return test(a, b, less, 0, out, n);
    case Relation::less_equal: return test(b, a, less, 1, out, n);
  }
}

void compare_words(Relation relation, Words a, Words b, Byte* out, std::size_t n) {
  compare_any(relation, a, b, out, n);
}

void compare_bytes(Relation relation, Bytes a, Bytes b, Byte* out, std::size_t n) {
  compare_any(relation, a, b, out, n);
}

template <class Operation>
HWY_INLINE void lane_by_lane(Bytes a, Bytes b, Byte* out, std::size_t n, Operation operation) {
  const ByteOperand left(a), right(b);
  for (std::size_t i = 0; i < n; i += kBytes) store(operation(left(i), right(i)), out + i);
}

void both(Bytes a, Bytes b, Byte* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](ByteVector x, ByteVector y) HWY_ATTR { return hn::And(x, y); });
}

void either(Bytes a, Bytes b, Byte* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](ByteVector x, ByteVector y) HWY_ATTR { return hn::Or(x, y); });
}

void without(Bytes a, Bytes b, Byte* out, std::size_t n) {
  lane_by_lane(a, b, out, n, [](ByteVector x, ByteVector y) HWY_ATTR { return hn::AndNot(y, x); });
}

void invert(Bytes a, Byte* out, std::size_t n) {
  lane_by_lane(a, Bytes{nullptr, 1}, out, n, [](ByteVector x, ByteVector y) HWY_ATTR { return hn::Xor(x, y); });
}

void select_words(Bytes when, Words then, Words otherwise, Word* out, std::size_t n) {
  const Operand yes(then), no(otherwise);
  if (when.lanes == nullptr) {
    const Operand& chosen = when.same != 0 ? yes : no;
    for (std::size_t i = 0; i < n; i += kWords) store(chosen(i), out + i);
    return;
  }
  for (std::size_t i = 0; i < n; i += kWords) {
    const WordMask chosen = hn::Gt(widened(when.lanes + i), hn::Zero(WordTag()));
    store(hn::IfThenElse(chosen, yes(i), no(i)), out + i);
  }
}

void select_bytes(Bytes when, Bytes then, Bytes otherwise, Byte* out, std::size_t n) {
  const ByteOperand chosen(when), yes(then), no(otherwise);
  for (std::size_t i = 0; i < n; i += kBytes) {
    const auto not_chosen = hn::Eq(chosen(i), hn::Zero(ByteTag()));
    store(hn::IfThenElse(not_chosen, no(i), yes(i)), out + i);
  }
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
