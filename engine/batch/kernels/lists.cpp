// Lists: the elements of all cases, one after another.
//
// Sums over short lists are differences of running sums. Elements are added vector by vector, whatever case they belong
// to, a chunk of them at a time, and each lane keeps its own running sum: with w lanes, word k of the chunk becomes the
// sum of the elements k, k − w, k − 2 × w, … So all elements before k are the sum of the w words before k; a case is
// what these are at its end less what they were at its beginning, and the differences of w cases are summed across
// together. No lane meets another before that, the cost does not depend on how the lists are cut, and no branch does.
// It is right modulo 2^64, even where a running sum has left 64 bits.
//
// Sums over long lists add whole vectors, of a place of the column and not of the list: the lanes of the first and the
// last one that belong to other cases are masked. The same serves the least and the greatest.
//
// Counts are differences too: of the number of ones before a place, which is kept for every 64 elements, with a bit for
// each of them.
//
// Values repeated for the elements of a case are written further than the case goes; the next case writes over that.
#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/lists.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <bit>

#include "engine/batch/kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

// ── Repeating ──

template <class Lane, class Tag>
HWY_INLINE void repeat_any(Tag tag, const Lane* a, const std::uint32_t* offsets, Lane* out, std::size_t n) {
  constexpr std::size_t kReach = 16;  // lanes written for every case, at least
  constexpr std::size_t kStep = hn::MaxLanes(Tag());
  static_assert(kReach % kStep == 0);
  const std::size_t room = padded(offsets[n]);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t begin = offsets[i], end = offsets[i + 1];
    if (end + kReach > room) {
      std::fill(out + begin, out + end, a[i]);
      continue;
    }
    const auto value = hn::Set(tag, a[i]);
    for (std::size_t k = 0; k < kReach; k += kStep) hn::StoreU(value, tag, out + begin + k);
    for (std::size_t k = begin + kReach; k < end; k += kStep) hn::StoreU(value, tag, out + k);
  }
}

void repeat_words(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  repeat_any(WordTag(), a, offsets, out, n);
}

void repeat_bytes(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n) {
  repeat_any(hn::CappedTag<Byte, 16>(), a, offsets, out, n);
}

// ── Chunks of elements ──

// `chunk.fill(base, count)` looks at up to Chunk::kElements elements from `base` on, one chunk after another; after
// each `take(i, cases)` gets the cases from the i-th on that end in it (at its end at the latest).
template <class Chunk, class Take>
HWY_INLINE void each_chunk(Chunk& chunk, const std::uint32_t* offsets, std::size_t n, Take take) {
  const std::size_t elements = offsets[n];
  std::size_t i = 0, base = 0;
  do {
    const std::size_t count = std::min(Chunk::kElements, elements - base);
    chunk.fill(base, count);
    const auto* const first = offsets + i + 1;
    const auto* const last = std::upper_bound(first, offsets + n + 1, base + count);
    const auto cases = static_cast<std::size_t>(last - first);
    take(i, cases);
    i += cases;
    base += Chunk::kElements;
  } while (base < elements);
}

// The ones among bytes, a bit each, and how many there are before every 64 of them.
class Ones {
 public:
  static constexpr std::size_t kElements = 4096;

  HWY_INLINE explicit Ones(const Byte* a) : a_(a) {}
  HWY_INLINE void fill(std::size_t base, std::size_t count) {
    base_ = base;
    const std::size_t blocks = (count + 63) / 64;
    for (std::size_t block = 0; block < blocks; ++block) {
      const Byte* const bytes = a_ + base + block * 64;
      auto* const bits = reinterpret_cast<Byte*>(bits_ + block);
      for (std::size_t k = 0; k < 64; k += kBytes) {
        hn::StoreMaskBits(ByteTag(), hn::Eq(load(bytes + k), all(Byte{1})), bits + k / 8);
      }
    }
    U before = before_[kElements / 64];
    for (std::size_t block = 0; block < blocks; ++block) {
      before_[block] = before;
      before += U(std::popcount(bits_[block]));
    }
    before_[blocks] = before;
    bits_[blocks] = 0;
  }
  // The ones before element k of all.
  HWY_INLINE U before(std::size_t k) const {
    k -= base_;
    const U below = (U{1} << k % 64) - 1;
    return before_[k / 64] + U(std::popcount(bits_[k / 64] & below));
  }

 private:
  static_assert(std::endian::native == std::endian::little);
  const Byte* a_;
  std::size_t base_ = 0;
  U bits_[kElements / 64 + 1];
  U before_[kElements / 64 + 1] = {};
};

void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  Ones ones(a);
  U begin = 0;
  each_chunk(ones, offsets, n, [&](std::size_t i, std::size_t cases) HWY_ATTR {
    for (const std::size_t last = i + cases; i < last; ++i) {
      const U end = ones.before(offsets[i + 1]);
      out[i] = wrapped(end - begin);
      begin = end;
    }
  });
}

// ── Long lists ──

bool are_long(const std::uint32_t* offsets, std::size_t n) {
  constexpr std::size_t kLong = 24;  // elements a case from which masks pay
  return offsets[n] >= n * kLong;
}

// `take(k, mask)` gets each vector that holds elements of the case, and which of its lanes they are.
template <class Take>
HWY_INLINE void each_vector(std::size_t begin, std::size_t end, Take take) {
  if (begin == end) return;
  const std::size_t first = begin / kWords * kWords, last = (end - 1) / kWords * kWords;
  const WordVector lane = hn::Iota(WordTag(), 0);
  const WordMask from = hn::Gt(lane, all(static_cast<Word>(begin - first) - 1));
  const WordMask to = hn::Lt(lane, all(static_cast<Word>(end - last)));
  const WordMask whole = hn::Eq(lane, lane);
  if (first == last) return take(first, hn::And(from, to));
  take(first, from);
  for (std::size_t k = first + kWords; k < last; k += kWords) take(k, whole);
  take(last, to);
}

// ── Sums ──

HWY_INLINE Word sum_across(WordVector vector) {
  HWY_ALIGN Word lanes[kWords];
  store(vector, lanes);
  U sum = 0;
  for (const Word lane : lanes) sum += U(lane);
  return wrapped(sum);
}

// `elements(k)` is a vector of what to add.
template <class Elements>
HWY_INLINE void sums_masked(Elements elements, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    WordVector sum = hn::Zero(WordTag());
    const auto take = [&](std::size_t k, WordMask mask)
                          HWY_ATTR { sum = hn::Add(sum, hn::IfThenElseZero(mask, elements(k))); };
    each_vector(offsets[i], offsets[i + 1], take);
    out[i] = sum_across(sum);
  }
}

// `run(base, count, sums)` makes running sums of `count` elements from `base` on, where sums[-kWords] … sums[-1] are
// those that came before.
template <class Run>
class RunningSums {
 public:
  static constexpr std::size_t kElements = 1024;

  HWY_INLINE explicit RunningSums(Run run) : run_(run) { store(hn::Zero(WordTag()), sums_ + kElements); }
  HWY_INLINE void fill(std::size_t base, std::size_t count) {
    base_ = base;
    store(load(sums_ + kElements), sums_);
    run_(base, count, sums_ + kWords);
  }
  // Together: the sum of all elements before element k.
  HWY_INLINE WordVector before(std::size_t k) const { return hn::LoadU(WordTag(), sums_ + (k - base_)); }

 private:
  Run run_;
  std::size_t base_ = 0;
  HWY_ALIGN Word sums_[kWords + kElements];
};

// The sum of the lanes of each of kWords vectors.
HWY_INLINE WordVector sums_across(const WordVector (&vectors)[kWords]) {
  const auto pairs = [&](std::size_t j) HWY_ATTR {  // in every block, of vectors j and j + 1
    return hn::Add(hn::InterleaveLower(WordTag(), vectors[j], vectors[j + 1]),
                   hn::InterleaveUpper(WordTag(), vectors[j], vectors[j + 1]));
  };
#if HWY_TARGET == HWY_AVX3
  const auto fours = [&](std::size_t j) HWY_ATTR {
    const WordVector low = pairs(j), high = pairs(j + 2);
    return hn::Add(hn::ConcatLowerLower(WordTag(), high, low), hn::ConcatUpperUpper(WordTag(), high, low));
  };
  const WordVector low = fours(0), high = fours(4);
  return hn::Add(WordVector{_mm512_shuffle_i64x2(low.raw, high.raw, _MM_SHUFFLE(2, 0, 2, 0))},
                 WordVector{_mm512_shuffle_i64x2(low.raw, high.raw, _MM_SHUFFLE(3, 1, 3, 1))});
#elif HWY_TARGET == HWY_AVX2
  const WordVector low = pairs(0), high = pairs(2);
  return hn::Add(hn::ConcatLowerLower(WordTag(), high, low), hn::ConcatUpperUpper(WordTag(), high, low));
#else
  return pairs(0);
#endif
}

template <class Run>
HWY_INLINE void sums_running(Run run, const std::uint32_t* offsets, Word* out, std::size_t n) {
  RunningSums chunk(run);
  WordVector begin = hn::Zero(WordTag());
  each_chunk(chunk, offsets, n, [&](std::size_t i, std::size_t cases) HWY_ATTR {
    WordVector differences[kWords];
    const auto next = [&](std::size_t at) HWY_ATTR {
      const WordVector end = chunk.before(offsets[at + 1]), difference = hn::Sub(end, begin);
      begin = end;
      return difference;
    };
    const std::size_t last = i + cases;
    for (; i + kWords <= last; i += kWords) {
      for (std::size_t j = 0; j < kWords; ++j) differences[j] = next(i + j);
      hn::StoreU(sums_across(differences), WordTag(), out + i);
    }
    for (; i < last; ++i) out[i] = sum_across(next(i));
  });
}

// `elements(k)` is a vector of what to add.
template <class Elements>
HWY_INLINE void run_up(Elements elements, std::size_t count, Word* sums) {
  WordVector sum = load(sums - kWords);
  for (std::size_t k = 0; k < count; k += kWords) {
    sum = hn::Add(sum, elements(k));
    store(sum, sums + k);
  }
}

template <class Elements>
HWY_INLINE void sums(Elements elements, const std::uint32_t* offsets, Word* out, std::size_t n) {
  if (are_long(offsets, n)) return sums_masked(elements, offsets, out, n);
  const auto run = [&](std::size_t base, std::size_t count, Word* sums) HWY_ATTR {
    const Elements these = elements;
    run_up([&](std::size_t k) HWY_ATTR { return these(base + k); }, count, sums);
  };
  sums_running(run, offsets, out, n);
}

// Where elements are better made one by one.
template <class Element>
HWY_INLINE void sums_one_by_one(Element element, const std::uint32_t* offsets, Word* out, std::size_t n) {
  const auto run = [&](std::size_t base, std::size_t count, Word* sums) HWY_ATTR {
    const Element this_one = element;
    for (std::size_t k = 0; k < count; ++k) sums[k] = wrapped(this_one(base + k));
    run_up([&](std::size_t k) HWY_ATTR { return load(sums + k); }, count, sums);
  };
  sums_running(run, offsets, out, n);
}

void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return load(a + k); }, offsets, out, n);
}

HWY_INLINE WordMask chosen(const Byte* when, std::size_t k) { return hn::Gt(widened(when + k), hn::Zero(WordTag())); }

void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  sums([=](std::size_t k) HWY_ATTR { return hn::IfThenElseZero(chosen(when, k), load(a + k)); }, offsets, out, n);
}

void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, [[maybe_unused]] std::size_t size,
                            const std::uint32_t* offsets, Word* out, std::size_t n) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  if (size <= SmallTable::kEntries) {
    const SmallTable small(table, size);
    return sums([=](std::size_t k) HWY_ATTR { return small.products(widened(index + k), load(a + k)); }, offsets, out,
                n);
  }
#endif
  sums_one_by_one([=](std::size_t k) HWY_ATTR { return U(table[index[k]]) * U(a[k]); }, offsets, out, n);
}

void segment_sums_tabulated_narrow(const Word* a, const Byte* index, const Word* table, std::size_t size,
                                   const std::uint32_t* offsets, Word* out, std::size_t n) {
  if (size > NarrowTable::kEntries) return segment_sums_tabulated(a, index, table, size, offsets, out, n);
  const NarrowTable small(table, size);
  sums([=](std::size_t k) HWY_ATTR { return small.narrow_products(widened(index + k), load(a + k)); }, offsets, out, n);
}

// ── The least and the greatest ──

// `better(x, y)` of two lanes and of two vectors; `worst` loses to all.
template <class Better>
HWY_INLINE void extremes_one_by_one(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out,
                                    std::size_t n, Word worst, Better better) {
  for (std::size_t i = 0; i < n; ++i) {
    Word value = worst;
    Byte found = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) {
      const Byte counts = when == nullptr ? Byte{1} : when[k];
      value = better(value, counts != 0 ? a[k] : worst);
      found |= counts;
    }
    out[i] = found != 0 ? value : 0;
  }
}

template <class Better>
HWY_INLINE void extremes(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n,
                         Word worst, Better better) {
  if (!are_long(offsets, n)) {
    if (when == nullptr) return extremes_one_by_one(a, nullptr, offsets, out, n, worst, better);
    return extremes_one_by_one(a, when, offsets, out, n, worst, better);
  }
  for (std::size_t i = 0; i < n; ++i) {
    WordVector value = all(worst), found = hn::Zero(WordTag());
    const auto take = [&](std::size_t k, WordMask mask) HWY_ATTR {
      if (when != nullptr) mask = hn::And(mask, chosen(when, k));
      found = hn::Or(found, hn::VecFromMask(WordTag(), mask));
      value = better(value, hn::IfThenElse(mask, load(a + k), value));
    };
    each_vector(offsets[i], offsets[i + 1], take);
    const bool none = hn::AllTrue(WordTag(), hn::Eq(found, hn::Zero(WordTag())));
    HWY_ALIGN Word lanes[kWords];
    store(value, lanes);
    Word result = worst;
    for (const Word lane : lanes) result = better(result, lane);
    out[i] = none ? 0 : result;
  }
}

struct Lesser {
  HWY_INLINE Word operator()(Word x, Word y) const { return y < x ? y : x; }
  HWY_INLINE WordVector operator()(WordVector x, WordVector y) const { return hn::Min(x, y); }
};

struct Greater {
  HWY_INLINE Word operator()(Word x, Word y) const { return y > x ? y : x; }
  HWY_INLINE WordVector operator()(WordVector x, WordVector y) const { return hn::Max(x, y); }
};

void segment_minima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  extremes(a, when, offsets, out, n, kHighest, Lesser());
}

void segment_maxima(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  extremes(a, when, offsets, out, n, kLowest, Greater());
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
HWY_EXPORT(segment_sums_tabulated_narrow);
void segment_sums_tabulated_narrow(const Word* a, const Byte* index, const Word* table, std::size_t size,
                                   const std::uint32_t* offsets, Word* out, std::size_t n) {
  HWY_DYNAMIC_DISPATCH(segment_sums_tabulated_narrow)(a, index, table, size, offsets, out, n);
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
