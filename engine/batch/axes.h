// New axes, and lists over them.
#pragma once
#include <algorithm>
#include <cstdint>

#include "engine/batch/block.h"

namespace remit::batch {

// More lanes than this are not laid out at once: of a list within a list of long bills, say.
inline constexpr std::uint64_t kMostLanes = 4'000'000;

// An axis below another: `size(i)` lanes for lane i of the parent. nullptr: too many.
template <class Size>
auto axis_below(Block& block, const Axis* parent, Size size) -> const Axis* {
  auto* offsets = block.arena().lanes<std::uint32_t>(parent->lanes + 1);
  auto* axis = block.arena().make<Axis>();
  offsets[0] = 0;
  std::uint64_t all = 0;
  for (std::uint32_t i = 0; i < parent->lanes; ++i) {
    const std::uint32_t mine = size(i);
    all += mine;
    if (all > kMostLanes) return nullptr;
    offsets[i + 1] = offsets[i] + mine;
    axis->longest = std::max(axis->longest, mine);
  }
  axis->lanes = offsets[parent->lanes];
  axis->parent = parent;
  axis->offsets = offsets;
  axis->depth = parent->depth + 1;
  return axis;
}

inline auto list_over(Block& block, const Axis* axis, const Axis* elements, const Column* element, const Byte* bad)
    -> const Column* {
  auto* column = block.arena().make<Column>();
  column->shape = Column::Shape::list;
  column->axis = axis;
  column->bad = bad;
  column->elements = elements;
  column->element = element;
  return column;
}

}  // namespace remit::batch
