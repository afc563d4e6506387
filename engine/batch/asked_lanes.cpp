#include "engine/batch/asked_lanes.h"

#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/operators/conditions.h"

namespace remit::batch {

auto AskedLanes::spread_over(const Axis* axis) -> const Column* {
  for (const auto& [known, column] : spread_) {
    if (known == axis) return column;
  }
  const Column ones{.shape = Shape::bytes, .axis = axis, .low = 0, .high = 1, .bytes = filled(block_, 1, axis->lanes)};
  return spread_.emplace_back(axis, block_.arena().make<Column>(ones)).second;
}

auto AskedLanes::of_elements(const Axis* axis) -> const Column* {
  return axis->lanes == 0 ? none() : axis == block_.root() ? all() : spread_over(axis);
}

auto AskedLanes::on_axis(const Column* result, const Column* a, const Column* b) -> const Column* {
  if (result == nullptr || !everywhere(*result)) return result;
  const Axis* axis = a->same ? b->same ? nullptr : b->axis : a->axis;
  return axis == nullptr || axis == block_.root() ? result : spread_over(axis);
}

auto AskedLanes::lanes_of(const Byte* lanes, const Axis* axis) -> const Column* {
  const Column* made = condition_of(block_, lanes, axis);
  return everywhere(*made) ? spread_over(axis) : made;
}

auto AskedLanes::both(const Column* a, const Column* b) -> const Column* {
  return a == nullptr || b == nullptr ? nullptr : on_axis(both_hold(block_, a, b), a, b);
}

auto AskedLanes::without(const Column* a, const Column* b) -> const Column* {
  return a == nullptr || b == nullptr ? nullptr : on_axis(only_first(block_, a, b), a, b);
}

auto AskedLanes::without_mask(const Column* a, const Byte* mask) -> const Column* {
  return mask == nullptr ? a : without(a, condition_of(block_, mask, block_.root()));
}

auto AskedLanes::joined(const Column* a, const Column* b) -> const Column* {
  while (!a->same && !b->same && a->axis != b->axis) {
    const Column*& deeper = a->axis->depth >= b->axis->depth ? a : b;
    if (deeper->axis->parent == nullptr) break;
    deeper = any_below(block_, *deeper);
  }
  if (everywhere(*a) || everywhere(*b)) return all();
  return on_axis(either_holds(block_, a, b), a, b);
}

auto AskedLanes::in_cases(const Column* where) -> const Column* {
  while (!where->same && where->axis != block_.root()) where = any_below(block_, *where);
  return where;
}

auto AskedLanes::without_elements(const Column* list) -> const Column* {
  if (list->shape != Shape::list || list->axis != block_.root()) return nullptr;
  Byte* none = block_.arena().lanes<Byte>(block_.cases());
  for (std::uint32_t i = 0; i < block_.cases(); ++i) {
    none[i] = list->elements->offsets[i] == list->elements->offsets[i + 1] ? 1 : 0;
  }
  return condition_of(block_, none, block_.root());
}

auto AskedLanes::scattered(const Column& of, const Column* where) -> const Column* {
  if (where == nullptr) return nullptr;
  if (!where->same && where->axis->depth > of.axis->depth) {
    while (where->axis != of.axis && where->axis->parent != nullptr && !where->same) where = any_below(block_, *where);
  }
  const Column* asked = where->same ? where : block_.on(where, of.axis);
  const Axis* own = block_.axis_of(of.list);
  Byte* lanes = filled(block_, 0, own->lanes);
  for (std::uint32_t i = 0; i < of.axis->lanes; ++i) {
    const bool counts = (asked->same ? asked->low : asked->bytes[i]) != 0 &&
                        (of.present == nullptr || of.present[i] != 0) && (of.bad == nullptr || of.bad[i] == 0);
    if (counts) lanes[of.index == nullptr ? i : of.index[i]] = 1;
  }
  return lanes_of(lanes, own);
}

auto AskedLanes::until(const Axis* axis, const std::uint32_t* order, const Column* asked, const Column* decides)
    -> const Column* {
  if (asked == nullptr || decides == nullptr) return nullptr;
  if (nowhere(*decides)) return asked;
  Byte* out = block_.arena().lanes<Byte>(axis->lanes);
  const Column& open_to = *block_.on(asked, axis);
  const Column& stop = *block_.on(decides, axis);
  for (std::uint32_t i = 0; i < axis->parent->lanes; ++i) {
    bool open = true;
    for (std::uint32_t at = axis->offsets[i]; at < axis->offsets[i + 1]; ++at) {
      const std::uint32_t k = order == nullptr ? at : order[at];
      out[k] = open && (open_to.same ? open_to.low : open_to.bytes[k]) != 0 ? 1 : 0;
      open = open && (stop.same ? stop.low : stop.bytes[k]) == 0;
    }
  }
  return lanes_of(out, axis);
}

}  // namespace remit::batch
