// Whole columns: what is in them, and look-ups in tables.
//
// A summary (`range`, `count`, `any`) masks the last vector, for what lies past lane n is not part of the column.
//
// Tables of bytes: sixteen entries are one shuffle of bytes. A longer table is cut into sixteens; the index, less the
// first entry of such a piece, is raised by 0x70, which for sixteen values only does not reach 0x80; for the others a
// shuffle gives 0, and the pieces are or-ed.
//
// Tables of words: up to eight entries stand in registers, with AVX-512 as words, with AVX2 as low halves and high
// ones. Everything else, and rows of a catalog, is read one by one: the gather instructions are no faster, on many
// machines slower.
#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/columns.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

auto range(const Word* a, std::size_t n) -> Range {
  WordVector low = all(a[0]), high = low;
  std::size_t i = 0;
  for (; i + kWords <= n; i += kWords) {
    const WordVector value = load(a + i);
    low = hn::Min(low, value);
    high = hn::Max(high, value);
  }
  const WordVector last = i < n ? hn::IfThenElse(hn::FirstN(WordTag(), n - i), load(a + i), low) : low;
  low = hn::Min(low, last);
  high = hn::Max(high, last);
  return {hn::GetLane(hn::MinOfLanes(WordTag(), low)), hn::GetLane(hn::MaxOfLanes(WordTag(), high))};
}

auto rough_range(const Word* a, std::size_t n) -> Range {
  WordVector bits = hn::Zero(WordTag()), second = bits, third = bits, fourth = bits;
  std::size_t i = 0;
  for (; i + 4 * kWords <= n; i += 4 * kWords) {
    bits = hn::Or(bits, load(a + i));
    second = hn::Or(second, load(a + i + kWords));
    third = hn::Or(third, load(a + i + 2 * kWords));
    fourth = hn::Or(fourth, load(a + i + 3 * kWords));
  }
  bits = hn::Or(hn::Or(bits, second), hn::Or(third, fourth));
  for (; i + kWords <= n; i += kWords) bits = hn::Or(bits, load(a + i));
  if (i < n) bits = hn::Or(bits, hn::IfThenElseZero(hn::FirstN(WordTag(), n - i), load(a + i)));
  HWY_ALIGN Word lanes[kWords];
  store(bits, lanes);
  U found = 0;
  for (const Word lane : lanes) found |= U(lane);
  if (wrapped(found) < 0) return range(a, n);
  return {0, wrapped(found == 0 ? 0 : ~U{0} >> std::countl_zero(found))};
}

auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range {
  const WordVector highest = all(kHighest), lowest = all(kLowest);
  WordVector low = highest, high = lowest;
  const auto take = [&](std::size_t i, WordMask chosen) HWY_ATTR {
    const WordVector value = load(a + i);
    low = hn::Min(low, hn::IfThenElse(chosen, value, highest));
    high = hn::Max(high, hn::IfThenElse(chosen, value, lowest));
  };
  const auto chosen = [&](std::size_t i) HWY_ATTR { return hn::Gt(widened(when + i), hn::Zero(WordTag())); };
  std::size_t i = 0;
  for (; i + kWords <= n; i += kWords) take(i, chosen(i));
  if (i < n) take(i, hn::And(chosen(i), hn::FirstN(WordTag(), n - i)));
  const Range found{hn::GetLane(hn::MinOfLanes(WordTag(), low)), hn::GetLane(hn::MaxOfLanes(WordTag(), high))};
  return found.low > found.high ? Range{} : found;
}

// The vectors of a column of bytes in turn, zeros past its end.
template <class Take>
HWY_INLINE void each_vector(const Byte* a, std::size_t n, Take take) {
  std::size_t i = 0;
  for (; i + kBytes <= n; i += kBytes) take(load(a + i));
  if (i < n) take(hn::IfThenElseZero(hn::FirstN(ByteTag(), n - i), load(a + i)));
}

auto count(const Byte* a, std::size_t n) -> std::size_t {
  UnsignedVector found = hn::Zero(UnsignedTag());
  each_vector(a, n, [&](ByteVector bytes) HWY_ATTR { found = hn::Add(found, hn::SumsOf8(bytes)); });
  return hn::GetLane(hn::SumOfLanes(UnsignedTag(), found));
}

bool any(const Byte* a, std::size_t n) {
  ByteVector found = hn::Zero(ByteTag());
  each_vector(a, n, [&](ByteVector bytes) HWY_ATTR { found = hn::Or(found, bytes); });
  return !hn::AllTrue(ByteTag(), hn::Eq(found, hn::Zero(ByteTag())));
}

void widen(const Byte* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; i += kWords) store(widened(a + i), out + i);
}

void narrow(const Word* a, Word least, Byte* out, std::size_t n) {
  const WordVector first = all(least);
  const hn::Rebind<Byte, WordTag> few;
  for (std::size_t i = 0; i < n; i += kWords) {
    hn::StoreU(hn::TruncateTo(few, hn::BitCast(UnsignedTag(), hn::Sub(load(a + i), first))), few, out + i);
  }
}

void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n) {
  const hn::Repartition<std::uint16_t, ByteTag> pairs;
  const auto low = hn::Set(pairs, 0xff), times = hn::Set(pairs, radix);
  for (std::size_t i = 0; i < n; i += kBytes) {
    const auto both = hn::BitCast(pairs, load(index + i));
    const auto even = hn::Mul(hn::And(both, low), times);
    const auto odd = hn::ShiftLeft<8>(hn::Mul(hn::ShiftRight<8>(both), times));
    // And-ed, for the index of a lane past the end may be too large.
    const ByteVector product = hn::BitCast(ByteTag(), hn::Or(hn::And(even, low), odd));
    store(hn::Add(product, load(digit + i)), out + i);
  }
}

void tabulated_words(const Byte* index, const Word* table, [[maybe_unused]] std::size_t size, Word* out,
                     std::size_t n) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  if (size <= SmallTable::kEntries) {
    const SmallTable small(table, size);
    for (std::size_t i = 0; i < n; i += kWords) store(small.entries(widened(index + i)), out + i);
    return;
  }
#endif
  for (std::size_t i = 0; i < n; ++i) out[i] = table[index[i]];
}

void tabulated_bytes(const Byte* index, const Byte* table, std::size_t size, Byte* out, std::size_t n) {
  constexpr std::size_t kPiece = 16;
  HWY_ALIGN Byte entries[256];
  std::copy_n(table, size, entries);
  if (size <= kPiece) {
    const ByteVector part = hn::LoadDup128(ByteTag(), entries);
    for (std::size_t i = 0; i < n; i += kBytes) store(hn::TableLookupBytes(part, load(index + i)), out + i);
    return;
  }
  const ByteVector raise = all(Byte{0x70}), kept = all(Byte{0x8f});
  for (std::size_t i = 0; i < n; i += kBytes) {
    const ByteVector at = load(index + i);
    ByteVector found = hn::Zero(ByteTag());
    for (std::size_t first = 0; first < size; first += kPiece) {
      const ByteVector within = hn::SaturatedAdd(hn::Sub(at, all(static_cast<Byte>(first))), raise);
      const ByteVector part = hn::LoadDup128(ByteTag(), entries + first);
      found = hn::Or(found, hn::TableLookupBytesOr0(part, hn::And(within, kept)));
    }
    store(found, out + i);
  }
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
HWY_EXPORT(rough_range);
auto rough_range(const Word* a, std::size_t n) -> Range { return HWY_DYNAMIC_DISPATCH(rough_range)(a, n); }
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
HWY_EXPORT(narrow);
void narrow(const Word* a, Word least, Byte* out, std::size_t n) { HWY_DYNAMIC_DISPATCH(narrow)(a, least, out, n); }
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
