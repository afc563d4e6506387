// What the operators share: operands on one axis and at one place, masks passed on, results put together.
#pragma once
#include <array>
#include <span>

#include "engine/batch/block.h"
#include "engine/number/number.h"

namespace remit::batch {

using Wide = number_detail::Wide;
inline constexpr int kMostPlaces = 18;  // of a column of words
using Shape = Column::Shape;

// Bounds of an exact result, which may lie outside of 64 bits.
struct Bounds {
  Wide low = 0, high = 0;
  [[nodiscard]] bool fits() const { return low >= INT64_MIN && high <= INT64_MAX; }
  [[nodiscard]] bool fits_half() const { return low >= INT32_MIN && high <= INT32_MAX; }
};
inline auto bounds_of(const Column& c) -> Bounds { return {.low = c.low, .high = c.high}; }
inline auto operator+(Bounds a, Bounds b) -> Bounds { return {.low = a.low + b.low, .high = a.high + b.high}; }
inline auto operator-(Bounds a, Bounds b) -> Bounds { return {.low = a.low - b.high, .high = a.high - b.low}; }
auto operator*(Bounds a, Bounds b) -> Bounds;  // of bounds that fit
auto joined(Bounds a, Bounds b) -> Bounds;

auto failed_column(Block& block) -> const Column*;
auto absent_column(Block& block) -> const Column*;

// ── Masks ────────────────────────────────────────────────────────────────────────────────────────────────────────

auto either(Block& block, const Byte* a, const Byte* b, std::uint32_t lanes) -> const Byte*;  // nullptr: nowhere
auto both(Block& block, const Byte* a, const Byte* b, std::uint32_t lanes) -> const Byte*;    // nullptr: everywhere
auto filled(Block& block, Byte byte, std::uint32_t lanes) -> Byte*;

// ── Operands ─────────────────────────────────────────────────────────────────────────────────────────────────────

// Operands of an operator that needs them all, on the deepest of their axes. Where one failed everywhere, or they do
// not lie on one branch, nothing of the rest holds.
struct Strict {
  static constexpr std::size_t kMost = 4;
  Strict(Block& block, std::initializer_list<const Column*> columns);

  const Axis* axis = nullptr;  // nullptr: not on one branch
  std::array<const Column*, kMost> at{};
  bool failed = false;
  bool same = true;  // each is one value, so the result is
  const Byte* bad = nullptr;

  [[nodiscard]] auto lanes() const -> std::uint32_t { return same ? 1 : axis->lanes; }
};
auto deepest(const Axis* a, const Axis* b) -> const Axis*;  // nullptr: not on one branch; nullptr is the root's root

// A column of words at more places than it has. `bad` is made where lanes may leave 64 bits.
struct Scaled {
  Words words;
  Bounds bounds;
};
auto scaled(Block& block, const Column& column, int places, std::uint32_t lanes, const Byte*& bad) -> Scaled;

// The columns as words; of `none`, and of what is empty, zeros. nullptr: it is in another shape.
auto as_words(Block& block, const Column* column) -> const Column*;

// ── Results ──────────────────────────────────────────────────────────────────────────────────────────────────────

struct Masks {
  const Byte* present = nullptr;
  const Byte* bad = nullptr;
};
auto words_result(Block& block, const Axis* axis, bool same, const Word* lanes, int places, Bounds bounds, Masks masks)
    -> const Column*;
// Conditions: finds out whether all lanes are equal.
auto condition_result(Block& block, const Axis* axis, bool same, const Byte* lanes, Masks masks) -> const Column*;
auto bytes_result(Block& block, const Axis* axis, bool same, const Byte* lanes, Bounds bounds, Masks masks)
    -> const Column*;
auto word_column(Block& block, Word word, int places = 0) -> const Column*;  // everywhere
auto condition_column(Block& block, bool holds) -> const Column*;            // everywhere

// The column on that axis, also absent and bad where the masks say so. nullptr: it is one element or list everywhere.
auto masked(Block& block, const Column* column, const Axis* axis, Masks masks) -> const Column*;
// One value everywhere, written to every lane of the axis. nullptr: an element or a list.
auto spread(Block& block, const Column& column, const Axis* axis) -> Column*;

// After a checked kernel: `bad` lanes become 0, so that they do not widen the bounds. Returns those of the rest;
// `bad` becomes nullptr where no lane is.
auto clean(Word* lanes, const Byte*& bad, std::uint32_t count) -> Bounds;

// Lanes of any shape by their number: lane i of the result is lane index[i] of the column. Failed: lists that
// would have too many elements together (axes.h).
auto gathered(Block& block, const Column& column, const std::uint32_t* index, const Axis* axis) -> const Column*;

// The other way round: lane index[i] of the result is lane i of the column of words; 0 where no lane goes.
auto scattered(Block& block, const Column& column, const std::uint32_t* index, const Axis* axis) -> const Column*;

auto parents_of(Block& block, const Axis& axis) -> const std::uint32_t*;
auto firsts_of(Block& block, const Axis& axis) -> const std::uint32_t*;

}  // namespace remit::batch
