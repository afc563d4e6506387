#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

using Binary = void (*)(Words, Words, Word*, std::size_t);
using Checked = void (*)(Words, Words, Word*, Byte*, std::size_t);

// Both operands in both forms, and the output in the place of either.
template <class Model>
void check(Binary kernel, Column<Word> (Hostile::*make)(std::size_t), Model model) {
  Hostile hostile;
  for (const std::size_t n : kSizes) {
    const Column<Word> a = (hostile.*make)(n), b = (hostile.*make)(n);
    for (const GivenWords left : both_forms(a)) {
      for (const GivenWords right : both_forms(b)) {
        const auto want = [&](std::size_t i) { return model(left[i], right[i]); };
        const Column<Word> out = hostile.words(n), in_place_a(a.values()), in_place_b(b.values());
        kernel(left.operand, right.operand, out.data(), n);
        expect_lanes(out, n, want);
        if (left.operand.lanes != nullptr) {
          kernel({in_place_a.data()}, right.operand, in_place_a.data(), n);
          expect_lanes(in_place_a, n, want);
        }
        if (right.operand.lanes != nullptr) {
          kernel(left.operand, {in_place_b.data()}, in_place_b.data(), n);
          expect_lanes(in_place_b, n, want);
        }
      }
    }
  }
}

TEST(Arithmetic, ComputesModulo64Bits) {
  on_every_width([] {
    check(add, &Hostile::words, [](Wide a, Wide b) { return wrapped(a + b); });
    check(subtract, &Hostile::words, [](Wide a, Wide b) { return wrapped(a - b); });
    check(multiply, &Hostile::words, [](Wide a, Wide b) { return wrapped(a * b); });
    check(multiply_narrow, &Hostile::narrows, [](Wide a, Wide b) { return wrapped(a * b); });
    check(minimum, &Hostile::words, [](Word a, Word b) { return std::min(a, b); });
    check(maximum, &Hostile::words, [](Word a, Word b) { return std::max(a, b); });
  });
}

TEST(Arithmetic, Absolute) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Word> a = hostile.words(n);
      for (const GivenWords given : both_forms(a)) {
        const Column<Word> out = hostile.words(n);
        absolute(given.operand, out.data(), n);
        expect_lanes(out, n, [&](std::size_t i) { return given[i] < 0 ? wrapped(-Wide{given[i]}) : given[i]; });
      }
    }
  });
}

// `bad` where the exact result does not fit, and where it was before; elsewhere the exact result.
template <class Model>
void check_checked(Checked kernel, Column<Word> (Hostile::*make)(std::size_t), Model model) {
  Hostile hostile;
  for (const std::size_t n : kSizes) {
    const Column<Word> a = (hostile.*make)(n), b = (hostile.*make)(n);
    for (const GivenWords left : both_forms(a)) {
      for (const GivenWords right : both_forms(b)) {
        const Column<Word> out = hostile.words(n);
        const Column<Byte> before = hostile.bytes(n, 10);
        for (std::size_t i = 0; i < n; ++i) before[i] = before[i] == 0;
        const Column<Byte> bad(before.values());
        kernel(left.operand, right.operand, out.data(), bad.data(), n);
        expect_lanes(bad, n, [&](std::size_t i) {
          return static_cast<Byte>(before[i] != 0 || !fits(model(left[i], right[i])));
        });
        expect_lanes(out, n, [&](std::size_t i) {
          const Wide exact = model(left[i], right[i]);
          return fits(exact) ? wrapped(exact) : out[i];
        });
      }
    }
  }
}

TEST(Arithmetic, CheckedTellsWhatDoesNotFit) {
  const auto sum = [](Wide a, Wide b) { return a + b; };
  const auto difference = [](Wide a, Wide b) { return a - b; };
  const auto product = [](Wide a, Wide b) { return a * b; };
  on_every_width([&] {
    check_checked(add_checked, &Hostile::words, sum);
    check_checked(subtract_checked, &Hostile::words, difference);
    check_checked(multiply_checked, &Hostile::words, product);
    check_checked(multiply_checked, &Hostile::narrows, product);
  });
}

// Groups of lanes of which all are just within 32 bits, or just beyond.
TEST(Arithmetic, CheckedProductsAroundHalfAWord) {
  on_every_width([] {
    Hostile hostile;
    const std::vector<Word> edges = {-(1LL << 32), -(1LL << 31), 0, (1LL << 31), (1LL << 32)};
    for (const Word left : edges) {
      for (const Word right : edges) {
        const auto around = [&](Word edge) {
          return [&, edge] { return edge + static_cast<Word>(hostile.below(5)) - 2; };
        };
        for (const Word shift : {-2, 0, 2}) {
          const Column<Word> a(129, around(left + shift)), b(129, around(right + shift)), out = hostile.words(129);
          const Column<Byte> bad(129, [] { return Byte{0}; });
          multiply_checked({a.data()}, {b.data()}, out.data(), bad.data(), 129);
          expect_lanes(bad, 129, [&](std::size_t i) { return static_cast<Byte>(!fits(Wide{a[i]} * b[i])); });
          expect_lanes(out, 129, [&](std::size_t i) { return bad[i] != 0 ? out[i] : wrapped(Wide{a[i]} * b[i]); });
        }
      }
    }
  });
}

TEST(Arithmetic, BandOfASlice) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const auto position = [&] { return hostile.word() / 2; };  // so that no difference wraps
      const Column<Word> begin(n, position), end(n, position), lower(n, position), upper(n, position);
      const Column<Word> rate = hostile.words(n), before = hostile.words(n);
      for (unsigned forms = 0; forms < 32; ++forms) {
        const auto form = [&](const Column<Word>& column, unsigned bit) {
          return both_forms(column)[forms >> bit & 1];
        };
        const GivenWords from = form(begin, 0), to = form(end, 1), low = form(lower, 2), high = form(upper, 3);
        const GivenWords share = form(rate, 4);
        const Column<Word> paid(before.values());
        add_band(from.operand, to.operand, low.operand, high.operand, share.operand, paid.data(), n);
        expect_lanes(paid, n, [&](std::size_t i) {
          const Wide inside = Wide{std::min(to[i], high[i])} - std::max(from[i], low[i]);
          return wrapped(before[i] + Wide{wrapped(std::max<Wide>(0, inside))} * share[i]);
        });
      }
    }
  });
}

}  // namespace
}  // namespace remit::kernels
