#include "engine/number/rounding.h"

#include <array>

#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

constexpr std::array kModes = {Rounding::half_up, Rounding::half_even, Rounding::half_down, Rounding::down,
                               Rounding::up,      Rounding::ceiling,   Rounding::floor};

// By the definition of each mode, from the whole number below and the one above.
auto rounded(Rounding mode, Wide a, Wide b) -> Wide {
  if (b < 0) return rounded(mode, -a, -b);
  const Wide below = a / b - (a % b < 0);
  if (a == below * b) return below;
  const Wide above = below + 1;
  const Wide near_zero = a < 0 ? above : below, far_from_zero = a < 0 ? below : above;
  const Wide from_below = a - below * b, from_above = above * b - a;
  const Wide nearest = from_below < from_above ? below : above;
  switch (mode) {
    case Rounding::half_up: return from_below == from_above ? far_from_zero : nearest;
    case Rounding::half_even: return from_below == from_above ? (below % 2 == 0 ? below : above) : nearest;
    case Rounding::half_down: return from_below == from_above ? near_zero : nearest;
    case Rounding::down: return near_zero;
    case Rounding::up: return far_from_zero;
    case Rounding::ceiling: return above;
    case Rounding::floor: return below;
  }
  return 0;  // not reached
}

auto divisors(Hostile& hostile) -> std::vector<Word> {
  std::vector<Word> result = {3, 6, 7, 9, 12, 25, 50, 365, 3125, 250'000, kHighest, kHighest - 1};
  for (Word power = 1; power <= kHighest / 10; power *= 10) result.push_back(power);
  for (int bit = 1; bit < 63; ++bit) {
    result.push_back(Word{1} << bit);
    result.push_back((Word{1} << bit) + 1);
    result.push_back((Word{1} << bit) - 1);
  }
  for (int i = 0; i < 40; ++i) result.push_back(static_cast<Word>(hostile.bits() >> 1 >> hostile.below(63)) | 1);
  return result;
}

// Multiples of the divisor, ties, and their neighbours, among numbers of all kinds, the last of them included.
auto dividend(Hostile& hostile, Word divisor) -> Word {
  const Wide any = hostile.word();
  const auto step = static_cast<Wide>(hostile.below(5)) - 2;
  switch (hostile.below(4)) {
    case 0: return static_cast<Word>(any);
    case 1: return wrapped(any / divisor * divisor + step);
    case 2: return wrapped(any / divisor * divisor + divisor / 2 + step);
    default: return wrapped((hostile.flag() != 0 ? kHighest : kLowest) + step);
  }
}

TEST(Rounding, QuotientByAConstant) {
  on_every_width([] {
    Hostile hostile;
    for (const Word divisor : divisors(hostile)) {
      const std::size_t n = kSizes[hostile.below(kSizes.size() - 1)];
      const Column<Word> a(n, [&] { return dividend(hostile, divisor); });
      const Column<Word> out = hostile.words(n);
      for (const Rounding mode : kModes) {
        SCOPED_TRACE(testing::Message() << "divisor " << divisor << ", " << rounding_name(mode));
        round_quotient(mode, a.data(), divisor, out.data(), n);
        expect_lanes(out, n, [&](std::size_t i) { return wrapped(rounded(mode, a[i], divisor)); });
        const Column<Word> in_place(a.values());
        round_quotient(mode, in_place.data(), divisor, in_place.data(), n);
        expect_lanes(in_place, n, [&](std::size_t i) { return out[i]; });
      }
    }
  });
}

TEST(Rounding, QuotientOfPositiveByAConstant) {
  on_every_width([] {
    Hostile hostile;
    for (const Word divisor : divisors(hostile)) {
      const Word most = (kHighest - divisor) / 2;  // what the kernel requires
      const std::size_t n = kSizes[hostile.below(kSizes.size() - 1)];
      const Column<Word> a(n, [&] {
        const Word value = dividend(hostile, divisor);
        const auto from_the_end = static_cast<Word>(hostile.below(4));
        return value < 0 ? std::max<Word>(0, most - from_the_end) : std::min(value, most);
      });
      const Column<Word> out = hostile.words(n);
      for (const Rounding mode : kModes) {
        SCOPED_TRACE(testing::Message() << "divisor " << divisor << ", " << rounding_name(mode));
        round_quotient_positive(mode, a.data(), divisor, out.data(), n);
        expect_lanes(out, n, [&](std::size_t i) { return wrapped(rounded(mode, a[i], divisor)); });
      }
    }
  });
}

TEST(Rounding, SmallNumbersOneByOne) {
  on_every_width([] {
    constexpr std::size_t kCount = 4001;
    Word next = -2000;
    const Column<Word> a(kCount, [&] { return next++; });
    next = 0;
    const Column<Word> positive(kCount, [&] { return next++; });
    const Column<Word> out(kCount, [] { return Word{0}; });
    for (Word divisor = 1; divisor <= 130; ++divisor) {
      for (const Rounding mode : kModes) {
        SCOPED_TRACE(testing::Message() << "divisor " << divisor << ", " << rounding_name(mode));
        round_quotient(mode, a.data(), divisor, out.data(), kCount);
        expect_lanes(out, kCount, [&](std::size_t i) { return wrapped(rounded(mode, a[i], divisor)); });
        round_quotient_positive(mode, positive.data(), divisor, out.data(), kCount);
        expect_lanes(out, kCount, [&](std::size_t i) { return wrapped(rounded(mode, positive[i], divisor)); });
      }
    }
  });
}

TEST(Rounding, Ratio) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Word> b = hostile.words(n);
      std::size_t lane = 0;
      const Column<Word> a(n, [&] {
        const Word below = lane < n ? b[lane] : 0;
        ++lane;
        return below > 0 ? dividend(hostile, below) : hostile.word();
      });
      for (const GivenWords above : both_forms(a)) {
        for (const GivenWords below : both_forms(b)) {
          for (const Rounding mode : kModes) {
            const Column<Word> out = hostile.words(n);
            const Column<Byte> before = hostile.bytes(n, 10);
            for (std::size_t i = 0; i < n; ++i) before[i] = before[i] == 0;
            const Column<Byte> bad(before.values());
            round_ratio(mode, above.operand, below.operand, out.data(), bad.data(), n);
            const auto lacking = [&](std::size_t i) {
              return below[i] == 0 || !fits(rounded(mode, above[i], below[i]));
            };
            expect_lanes(bad, n, [&](std::size_t i) { return static_cast<Byte>(before[i] != 0 || lacking(i)); });
            expect_lanes(out, n, [&](std::size_t i) {
              return lacking(i) ? out[i] : wrapped(rounded(mode, above[i], below[i]));
            });
          }
        }
      }
    }
  });
}

}  // namespace
}  // namespace remit::kernels
