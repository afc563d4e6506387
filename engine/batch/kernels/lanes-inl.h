// What the kernels share, compiled once for every vector width.
//
// A kernel walks over its columns in vectors, the last one whole: columns have room for whole groups, and what it
// writes past lane n is nobody's.
//
// An operand that is one value for all lanes has two forms. The loops of the commonest kernels are made for each form
// of their operands (`by_form`). The others have one loop, where such an operand is a vector in memory that is read
// again and again (`Operand`).
#if defined(REMIT_KERNELS_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef REMIT_KERNELS_LANES_INL_H
#undef REMIT_KERNELS_LANES_INL_H
#else
#define REMIT_KERNELS_LANES_INL_H
#endif

#include <hwy/highway.h>

#include <limits>

#include "engine/batch/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using U = std::uint64_t;  // arithmetic modulo 2^64

using WordTag = hn::ScalableTag<Word>;
using UnsignedTag = hn::ScalableTag<U>;
using HalfTag = hn::ScalableTag<std::uint32_t>;  // two to a word
using ByteTag = hn::ScalableTag<Byte>;
using WordVector = hn::Vec<WordTag>;
using UnsignedVector = hn::Vec<UnsignedTag>;
using HalfVector = hn::Vec<HalfTag>;
using ByteVector = hn::Vec<ByteTag>;
using WordMask = hn::Mask<WordTag>;

inline constexpr std::size_t kWords = hn::MaxLanes(WordTag());  // words in a vector
inline constexpr std::size_t kBytes = hn::MaxLanes(ByteTag());  // bytes in a vector: those of eight vectors of words
static_assert(kBytes == 8 * kWords && kGroup % kBytes == 0 && kAlignment % kBytes == 0);

inline constexpr Word kLowest = std::numeric_limits<Word>::min();
inline constexpr Word kHighest = std::numeric_limits<Word>::max();

HWY_INLINE Word wrapped(U bits) { return static_cast<Word>(bits); }

HWY_INLINE WordVector load(const Word* at) { return hn::Load(WordTag(), at); }
HWY_INLINE ByteVector load(const Byte* at) { return hn::Load(ByteTag(), at); }
HWY_INLINE void store(WordVector lanes, Word* at) { hn::Store(lanes, WordTag(), at); }
HWY_INLINE void store(ByteVector lanes, Byte* at) { hn::Store(lanes, ByteTag(), at); }
HWY_INLINE WordVector all(Word value) { return hn::Set(WordTag(), value); }
HWY_INLINE ByteVector all(Byte value) { return hn::Set(ByteTag(), value); }

struct Column {
  const Word* lanes;
  HWY_INLINE WordVector operator()(std::size_t i) const { return load(lanes + i); }
};
struct Same {
  WordVector value;
  HWY_INLINE WordVector operator()(std::size_t /*i*/) const { return value; }
};

// Calls `walk(left, right)`, where left(i) is the vector of a's lanes from i on.
template <class Walk>
HWY_INLINE void by_form(Words a, Words b, Walk walk) {
  if (a.lanes != nullptr && b.lanes != nullptr) return walk(Column{a.lanes}, Column{b.lanes});
  if (a.lanes != nullptr) return walk(Column{a.lanes}, Same{all(b.same)});
  if (b.lanes != nullptr) return walk(Same{all(a.same)}, Column{b.lanes});
  walk(Same{all(a.same)}, Same{all(b.same)});
}

// Use in place: it points into itself.
template <class Given, class Lane, class Vector>
class ColumnOrSame {
 public:
  HWY_INLINE explicit ColumnOrSame(Given given) : lanes_(given.lanes), step_(~std::size_t{0}) {
    if (lanes_ != nullptr) return;
    store(all(given.same), same_);
    lanes_ = same_;
    step_ = 0;
  }
  ColumnOrSame(const ColumnOrSame&) = delete;
  auto operator=(const ColumnOrSame&) -> ColumnOrSame& = delete;

  HWY_INLINE Vector operator()(std::size_t i) const { return load(lanes_ + (i & step_)); }
  HWY_INLINE Lane operator[](std::size_t i) const { return lanes_[i & step_]; }

 private:
  const Lane* lanes_;
  std::size_t step_;
  HWY_ALIGN Lane same_[sizeof(Vector) / sizeof(Lane)];
};
using Operand = ColumnOrSame<Words, Word, WordVector>;
using ByteOperand = ColumnOrSame<Bytes, Byte, ByteVector>;

// The low 64 bits of a product: one instruction with AVX-512, else three products of halves.
HWY_INLINE WordVector product(WordVector a, WordVector b) { return hn::Mul(a, b); }

HWY_INLINE HalfVector halves(WordVector words) { return hn::BitCast(HalfTag(), words); }

// The product of the low halves, unsigned; and signed.
HWY_INLINE WordVector low_product(WordVector a, WordVector b) {
  return hn::BitCast(WordTag(), hn::MulEven(halves(a), halves(b)));
}
HWY_INLINE WordVector narrow_product(WordVector a, WordVector b) {
  const hn::Repartition<std::int32_t, WordTag> narrow;
  return hn::MulEven(hn::BitCast(narrow, a), hn::BitCast(narrow, b));
}

template <int kBits>
HWY_INLINE WordVector shifted_right(WordVector words) {  // as if unsigned
  return hn::BitCast(WordTag(), hn::ShiftRight<kBits>(hn::BitCast(UnsignedTag(), words)));
}

// kWords bytes, each in a word of its own.
HWY_INLINE WordVector widened(const Byte* at) {
#if HWY_TARGET == HWY_AVX3
  return WordVector{_mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)))};
#elif HWY_TARGET == HWY_AVX2
  return WordVector{_mm256_cvtepu8_epi64(_mm_loadu_si32(at))};
#else
  const hn::Rebind<Byte, WordTag> narrow;
  const hn::Rebind<std::int32_t, WordTag> middle;
  return hn::PromoteTo(WordTag(), hn::PromoteTo(middle, hn::LoadU(narrow, at)));
#endif
}

// From the conditions of kBytes words, vector by vector, to bytes of 0 and 1 in their order. `condition(j)` is the mask
// of the j-th vector of eight. Masks that are vectors of words are laid over one another first, each in its own byte of
// every word, and then put in order.
template <class Condition>
HWY_INLINE ByteVector flags(Condition condition) {
#if HWY_TARGET == HWY_AVX3
  const auto pair = [&](std::size_t j) HWY_ATTR { return _mm512_kunpackb(condition(j + 1).raw, condition(j).raw); };
  const auto four = [&](std::size_t j) HWY_ATTR { return _mm512_kunpackw(pair(j + 2), pair(j)); };
  return ByteVector{_mm512_maskz_set1_epi8(_mm512_kunpackd(four(4), four(0)), 1)};
#else
  const hn::Repartition<std::uint16_t, WordTag> quarters;
  const auto one = [&](std::size_t j) HWY_ATTR { return halves(hn::VecFromMask(WordTag(), condition(j))); };
  const auto two = [&](std::size_t j) HWY_ATTR {  // vectors j and j + 1 in the halves of every word
    return hn::BitCast(quarters, hn::OddEven(one(j + 1), one(j)));
  };
  const auto four = [&](std::size_t j) HWY_ATTR { return hn::BitCast(ByteTag(), hn::OddEven(two(j + 2), two(j))); };
  // Byte 4 × (j mod 2) + 2 × (j / 2 mod 2) + j / 4 of each word is of vector j.
  const ByteVector laid = hn::And(hn::OddEven(four(4), four(0)), all(Byte{1}));
  HWY_ALIGN static constexpr Byte kPairs[16] = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
  const ByteVector pairs = hn::TableLookupBytes(laid, hn::LoadDup128(ByteTag(), kPairs));
#if HWY_TARGET == HWY_AVX2
  // The pairs of lower blocks and of upper ones alternate.
  HWY_ALIGN static constexpr Byte kZip[16] = {0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15};
  const ByteVector blocks{_mm256_permute4x64_epi64(pairs.raw, _MM_SHUFFLE(3, 1, 2, 0))};
  return hn::TableLookupBytes(blocks, hn::LoadDup128(ByteTag(), kZip));
#else
  static_assert(kWords == 2);
  return pairs;
#endif
#endif
}

// A table of at most kEntries words in registers. An index past the end of a column, which may be any byte, finds any
// word; the others are below the size of the table. What is said to be narrow fits 32 bits with sign.
#if HWY_TARGET == HWY_AVX3

class SmallTable {
 public:
  static constexpr std::size_t kEntries = 16;

  HWY_INLINE SmallTable(const Word* table, std::size_t size) {
    HWY_ALIGN Word words[kEntries] = {};
    for (std::size_t i = 0; i < size; ++i) words[i] = table[i];
    low_ = load(words);
    high_ = load(words + kWords);
  }
  HWY_INLINE WordVector entries(WordVector index) const {
    return WordVector{_mm512_permutex2var_epi64(low_.raw, index.raw, high_.raw)};
  }
  HWY_INLINE WordVector products(WordVector index, WordVector factor) const { return product(entries(index), factor); }
  HWY_INLINE WordVector narrow_products(WordVector index, WordVector factor) const {
    return narrow_product(entries(index), factor);
  }

 private:
  WordVector low_, high_;
};
using NarrowTable = SmallTable;

#elif HWY_TARGET == HWY_AVX2

class SmallTable {
 public:
  static constexpr std::size_t kEntries = 8;

  HWY_INLINE SmallTable(const Word* table, std::size_t size) {
    HWY_ALIGN std::uint32_t low[kEntries] = {}, high[kEntries] = {};
    for (std::size_t i = 0; i < size; ++i) {
      low[i] = static_cast<std::uint32_t>(table[i]);
      high[i] = static_cast<std::uint32_t>(U(table[i]) >> 32);
    }
    low_ = hn::Load(HalfTag(), low);
    high_ = hn::Load(HalfTag(), high);
  }
  HWY_INLINE WordVector entries(WordVector index) const {
    const __m256i twice = _mm256_shuffle_epi32(index.raw, _MM_SHUFFLE(2, 2, 0, 0));
    const HalfVector low{_mm256_permutevar8x32_epi32(low_.raw, twice)};
    const HalfVector high{_mm256_permutevar8x32_epi32(high_.raw, twice)};
    return hn::BitCast(WordTag(), hn::OddEven(high, low));
  }
  // Only the low half of each looked-up word is read; the other is not of this index.
  HWY_INLINE WordVector products(WordVector index, WordVector factor) const {
    const WordVector low{_mm256_permutevar8x32_epi32(low_.raw, index.raw)};
    const WordVector high{_mm256_permutevar8x32_epi32(high_.raw, index.raw)};
    const WordVector upper = hn::Add(low_product(shifted_right<32>(factor), low), low_product(factor, high));
    return hn::Add(low_product(factor, low), hn::ShiftLeft<32>(upper));
  }
  HWY_INLINE WordVector narrow_products(WordVector index, WordVector factor) const {
    return narrow_product(WordVector{_mm256_permutevar8x32_epi32(low_.raw, index.raw)}, factor);
  }

 private:
  HalfVector low_, high_;
};
using NarrowTable = SmallTable;

#else

// Of words that fit 32 bits with sign: the four bytes of an entry are shuffled into the low half of a word.
class NarrowTable {
 public:
  static constexpr std::size_t kEntries = 4;

  HWY_INLINE NarrowTable(const Word* table, std::size_t size) {
    HWY_ALIGN std::uint32_t entries[kEntries] = {};
    for (std::size_t i = 0; i < size; ++i) entries[i] = static_cast<std::uint32_t>(table[i]);
    entries_ = hn::BitCast(ByteTag(), hn::Load(HalfTag(), entries));
  }
  HWY_INLINE WordVector narrow_products(WordVector index, WordVector factor) const {
    const WordVector first = hn::And(index, all(Word{kEntries - 1}));
    const WordVector bytes = hn::Or(low_product(first, all(Word{0x04040404})), all(Word{0x03020100}));
    return narrow_product(hn::BitCast(WordTag(), hn::TableLookupBytes(entries_, hn::BitCast(ByteTag(), bytes))),
                          factor);
  }

 private:
  static_assert(kWords == 2);
  ByteVector entries_;
};

#endif

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
