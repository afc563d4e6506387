#include <array>

#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

constexpr std::array kRelations = {Relation::equal, Relation::not_equal, Relation::less, Relation::less_equal};

auto holds(Relation relation, Word a, Word b) -> Byte {
  switch (relation) {
    case Relation::equal: return a == b;
    case Relation::not_equal: return a != b;
    case Relation::less: return a < b;
    case Relation::less_equal: return a <= b;
  }
  return 0;  // not reached
}

TEST(Conditions, CompareWords) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Word> a = hostile.words(n), b = hostile.words(n);
      for (std::size_t i = 0; i < n; ++i) b[i] = hostile.flag() != 0 ? a[i] : b[i];
      const Column<Byte> out = hostile.flags(n);
      for (const Relation relation : kRelations) {
        for (const GivenWords left : both_forms(a)) {
          for (const GivenWords right : both_forms(b)) {
            compare(relation, left.operand, right.operand, out.data(), n);
            expect_lanes(out, n, [&](std::size_t i) { return holds(relation, left[i], right[i]); });
          }
        }
      }
    }
  });
}

TEST(Conditions, CompareBytes) {
  on_every_width([] {
    Hostile hostile;
    for (const std::size_t n : kSizes) {
      const Column<Byte> a = hostile.bytes(n, 256), b = hostile.bytes(n, 256);
      for (std::size_t i = 0; i < n; ++i) b[i] = hostile.flag() != 0 ? a[i] : b[i];
      for (const Relation relation : kRelations) {
        for (const GivenBytes left : both_forms(a)) {
          for (const GivenBytes right : both_forms(b)) {
            const auto want = [&](std::size_t i) { return holds(relation, left[i], right[i]); };
            const Column<Byte> out = hostile.flags(n), in_place(a.values());
            compare(relation, left.operand, right.operand, out.data(), n);
            expect_lanes(out, n, want);
            if (left.operand.lanes == nullptr) continue;
            compare(relation, {in_place.data()}, right.operand, in_place.data(), n);
            expect_lanes(in_place, n, want);
          }
        }
      }
    }
  });
}

template <class Model>
void check(void (*kernel)(Bytes, Bytes, Byte*, std::size_t), Model model) {
  Hostile hostile;
  for (const std::size_t n : kSizes) {
    const Column<Byte> a = hostile.flags(n), b = hostile.flags(n);
    for (const GivenBytes left : both_forms(a)) {
      for (const GivenBytes right : both_forms(b)) {
        const auto want = [&](std::size_t i) { return static_cast<Byte>(model(left[i] != 0, right[i] != 0)); };
        const Column<Byte> out = hostile.bytes(n, 256), in_place(b.values());
        kernel(left.operand, right.operand, out.data(), n);
        expect_lanes(out, n, want);
        if (right.operand.lanes == nullptr) continue;
        kernel(left.operand, {in_place.data()}, in_place.data(), n);
        expect_lanes(in_place, n, want);
      }
    }
  }
}

TEST(Conditions, BothEitherWithoutInvert) {
  on_every_width([] {
    check(both, [](bool a, bool b) { return a && b; });
    check(either, [](bool a, bool b) { return a || b; });
    check(without, [](bool a, bool b) { return a && !b; });
    check([](Bytes a, Bytes /*b*/, Byte* out, std::size_t n) { invert(a, out, n); }, [](bool a, bool) { return !a; });
  });
}

template <class T, class Operand>
void check_select(void (*kernel)(Bytes, Operand, Operand, T*, std::size_t), Column<T> (*make)(Hostile&, std::size_t)) {
  Hostile hostile;
  for (const std::size_t n : kSizes) {
    const Column<T> a = make(hostile, n), b = make(hostile, n);
    const Column<Byte> flags = hostile.flags(n);
    for (const GivenBytes when : both_forms(flags)) {
      for (const auto then : both_forms(a)) {
        for (const auto otherwise : both_forms(b)) {
          const auto want = [&](std::size_t i) { return when[i] != 0 ? then[i] : otherwise[i]; };
          const Column<T> out = make(hostile, n), in_place(a.values());
          kernel(when.operand, then.operand, otherwise.operand, out.data(), n);
          expect_lanes(out, n, want);
          if (then.operand.lanes == nullptr) continue;
          kernel(when.operand, {in_place.data(), {}}, otherwise.operand, in_place.data(), n);
          expect_lanes(in_place, n, want);
        }
      }
    }
  }
}

TEST(Conditions, Select) {
  on_every_width([] {
    check_select<Word, Words>(select, [](Hostile& hostile, std::size_t n) { return hostile.words(n); });
    check_select<Byte, Bytes>(select, [](Hostile& hostile, std::size_t n) { return hostile.bytes(n, 256); });
  });
}

}  // namespace
}  // namespace remit::kernels
