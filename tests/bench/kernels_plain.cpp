#include "tests/bench/kernels_plain.h"

// No function of a library: it would be compiled for a machine that this one need not be.
namespace remit::kernels::plain {
namespace {

auto smaller(Word a, Word b) -> Word { return a < b ? a : b; }
auto larger(Word a, Word b) -> Word { return a > b ? a : b; }

}  // namespace

void add(const Word* a, const Word* b, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] + b[i];
}

void add_same(const Word* a, Word b, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] + b;
}

void multiply(const Word* a, const Word* b, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] * b[i];
}

void multiply_narrow(const Word* a, const Word* b, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = Word{static_cast<std::int32_t>(a[i])} * static_cast<std::int32_t>(b[i]);
}

void minimum(const Word* a, const Word* b, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = smaller(a[i], b[i]);
}

void absolute(const Word* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] < 0 ? -a[i] : a[i];
}

void add_checked(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) bad[i] |= Byte{__builtin_add_overflow(a[i], b[i], &out[i])};
}

void multiply_checked(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) bad[i] |= Byte{__builtin_mul_overflow(a[i], b[i], &out[i])};
}

void half_up_100000(const Word* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = (a[i] + 50'000) / 100'000;
}

void half_even_100(const Word* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Word quotient = a[i] / 100, rest = a[i] % 100, size = rest < 0 ? -rest : rest;
    const Word away = size > 50 || (size == 50 && quotient % 2 != 0);
    out[i] = quotient + (a[i] < 0 ? -away : away);
  }
}

void half_up_ratio(const Word* a, const Word* b, Word* out, Byte* bad, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    if (b[i] <= 0) {
      bad[i] = 1;
    } else {
      out[i] = (2 * a[i] + b[i]) / (2 * b[i]);
    }
  }
}

void add_band(const Word* end, Word lower, Word upper, const Word* rate, Word* paid, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) paid[i] += larger(0, smaller(end[i], upper) - lower) * rate[i];
}

void less(const Word* a, const Word* b, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] < b[i];
}

void equal(const Byte* a, Byte b, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] == b;
}

void both(const Byte* a, const Byte* b, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Byte>(a[i] & b[i]);
}

void select(const Byte* when, const Word* then, const Word* otherwise, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = when[i] != 0 ? then[i] : otherwise[i];
}

auto range(const Word* a, std::size_t n) -> Range {
  Range found{a[0], a[0]};
  for (std::size_t i = 1; i < n; ++i) found = {smaller(found.low, a[i]), larger(found.high, a[i])};
  return found;
}

auto range_where(const Word* a, const Byte* when, std::size_t n) -> Range {
  Range found{};
  bool none = true;
  for (std::size_t i = 0; i < n; ++i) {
    if (when[i] == 0) continue;
    found = none ? Range{a[i], a[i]} : Range{smaller(found.low, a[i]), larger(found.high, a[i])};
    none = false;
  }
  return found;
}

auto count(const Byte* a, std::size_t n) -> std::size_t {
  std::size_t found = 0;
  for (std::size_t i = 0; i < n; ++i) found += a[i];
  return found;
}

bool any(const Byte* a, std::size_t n) {
  unsigned found = 0;
  for (std::size_t i = 0; i < n; ++i) found |= a[i];
  return found != 0;
}

void widen(const Byte* a, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i];
}

void combine(const Byte* index, Byte radix, const Byte* digit, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Byte>(index[i] * radix + digit[i]);
}

void tabulated(const Byte* index, const Word* table, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = table[index[i]];
}

void tabulated(const Byte* index, const Byte* table, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = table[index[i]];
}

void gather(const std::uint32_t* index, const Word* from, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = from[index[i]];
}

void repeat(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) out[k] = a[i];
  }
}

void repeat(const Byte* a, const std::uint32_t* offsets, Byte* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) out[k] = a[i];
  }
}

void segment_sums(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word sum = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) sum += a[k];
    out[i] = sum;
  }
}

void segment_sums_where(const Word* a, const Byte* when, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word sum = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) sum += when[k] != 0 ? a[k] : 0;
    out[i] = sum;
  }
}

void segment_sums_tabulated(const Word* a, const Byte* index, const Word* table, const std::uint32_t* offsets,
                            Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word sum = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) sum += a[k] * table[index[k]];
    out[i] = sum;
  }
}

void settlement_sums(const Word* a, const Byte* index, const Word* table, const std::uint32_t* offsets, Word* total,
                     Word* weighted, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word t = 0, e = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) {
      t += a[k];
      e += a[k] * table[index[k]];
    }
    total[i] = t;
    weighted[i] = e;
  }
}

void segment_counts(const Byte* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word found = 0;
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) found += a[k];
    out[i] = found;
  }
}

void segment_minima(const Word* a, const std::uint32_t* offsets, Word* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    Word least = offsets[i] == offsets[i + 1] ? 0 : a[offsets[i]];
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k) least = smaller(least, a[k]);
    out[i] = least;
  }
}

}  // namespace remit::kernels::plain
