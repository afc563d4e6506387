#include "engine/batch/operators/orders.h"

#include <algorithm>
#include <numeric>

#include "engine/batch/operands.h"

namespace remit::batch {

auto order_of(Block& block, const Axis& axis, const Column* key) -> const std::uint32_t* {
  auto* order = block.arena().lanes<std::uint32_t>(axis.lanes);
  std::iota(order, order + axis.lanes, 0U);
  if (key->same) return key->shape == Shape::failed ? nullptr : order;
  if (deepest(key->axis, &axis) != &axis) return nullptr;
  const Column& at = *block.on(key, &axis);
  if (at.bad != nullptr) return nullptr;
  // Absent before everything.
  const auto there = [&](std::uint32_t i) { return at.present == nullptr || at.present[i] != 0; };
  const auto sort = [&](auto less) {
    for (std::uint32_t p = 0; p < axis.parent->lanes; ++p) {
      std::stable_sort(order + axis.offsets[p], order + axis.offsets[p + 1], [&](std::uint32_t a, std::uint32_t b) {
        if (!there(a) || !there(b)) return there(b) && !there(a);
        return less(a, b);
      });
    }
  };
  switch (at.shape) {
    case Shape::words: sort([&](std::uint32_t a, std::uint32_t b) { return at.words[a] < at.words[b]; }); return order;
    case Shape::bytes: sort([&](std::uint32_t a, std::uint32_t b) { return at.bytes[a] < at.bytes[b]; }); return order;
    case Shape::texts: sort([&](std::uint32_t a, std::uint32_t b) { return at.texts[a] < at.texts[b]; }); return order;
    default: return nullptr;
  }
}

}  // namespace remit::batch
