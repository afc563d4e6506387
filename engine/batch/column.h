// A column: the values of one node for all lanes of an axis.
//
// An axis is what lanes stand for: the cases of a block, the elements of a list over all those cases, the elements of
// a list that was computed. The axis of the cases is the root; every other axis has a parent, each of whose lanes owns
// some consecutive lanes of it (Arrow's layout).
//
// Columns and axes live in the arena of their block and are immutable once made. Lanes that are absent or bad hold a
// value all the same, within the bounds; nobody may draw a conclusion from it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/batch/kernels/kernels.h"
#include "engine/value/value.h"

namespace remit::batch {

using kernels::Byte;
using kernels::Bytes;
using kernels::Word;
using kernels::Words;

struct Column;

struct Axis {
  std::uint32_t lanes = 0;
  const Axis* parent = nullptr;
  const std::uint32_t* offsets = nullptr;          // parent's lanes + 1
  std::uint32_t longest = 0;                       // the most lanes that one lane of the parent owns
  std::uint32_t depth = 0;                         // of the root: 0
  mutable const std::uint32_t* parents = nullptr;  // by lane: the lane of the parent; made on first use
  mutable const std::uint32_t* firsts = nullptr;   // by case: its first lane, and one more; made on first use
};

struct Column {
  enum class Shape : std::uint8_t {
    failed,   // bad everywhere
    absent,   // `none` everywhere
    bytes,    // boolean, enumeration
    words,    // numbers: value × 10^-places; dates, times, periods
    ratio,    // `fields`: numerator and denominator, words; a quotient that was not rounded yet
    texts,    // views that live as long as the block
    record,   // `fields`
    list,     // `elements`: an axis below this column's, and what stands at its lanes
    element,  // of the list `list`: `index` is the lane on that list's own axis (nullptr: the same lane)
    boxed,    // anything else: numbers that do not fit a word
  };
  Shape shape = Shape::failed;
  // One value for every lane, with neither `present` nor `bad`: of words and bytes it is `low`.
  bool same = false;
  std::int8_t places = 0;
  const Axis* axis = nullptr;
  Word low = 0, high = 0;         // of words and bytes: every lane lies between, also absent and bad ones
  const Byte* present = nullptr;  // nullptr: all are
  const Byte* bad = nullptr;      // 1: the value could not be computed here, or not in this shape; nullptr: none
  const Byte* bytes = nullptr;
  const Word* words = nullptr;
  const std::string_view* texts = nullptr;  // `same`: one
  const Value* values = nullptr;            // boxed; `same`: one
  std::span<const Column* const> fields{};
  const Axis* elements = nullptr;
  const Column* element = nullptr;
  ListId list{};
  const std::uint32_t* index = nullptr;

  mutable const Column* lifted = nullptr;  // the same on the axis below that last asked for it
};

inline auto words_of(const Column& c) -> Words { return {.lanes = c.same ? nullptr : c.words, .same = c.low}; }
inline auto bytes_of(const Column& c) -> Bytes {
  return {.lanes = c.same ? nullptr : c.bytes, .same = static_cast<Byte>(c.low)};
}
// Asks memory for the bytes of a text that will soon be read: they lie wherever a reader put them, on one line or two.
// Always inline: a call of a function that only does this is taken for one without effect, and left out.
[[gnu::always_inline]] inline void ask_for(std::string_view text) {
  constexpr std::size_t kSoon = 32;  // bytes
  __builtin_prefetch(text.data());
  __builtin_prefetch(text.data() + std::min(text.size(), kSoon));
}
inline constexpr std::uint32_t kAhead = 32;  // lanes from asking for a text to reading it
// Likewise of a column that has so many lanes, before lane i is read.
[[gnu::always_inline]] inline void ask_ahead(const Column& c, std::uint32_t i, std::uint32_t lanes) {
  if (c.shape == Column::Shape::texts && !c.same && i + kAhead < lanes) ask_for(c.texts[i + kAhead]);
}

// An optional mask as an operand: `otherwise` where there is none.
inline auto mask_of(const Byte* mask, Byte otherwise) -> Bytes { return {.lanes = mask, .same = otherwise}; }

}  // namespace remit::batch
