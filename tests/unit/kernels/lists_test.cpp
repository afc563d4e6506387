#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

struct Shape {
  std::string name;
  Column<std::uint32_t> offsets;
  auto cases() const -> std::size_t { return offsets.size() - 1; }
  auto elements() const -> std::size_t { return offsets[cases()]; }
};

template <class Length>
auto shape(std::string name, std::size_t cases, Length length) -> Shape {
  std::vector<std::uint32_t> offsets = {0};
  for (std::size_t i = 0; i < cases; ++i) offsets.push_back(offsets.back() + static_cast<std::uint32_t>(length(i)));
  return {std::move(name), Column<std::uint32_t>(offsets)};
}

auto shapes(Hostile& hostile) -> std::vector<Shape> {
  std::vector<Shape> result;
  for (const std::size_t n : {0U, 1U, 2U, 7U, 63U, 64U, 65U, 512U, 8192U}) {
    result.push_back(shape("empty", n, [](std::size_t) { return 0U; }));
    result.push_back(shape("one each", n, [](std::size_t) { return 1U; }));
    result.push_back(shape("eight each", n, [](std::size_t) { return 8U; }));
    result.push_back(shape("short", n, [&](std::size_t) { return hostile.below(12); }));
    result.push_back(
        shape("mostly empty", n, [&](std::size_t) { return hostile.below(9) == 0 ? hostile.below(40) : 0; }));
    if (n > 600) continue;
    result.push_back(shape("middling", n, [&](std::size_t) { return hostile.below(100); }));
    result.push_back(shape("long", n, [&](std::size_t) { return 40 + hostile.below(200); }));
    result.push_back(shape("one huge", n, [&](std::size_t i) { return i == n / 2 ? 30'001U : hostile.below(3); }));
  }
  result.push_back(shape("one of 100,000", 1, [](std::size_t) { return 100'000U; }));
  for (std::uint32_t length = 0; length < 140; ++length) {
    result.push_back(shape("one", 1, [&](std::size_t) { return length; }));
    result.push_back(shape("three", 3, [&](std::size_t) { return length; }));
  }
  return result;
}

template <class Body>
void on_every_shape(Body body) {
  on_every_width([&] {
    Hostile hostile;
    for (const Shape& one : shapes(hostile)) {
      SCOPED_TRACE(testing::Message() << one.name << ", " << one.cases() << " cases, " << one.elements()
                                      << " elements");
      body(hostile, one);
    }
  });
}

TEST(Lists, Repeat) {
  on_every_shape([](Hostile& hostile, const Shape& one) {
    const Column<Word> words = hostile.words(one.cases());
    const Column<Byte> bytes = hostile.bytes(one.cases(), 256);
    const Column<Word> out = hostile.words(one.elements());
    const Column<Byte> small = hostile.bytes(one.elements(), 256);
    repeat(words.data(), one.offsets.data(), out.data(), one.cases());
    repeat(bytes.data(), one.offsets.data(), small.data(), one.cases());
    std::size_t parent = 0;
    const auto parent_of = [&](std::size_t k) {
      while (one.offsets[parent + 1] <= k) ++parent;
      return parent;
    };
    expect_lanes(out, one.elements(), [&](std::size_t k) { return words[parent_of(k)]; });
    parent = 0;
    expect_lanes(small, one.elements(), [&](std::size_t k) { return bytes[parent_of(k)]; });
  });
}

// The sum over each case's elements of what `element` says, modulo 2^64.
template <class Element>
void expect_sums(const Column<Word>& got, const Shape& one, Element element) {
  expect_lanes(got, one.cases(), [&](std::size_t i) {
    Wide sum = 0;
    for (std::size_t k = one.offsets[i]; k < one.offsets[i + 1]; ++k) sum += wrapped(element(k));
    return wrapped(sum);
  });
}

TEST(Lists, Sums) {
  on_every_shape([](Hostile& hostile, const Shape& one) {
    const Column<Word> a = hostile.words(one.elements()), out = hostile.words(one.cases());
    const Column<Byte> when = hostile.flags(one.elements());
    segment_sums(a.data(), one.offsets.data(), out.data(), one.cases());
    expect_sums(out, one, [&](std::size_t k) { return Wide{a[k]}; });
    segment_sums_where(a.data(), when.data(), one.offsets.data(), out.data(), one.cases());
    expect_sums(out, one, [&](std::size_t k) { return when[k] != 0 ? Wide{a[k]} : 0; });
    segment_counts(when.data(), one.offsets.data(), out.data(), one.cases());
    expect_sums(out, one, [&](std::size_t k) { return Wide{when[k]}; });
  });
}

TEST(Lists, SumsTabulated) {
  on_every_shape([](Hostile& hostile, const Shape& one) {
    const Column<Word> a = hostile.words(one.elements()), out = hostile.words(one.cases());
    for (const std::size_t size : {1U, 3U, 4U, 5U, 8U, 9U, 16U, 17U, 256U}) {
      for (const bool narrow : {false, true}) {
        const Guarded memory(size * sizeof(Word));
        Word* const table = static_cast<Word*>(memory.data());
        std::generate_n(table, size, [&] { return narrow ? hostile.word() & 0xffffffff : hostile.word(); });
        const Column<Byte> index = hostile.bytes(one.elements(), size);
        for (std::size_t k = one.elements(); k < padded(one.elements()); ++k) index[k] = 255;
        segment_sums_tabulated(a.data(), index.data(), table, size, one.offsets.data(), out.data(), one.cases());
        expect_sums(out, one, [&](std::size_t k) { return Wide{table[index[k]]} * a[k]; });
      }
    }
  });
}

TEST(Lists, NarrowSumsTabulated) {
  on_every_shape([](Hostile& hostile, const Shape& one) {
    const Column<Word> a = hostile.narrows(one.elements()), out = hostile.words(one.cases());
    for (const std::size_t size : {1U, 2U, 3U, 4U, 5U, 8U, 9U, 16U, 17U}) {
      const Guarded memory(size * sizeof(Word));
      Word* const table = static_cast<Word*>(memory.data());
      std::generate_n(table, size, [&] { return hostile.narrow(); });
      const Column<Byte> index = hostile.bytes(one.elements(), size);
      for (std::size_t k = one.elements(); k < padded(one.elements()); ++k) index[k] = 255;
      segment_sums_tabulated_narrow(a.data(), index.data(), table, size, one.offsets.data(), out.data(), one.cases());
      expect_sums(out, one, [&](std::size_t k) { return Wide{table[index[k]]} * a[k]; });
    }
  });
}

TEST(Lists, MinimaAndMaxima) {
  on_every_shape([](Hostile& hostile, const Shape& one) {
    const Column<Word> a = hostile.words(one.elements()), out = hostile.words(one.cases());
    const Column<Byte> when(one.elements(), [&] { return static_cast<Byte>(hostile.below(3) == 0); });
    for (const Byte* some : {static_cast<const Byte*>(nullptr), static_cast<const Byte*>(when.data())}) {
      const auto chosen = [&](std::size_t i) {
        std::vector<Word> values;
        for (std::size_t k = one.offsets[i]; k < one.offsets[i + 1]; ++k) {
          if (some == nullptr || some[k] != 0) values.push_back(a[k]);
        }
        return values.empty() ? std::vector<Word>{0} : values;
      };
      segment_minima(a.data(), some, one.offsets.data(), out.data(), one.cases());
      expect_lanes(out, one.cases(), [&](std::size_t i) { return std::ranges::min(chosen(i)); });
      segment_maxima(a.data(), some, one.offsets.data(), out.data(), one.cases());
      expect_lanes(out, one.cases(), [&](std::size_t i) { return std::ranges::max(chosen(i)); });
    }
  });
}

}  // namespace
}  // namespace remit::kernels
