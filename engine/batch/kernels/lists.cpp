#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/lists.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

void repeat_words(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) out[k] = a[i];
  }
}

void repeat_bytes(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) out[k] = a[i];
  }
}

template <class Element>
HWY_INLINE void sums(Element element, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    U sum = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) sum += element(k);
    out[i] = wrapped(sum);
  }
}

void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return U(a[k]); }, offsets, out, n);
}

void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return when[k] != 0 ? U(a[k]) : 0; }, offsets, out, n);
}

void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, std::size_t /*size*/,
                            const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return U(table[index[k]]) * U(a[k]); }, offsets, out, n);
}

void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return U(a[k]); }, offsets, out, n);
}

template <class Better>
HWY_INLINE void best(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n,
                     Better better) {
  for (std::size_t i = 0; i < n; ++i) {
    bool found = false;
    Word value = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) {
      if (when != nullptr && when[k] == 0) continue;
      if (!found || better(a[k], value)) value = a[k];
      found = true;
    }
    out[i] = value;
  }
}

void segment_minima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  best(a, when, offsets, out, n, [](Word x, Word y) HWY_ATTR { return x < y; });
}

void segment_maxima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  best(a, when, offsets, out, n, [](Word x, Word y) HWY_ATTR { return x > y; });
}

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {

HWY_EXPORT(repeat_words);
void repeat(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(repeat_words)(a, offsets, out, n);
}
HWY_EXPORT(repeat_bytes);
void repeat(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(repeat_bytes)(a, offsets, out, n);
}
HWY_EXPORT(segment_sums);
void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_sums)(a, offsets, out, n);
}
HWY_EXPORT(segment_sums_where);
void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_sums_where)(a, when, offsets, out, n);
}
HWY_EXPORT(segment_sums_tabulated);
void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, std::size_t size,
                            const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_sums_tabulated)(a, index, table, size, offsets, out, n);
}
HWY_EXPORT(segment_counts);
void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_counts)(a, offsets, out, n);
}
HWY_EXPORT(segment_minima);
void segment_minima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_minima)(a, when, offsets, out, n);
}
HWY_EXPORT(segment_maxima);
void segment_maxima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_maxima)(a, when, offsets, out, n);
}

}  // namespace remit::kernels
#endif
