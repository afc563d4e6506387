#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/columns.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

auto range(const Word* a, std::size_t n) -> Range {
  Range found{a[0], a[0]};
  for (std::size_t i = 1; i < n; ++i) {
    found.low = a[i] < found.low ? a[i] : found.low;
    found.high = a[i] > found.high ? a[i] : found.high;
  }
  return found;
}

auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range {
  Range found{kHighest, kLowest};
  for (std::size_t i = 0; i < n; ++i) {
    if (when[i] == 0) continue;
    found.low = a[i] < found.low ? a[i] : found.low;
    found.high = a[i] > found.high ? a[i] : found.high;
  }
  return found.low > found.high ? Range{} : found;
}

auto count(const Byte* a, std::size_t n) -> std::size_t {
  std::size_t found = 0;
  for (std::size_t i = 0; i < n; ++i) found += a[i];
  return found;
}

bool any(const Byte* a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    if (a[i] != 0) return true;
  }
  return false;
}

void widen(const Byte* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i];
}

void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Byte>(index[i] * radix + digit[i]);
}

void tabulated_words(const Byte* index, const Word* table, std::size_t /*size*/, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = table[index[i]];
}

void tabulated_bytes(const Byte* index, const Byte* table, std::size_t /*size*/, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = table[index[i]];
}

void gather_words(const std::uint32_t* index, const Word* from, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = from[index[i]];
}

void gather_bytes(const std::uint32_t* index, const Byte* from, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = from[index[i]];
}

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {

HWY_EXPORT(range);
auto range(const Word* a, std::size_t n) -> Range { return HWY_DYNAMIC_DISPATCH(range)(a, n); }
HWY_EXPORT(range_where);
auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range {
  return HWY_DYNAMIC_DISPATCH(range_where)(a, when, n);
}
HWY_EXPORT(count);
auto count(const Byte* a, std::size_t n) -> std::size_t { return HWY_DYNAMIC_DISPATCH(count)(a, n); }
HWY_EXPORT(any);
bool any(const Byte* a, std::size_t n) { return HWY_DYNAMIC_DISPATCH(any)(a, n); }
HWY_EXPORT(widen);
void widen(const Byte* a, Word* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(widen)(a, out, n); }
HWY_EXPORT(combine);
void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(combine)(index, radix, digit, out, n);
}
HWY_EXPORT(tabulated_words);
void tabulated(const Byte* index, const Word* table, std::size_t size, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(tabulated_words)(index, table, size, out, n);
}
HWY_EXPORT(tabulated_bytes);
void tabulated(const Byte* index, const Byte* table, std::size_t size, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(tabulated_bytes)(index, table, size, out, n);
}
HWY_EXPORT(gather_words);
void gather(const std::uint32_t* index, const Word* from, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(gather_words)(index, from, out, n);
}
HWY_EXPORT(gather_bytes);
void gather(const std::uint32_t* index, const Byte* from, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(gather_bytes)(index, from, out, n);
}

}  // namespace remit::kernels
#endif
