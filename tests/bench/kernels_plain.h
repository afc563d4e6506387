// What each kernel is measured against: the loop that one would write, compiled as the yardsticks are (-O3, x86-64-v3).
#pragma once
#include "engine/batch/kernels/kernels.h"

namespace remit::kernels::plain {

void add(const Word* a, const Word* b, Word* out, std::size_t n);
void add_same(const Word* a, Word b, Word* out, std::size_t n);
void multiply(const Word* a, const Word* b, Word* out, std::size_t n);
void multiply_narrow(const Word* a, const Word* b, Word* out, std::size_t n);
void minimum(const Word* a, const Word* b, Word* out, std::size_t n);
void absolute(const Word* a, Word* out, std::size_t n);
void add_checked(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n);
void multiply_checked(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n);
void half_up_100000(const Word* a, Word* out, std::size_t n);
void half_even_100(const Word* a, Word* out, std::size_t n);
void half_up_ratio(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n);
void add_band(const Word* end, Word lower, Word upper, const Word* rate, Word* paid, std::size_t n);
void less(const Word* a, const Word* b, Byte* out, std::size_t n);
void equal(const Byte* a, Byte b, Byte* out, std::size_t n);
void both(const Byte* a, const Byte* b, Byte* out, std::size_t n);
void select(const Byte* when, const Word* then, const Word* otherwise, Word* out, std::size_t n);
auto range(const Word* a, std::size_t n) -> Range;
auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range;
auto count(const Byte* a, std::size_t n) -> std::size_t;
bool any(const Byte* a, std::size_t n);
void widen(const Byte* a, Word* out, std::size_t n);
void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n);
void tabulated(const Byte* index, const Word* table, Word* out, std::size_t n);
void tabulated(const Byte* index, const Byte* table, Byte* out, std::size_t n);
void gather(const std::uint32_t* index, const Word* from, Word* out, std::size_t n);
void repeat(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n);
void repeat(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n);
void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n);
void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n);
void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, const std::uint32_t* offsets,
                            Word* out, std::size_t n);
// The loop over items of the reference settlement as written by hand: both sums in one pass.
void settlement_sums(const Word* a, const Byte* index, const Word* table, const std::uint32_t* offsets, Word* total,
                     Word* weighted, std::size_t n);
void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n);
void segment_minima(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n);

}  // namespace remit::kernels::plain
