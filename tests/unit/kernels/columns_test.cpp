#include <bit>

#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

TEST(Columns, Range) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      if (n == 0) continue;
      for (int round = 0; round < 20; ++round) {
        Column<Word> a = hostile.words(n);  // its padding holds the ends of 64 bits
        for (std::size_t i = 0; i < n; ++i) a[i] /= 1000;
        a[hostile.below(n)] = round % 2 == 0 ? kHighest / 100 : kLowest / 100;
        const std::vector<Word> values = a.values();
        const Range found = range(a.data(), n);
        EXPECT_EQ(found.low, *std::min_element(values.begin(), values.end()));
        EXPECT_EQ(found.high, *std::max_element(values.begin(), values.end()));
      }
    }
  });
}

TEST(Columns, RoughRange) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      if (n == 0) continue;
      for (int round = 0; round < 64; ++round) {
        const auto below = [&] { return static_cast<Word>(hostile.bits() >> 1 >> round); };
        Column<Word> a(n, [&] { return kLowest; });  // so is its padding
        for (std::size_t i = 0; i < n; ++i) a[i] = below();
        const std::vector<Word> values = a.values();
        const auto most = static_cast<std::uint64_t>(*std::max_element(values.begin(), values.end()));
        const Range found = rough_range(a.data(), n);
        EXPECT_EQ(found.low, 0);
        EXPECT_EQ(found.high, static_cast<Word>(std::bit_ceil(most + 1) - 1));
        a[hostile.below(n)] = -1 - below();
        const Range exact = range(a.data(), n), with_negative = rough_range(a.data(), n);
        EXPECT_EQ(with_negative.low, exact.low);
        EXPECT_EQ(with_negative.high, exact.high);
      }
    }
  });
}

TEST(Columns, RangeWhere) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      for (const std::uint64_t rarity : {1U, 2U, 40U}) {
        const Column<Word> a = hostile.words(n);
        const Column<Byte> when(n, [&] { return Byte{hostile.below(rarity) == 0}; });
        Range want{kHighest, kLowest};
        for (std::size_t i = 0; i < n; ++i) {
          if (when[i] == 0) continue;
          want.low = std::min(want.low, a[i]);
          want.high = std::max(want.high, a[i]);
        }
        if (want.low > want.high) want = {};
        const Range found = range_where(a.data(), when.data(), n);
        EXPECT_EQ(found.low, want.low);
        EXPECT_EQ(found.high, want.high);
      }
      const Column<Word> a = hostile.words(n);
      const Column<Byte> when(n, [] { return Byte{0}; });
      EXPECT_EQ(range_where(a.data(), when.data(), n).low, 0);
      EXPECT_EQ(range_where(a.data(), when.data(), n).high, 0);
    }
    const Column<Word> lowest(std::vector<Word>{kHighest, kLowest}), highest(std::vector<Word>{kHighest});
    const Column<Byte> when(std::vector<Byte>{1, 1});
    EXPECT_EQ(range_where(lowest.data(), when.data(), 2).low, kLowest);
    EXPECT_EQ(range_where(highest.data(), when.data(), 1).low, kHighest);
  });
}

TEST(Columns, CountAndAny) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Byte> a = hostile.flags(n);
      std::size_t ones = 0;
      for (std::size_t i = 0; i < n; ++i) ones += a[i];
      EXPECT_EQ(count(a.data(), n), ones);
      EXPECT_EQ(any(a.data(), n), ones > 0);

      const Column<Byte> zeros(n, [] { return Byte{1}; });
      std::fill_n(zeros.data(), n, Byte{0});  // ones past the end
      EXPECT_EQ(count(zeros.data(), n), 0);
      EXPECT_FALSE(any(zeros.data(), n));
      for (const std::size_t place : {std::size_t{0}, n / 2, n - 1}) {
        if (n == 0) break;
        zeros[place] = 1;
        EXPECT_EQ(count(zeros.data(), n), 1);
        EXPECT_TRUE(any(zeros.data(), n));
        zeros[place] = 128;
        EXPECT_TRUE(any(zeros.data(), n));
        zeros[place] = 0;
      }
    }
    const Column<Byte> ones(1'000'000, [] { return Byte{1}; });
    EXPECT_EQ(count(ones.data(), ones.size()), ones.size());
  });
}

TEST(Columns, WidenNarrowAndCombine) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Byte> a = hostile.bytes(n, 256);
      const Column<Word> out = hostile.words(n);
      widen(a.data(), out.data(), n);
      expect_lanes(out, n, [&](std::size_t i) { return Word{a[i]}; });

      const Word least = hostile.word() / 2;
      const Column<Word> wide(n, [&] { return least + static_cast<Word>(hostile.below(256)); });
      const Column<Byte> narrowed = hostile.bytes(n, 256);
      narrow(wide.data(), least, narrowed.data(), n);
      expect_lanes(narrowed, n, [&](std::size_t i) { return static_cast<Byte>(wide[i] - least); });

      for (const unsigned radix : {1U, 2U, 3U, 7U, 16U, 100U, 255U}) {
        const Column<Byte> index = hostile.bytes(n, 255 / radix), digit = hostile.bytes(n, radix);
        const Column<Byte> both = hostile.bytes(n, 256), in_place(index.values());
        const auto want = [&](std::size_t i) { return static_cast<Byte>(index[i] * radix + digit[i]); };
        combine(index.data(), static_cast<Byte>(radix), digit.data(), both.data(), n);
        expect_lanes(both, n, want);
        combine(in_place.data(), static_cast<Byte>(radix), digit.data(), in_place.data(), n);
        expect_lanes(in_place, n, want);
      }
    }
  });
}

TEST(Columns, Tabulated) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 8U, 9U, 15U, 16U, 17U, 32U, 33U, 64U, 100U, 255U, 256U}) {
        // Not padded: a table is as long as it says.
        const Guarded word_memory(size * sizeof(Word)), byte_memory(size);
        Word* const words = static_cast<Word*>(word_memory.data());
        Byte* const bytes = static_cast<Byte*>(byte_memory.data());
        std::generate_n(words, size, [&] { return hostile.word(); });
        std::generate_n(bytes, size, [&] { return static_cast<Byte>(hostile.bits()); });

        Column<Byte> index = hostile.bytes(n, size);
        for (std::size_t i = n; i < padded(n); ++i) index[i] = 255;  // what lies past the end is no index
        const Column<Word> out = hostile.words(n);
        tabulated(index.data(), words, size, out.data(), n);
        expect_lanes(out, n, [&](std::size_t i) { return words[index[i]]; });
        const Column<Byte> small = hostile.bytes(n, 256), in_place(index.values());
        tabulated(index.data(), bytes, size, small.data(), n);
        expect_lanes(small, n, [&](std::size_t i) { return bytes[index[i]]; });
        tabulated(in_place.data(), bytes, size, in_place.data(), n);
        expect_lanes(in_place, n, [&](std::size_t i) { return small[i]; });
      }
    }
  });
}

TEST(Columns, Gather) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      for (const std::size_t rows : {1U, 100U, 70'000U}) {
        const Column<Word> words = hostile.words(rows);
        const Column<Byte> bytes = hostile.bytes(rows, 256);
        const Column<std::uint32_t> index(n, [&] { return static_cast<std::uint32_t>(hostile.below(rows)); });
        for (std::size_t i = n; i < padded(n); ++i) index[i] = 0xffffffff;
        const Column<Word> out = hostile.words(n);
        gather(index.data(), words.data(), out.data(), n);
        expect_lanes(out, n, [&](std::size_t i) { return words[index[i]]; });
        const Column<Byte> small = hostile.bytes(n, 256);
        gather(index.data(), bytes.data(), small.data(), n);
        expect_lanes(small, n, [&](std::size_t i) { return bytes[index[i]]; });
      }
    }
  });
}

}  // namespace
}  // namespace remit::kernels
