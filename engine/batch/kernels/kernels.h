// The kernels: all that the columnar evaluator does to whole columns at once. A closed list; nothing in it knows a
// policy. Each is compiled for several vector widths (Highway) and chosen when the program starts; every width gives
// the same bits, on every machine.
//
// A column is n lanes. Words are 64-bit integers: numbers in units of a decimal place that the caller keeps, dates,
// periods. Bytes are small numbers: conditions (0 or 1), members of enums. An operand is a column or one value that
// holds for every lane. Outputs may be one of the inputs.
//
// Memory: every column begins on a boundary of kAlignment bytes and has room for a multiple of kGroup lanes. Kernels
// read and write whole groups: what lies past lane n is unspecified, but it is there. No kernel allocates.
//
// Overflow: kernels without `bad` compute modulo 2^64; who calls them has proved from the bounds of the operands that
// nothing leaves 64 bits (engine/batch/operands.h). Those with `bad` set bad[i] = 1 where the exact result does not fit
// (or does not exist), whatever out[i] then is, and leave bad[i] alone elsewhere.
#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/number/rounding.h"

namespace remit::kernels {

using Word = std::int64_t;
using Byte = std::uint8_t;

inline constexpr std::size_t kAlignment = 64;  // bytes
inline constexpr std::size_t kGroup = 64;      // lanes

constexpr auto padded(std::size_t lanes) -> std::size_t { return (lanes + kGroup - 1) / kGroup * kGroup; }

struct Words {
  const Word* lanes = nullptr;  // nullptr: every lane is `same`
  Word same = 0;
};
struct Bytes {
  const Byte* lanes = nullptr;
  Byte same = 0;
};

// ── Arithmetic on words ──────────────────────────────────────────────────────────────────────────────────────────

void add(Words a, Words b, Word* out, std::size_t n);
void subtract(Words a, Words b, Word* out, std::size_t n);
void multiply(Words a, Words b, Word* out, std::size_t n);
// Requires: every a and b fits 32 bits with sign. The product does not need to.
void multiply_narrow(Words a, Words b, Word* out, std::size_t n);
void minimum(Words a, Words b, Word* out, std::size_t n);
void maximum(Words a, Words b, Word* out, std::size_t n);
void absolute(Words a, Word* out, std::size_t n);

void add_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n);
void subtract_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n);
void multiply_checked(Words a, Words b, Word* out, Byte* bad, std::size_t n);

// a / divisor, rounded to a whole number as `mode` says. Requires: divisor > 0.
void round_quotient(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n);
// Likewise, where every a >= 0, and 2 × a + divisor fits.
void round_quotient_positive(Rounding mode, const Word* a, Word divisor, Word* out, std::size_t n);
// a / b, rounded; bad where b is 0, or where the quotient does not fit.
void round_ratio(Rounding mode, Words a, Words b, Word* out, Byte* bad, std::size_t n);

// paid += max(0, min(end, upper) − max(begin, lower)) × rate: what one band of a slice pays.
void add_band(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n);
// Requires: what the band holds of each case, and every rate, fit 32 bits with sign.
void add_band_narrow(Words begin, Words end, Words lower, Words upper, Words rate, Word* paid, std::size_t n);

// ── Conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

enum class Relation : std::uint8_t { equal, not_equal, less, less_equal };

void compare(Relation relation, Words a, Words b, Byte* out, std::size_t n);
void compare(Relation relation, Bytes a, Bytes b, Byte* out, std::size_t n);
void both(Bytes a, Bytes b, Byte* out, std::size_t n);     // a and b
void either(Bytes a, Bytes b, Byte* out, std::size_t n);   // a or b
void without(Bytes a, Bytes b, Byte* out, std::size_t n);  // a and not b
void invert(Bytes a, Byte* out, std::size_t n);            // not a

void select(Bytes when, Words then, Words otherwise, Word* out, std::size_t n);
void select(Bytes when, Bytes then, Bytes otherwise, Byte* out, std::size_t n);

// ── Whole columns ────────────────────────────────────────────────────────────────────────────────────────────────

struct Range {
  Word low = 0, high = 0;
};
// Requires: n > 0.
auto range(const Word* a, std::size_t n) -> Range;
// Wider than `range`, and found faster: exact where a lane is negative, else 0 and a power of two less one.
auto rough_range(const Word* a, std::size_t n) -> Range;
// Of the lanes where `when` is 1; {0, 0} where there is none.
auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range;
auto count(const Byte* a, std::size_t n) -> std::size_t;  // lanes that are 1
bool any(const Byte* a, std::size_t n);                   // is any lane not 0?

void widen(const Byte* a, Word* out, std::size_t n);
// out = a - least. Requires: every result lies in 0 … 255.
void narrow(const Word* a, Word least, Byte* out, std::size_t n);
// out = index × radix + digit, both below 256 together: an index into a table of several small domains.
void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n);
// out[i] = table[index[i]]. Requires: every index below `size`, and size <= 256.
void tabulated(const Byte* index, const Word* table, std::size_t size, Word* out, std::size_t n);
void tabulated(const Byte* index, const Byte* table, std::size_t size, Byte* out, std::size_t n);
// out[i] = from[index[i]].
void gather(const std::uint32_t* index, const Word* from, Word* out, std::size_t n);
void gather(const std::uint32_t* index, const Byte* from, Byte* out, std::size_t n);

// ── Lists: elements of all cases one after another; case i holds [offsets[i], offsets[i + 1]) ────────────────────

// One value a case, for each of its elements. out has offsets[n] lanes, from offsets[0] = 0 on.
void repeat(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n);
void repeat(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n);
// The sum of each case's elements (0 of none). Requires: the sum of all elements fits.
void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n);
// Of those where `when` is 1.
void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n);
// The sum of table[index] × a: what is summed is most often a share of an amount. Requires as `segment_sums`,
// `tabulated`; products fit.
void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, std::size_t size,
                            const std::uint32_t* offsets, Word* out, std::size_t n);
// Requires besides: every a, and every entry of the table, fits 32 bits with sign.
void segment_sums_tabulated_narrow(const Word* a, const Byte* index, const Word* table, std::size_t size,
                                   const std::uint32_t* offsets, Word* out, std::size_t n);
// How many elements are 1.
void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n);
// The least and the greatest of each case's elements, those where `when` is 1 (nullptr: all); 0 of none.
void segment_minima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n);
void segment_maxima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n);

// ── Which vector width runs ──────────────────────────────────────────────────────────────────────────────────────

// portable: x86-64-v2 (SSE4), or what the machine has below it; avx2: x86-64-v3, likewise.
enum class Width : std::uint8_t { best, avx2, portable };
// For measurements and tests. Not while kernels run.
void use(Width width);
auto width_in_use() -> const char*;  // "AVX2", …

}  // namespace remit::kernels
