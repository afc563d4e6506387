#include "engine/batch/operands.h"

#include <algorithm>
#include <numeric>

#include "engine/batch/axes.h"

namespace remit::batch {

auto operator*(Bounds a, Bounds b) -> Bounds {
  const std::array<Wide, 4> corners{a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  const auto [low, high] = std::ranges::minmax(corners);
  return {.low = low, .high = high};
}

auto joined(Bounds a, Bounds b) -> Bounds { return {.low = std::min(a.low, b.low), .high = std::max(a.high, b.high)}; }

auto failed_column(Block& block) -> const Column* {
  auto* column = block.arena().make<Column>();
  column->axis = block.root();
  column->same = true;
  return column;
}

auto absent_column(Block& block) -> const Column* {
  auto* column = block.arena().make<Column>();
  column->shape = Shape::absent;
  column->axis = block.root();
  column->same = true;
  return column;
}

auto either(Block& block, const Byte* a, const Byte* b, std::uint32_t lanes) -> const Byte* {
  if (a == nullptr || a == b) return b;
  if (b == nullptr) return a;
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::either({.lanes = a}, {.lanes = b}, out, lanes);
  return out;
}

auto filled(Block& block, Byte byte, std::uint32_t lanes) -> Byte* {
  Byte* out = block.arena().lanes<Byte>(lanes);
  std::fill_n(out, kernels::padded(std::max(1U, lanes)), byte);
  return out;
}

auto deepest(const Axis* a, const Axis* b) -> const Axis* {
  const Axis* deeper = a->depth >= b->depth ? a : b;
  const Axis* other = deeper == a ? b : a;
  for (const Axis* above = deeper; above != nullptr; above = above->parent) {
    if (above == other) return deeper;
  }
  return nullptr;
}

Strict::Strict(Block& block, std::initializer_list<const Column*> columns) : axis(block.root()) {
  for (const Column* c : columns) {
    failed = failed || c->shape == Shape::failed;
    if (c->same) continue;
    same = false;
    if (axis != nullptr) axis = deepest(axis, c->axis);
  }
  if (axis == nullptr || failed) return;
  std::size_t i = 0;
  for (const Column* c : columns) {
    at[i] = block.on(c, axis);
    bad = either(block, bad, at[i]->bad, axis->lanes);
    ++i;
  }
}

auto scaled(Block& block, const Column& column, int places, std::uint32_t lanes, const Byte*& bad) -> Scaled {
  const Scaled as_it_is{.words = words_of(column), .bounds = bounds_of(column)};
  if (places == column.places) return as_it_is;
  const Word factor = number_detail::power_of_ten(places - column.places);
  const Bounds bounds = as_it_is.bounds * Bounds{.low = factor, .high = factor};
  if (column.same && bounds.fits()) return {.words = {.same = column.low * factor}, .bounds = bounds};
  Word* out = block.arena().lanes<Word>(lanes);
  if (bounds.fits()) {
    const bool narrow = as_it_is.bounds.fits_half() && factor <= INT32_MAX;
    if (narrow)
      kernels::multiply_narrow(as_it_is.words, {.same = factor}, out, lanes);
    else
      kernels::multiply(as_it_is.words, {.same = factor}, out, lanes);
    return {.words = {.lanes = out}, .bounds = bounds};
  }
  Byte* leaves = filled(block, 0, lanes);
  kernels::multiply_checked(as_it_is.words, {.same = factor}, out, leaves, lanes);
  const Byte* left = leaves;
  const Bounds rest = clean(out, left, lanes);
  bad = either(block, bad, left, lanes);
  return {.words = {.lanes = out}, .bounds = rest};
}

auto as_words(Block& block, const Column* column) -> const Column* {
  if (column->shape == Shape::words) return column;
  return column->shape == Shape::absent ? word_column(block, 0) : nullptr;
}

namespace {

// What is the same everywhere stands on the root; where it is bad, it failed everywhere.
auto result(Block& block, Column made, Word first, Bounds bounds, Masks masks) -> const Column* {
  if (made.same && masks.bad != nullptr && masks.bad[0] != 0) return failed_column(block);
  made.low = made.same ? first : static_cast<Word>(bounds.low);
  made.high = made.same ? first : static_cast<Word>(bounds.high);
  if (made.same) {
    made.axis = block.root();
  } else {
    made.present = masks.present;
    made.bad = masks.bad;
    made.same = made.low == made.high && masks.present == nullptr && masks.bad == nullptr;
  }
  return block.arena().make<Column>(made);
}

}  // namespace

auto words_result(Block& block, const Axis* axis, bool same, const Word* lanes, int places, Bounds bounds, Masks masks)
    -> const Column* {
  const Column made{
      .shape = Shape::words, .same = same, .places = static_cast<std::int8_t>(places), .axis = axis, .words = lanes};
  return result(block, made, lanes[0], bounds, masks);
}

auto bytes_result(Block& block, const Axis* axis, bool same, const Byte* lanes, Bounds bounds, Masks masks)
    -> const Column* {
  return result(block, {.shape = Shape::bytes, .same = same, .axis = axis, .bytes = lanes}, lanes[0], bounds, masks);
}

auto condition_result(Block& block, const Axis* axis, bool same, const Byte* lanes, Masks masks) -> const Column* {
  if (same && masks.bad != nullptr && masks.bad[0] != 0) return failed_column(block);
  if (same) return condition_column(block, lanes[0] != 0);
  Bounds bounds{.low = 0, .high = 1};
  if (masks.present == nullptr && masks.bad == nullptr && axis->lanes > 0) {
    const std::size_t holding = kernels::count(lanes, axis->lanes);
    if (holding == 0) bounds.high = 0;
    if (holding == axis->lanes) bounds.low = 1;
  }
  return bytes_result(block, axis, false, lanes, bounds, masks);
}

auto both(Block& block, const Byte* a, const Byte* b, std::uint32_t lanes) -> const Byte* {
  if (a == nullptr || a == b) return b;
  if (b == nullptr) return a;
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::both({.lanes = a}, {.lanes = b}, out, lanes);
  return out;
}

auto spread(Block& block, const Column& column, const Axis* axis) -> Column* {
  Arena& arena = block.arena();
  const std::size_t lanes = kernels::padded(std::max(1U, axis->lanes));
  auto* out = arena.make<Column>(column);
  out->lifted = nullptr;
  out->same = false;
  out->axis = axis;
  const auto fill = [&](auto value) {
    auto* all = arena.lanes<decltype(value)>(lanes);
    std::fill_n(all, lanes, value);
    return all;
  };
  switch (column.shape) {
    case Shape::failed:
    case Shape::absent:
      out->shape = Shape::words;
      out->words = fill(Word{0});
      out->bad = column.shape == Shape::failed ? fill(Byte{1}) : nullptr;
      out->present = column.shape == Shape::absent ? fill(Byte{0}) : nullptr;
      return out;
    case Shape::bytes: out->bytes = fill(static_cast<Byte>(column.low)); return out;
    case Shape::words: out->words = fill(column.low); return out;
    case Shape::texts: out->texts = fill(column.texts[0]); return out;
    case Shape::boxed: {
      Value* values = arena.values(axis->lanes);
      std::fill_n(values, axis->lanes, column.values[0]);
      out->values = values;
      return out;
    }
    case Shape::ratio:
    case Shape::record: return out;
    case Shape::list:
    case Shape::element: return nullptr;
  }
  return nullptr;  // not reached: the switch is exhaustive
}

auto masked(Block& block, const Column* column, const Axis* axis, Masks masks) -> const Column* {
  if (masks.present == nullptr && masks.bad == nullptr) return column;
  if (column->shape == Shape::failed || (column->shape == Shape::absent && masks.bad == nullptr)) return column;
  if (!column->same) column = block.on(column, axis);
  if (column->shape == Shape::failed) return column;
  Column* out = column->same ? spread(block, *column, axis) : block.arena().make<Column>(*column);
  if (out == nullptr) return nullptr;
  out->lifted = nullptr;
  out->present = both(block, out->present, masks.present, axis->lanes);
  out->bad = either(block, out->bad, masks.bad, axis->lanes);
  return out;
}

auto word_column(Block& block, Word word, int places) -> const Column* {
  Word* lane = block.arena().lanes<Word>(1);
  lane[0] = word;
  return words_result(block, block.root(), true, lane, places, {}, {});
}

auto condition_column(Block& block, bool holds) -> const Column* { return block.always(holds); }

auto clean(Word* lanes, const Byte*& bad, std::uint32_t count) -> Bounds {
  if (!kernels::any(bad, count)) {
    bad = nullptr;
    if (count == 0) return {};
    const kernels::Range all = kernels::range(lanes, count);
    return {.low = all.low, .high = all.high};
  }
  kernels::select({.lanes = bad}, Words{.same = 0}, Words{.lanes = lanes}, lanes, count);
  const kernels::Range rest = kernels::range(lanes, count);
  return {.low = rest.low, .high = rest.high};
}

// ── Axes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

auto parents_of(Block& block, const Axis& axis) -> const std::uint32_t* {
  if (axis.parents != nullptr) return axis.parents;
  auto* parents = block.arena().lanes<std::uint32_t>(axis.lanes);
  for (std::uint32_t p = 0; p < axis.parent->lanes; ++p) {
    std::fill(parents + axis.offsets[p], parents + axis.offsets[p + 1], p);
  }
  axis.parents = parents;
  return parents;
}

auto firsts_of(Block& block, const Axis& axis) -> const std::uint32_t* {
  if (axis.firsts != nullptr) return axis.firsts;
  const std::uint32_t cases = block.root()->lanes;
  auto* firsts = block.arena().lanes<std::uint32_t>(cases + 1);
  for (std::uint32_t i = 0; i <= cases; ++i) {
    firsts[i] = axis.parent == nullptr ? i : axis.offsets[firsts_of(block, *axis.parent)[i]];
  }
  axis.firsts = firsts;
  return firsts;
}

// ── Lanes by number ──────────────────────────────────────────────────────────────────────────────────────────────

namespace {

auto gathered_mask(Block& block, const Byte* mask, const std::uint32_t* index, std::uint32_t lanes) -> const Byte* {
  if (mask == nullptr) return nullptr;
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::gather(index, mask, out, lanes);
  return out;
}

auto gathered_list(Block& block, const Column& column, const std::uint32_t* index, const Axis* axis, Column* out)
    -> const Column* {
  const Axis& from = *column.elements;
  const Axis* elements =
      axis_below(block, axis, [&](std::uint32_t i) { return from.offsets[index[i] + 1] - from.offsets[index[i]]; });
  if (elements == nullptr) return failed_column(block);
  auto* picked = block.arena().lanes<std::uint32_t>(elements->lanes);
  for (std::uint32_t i = 0; i < axis->lanes; ++i) {
    std::iota(picked + elements->offsets[i], picked + elements->offsets[i + 1], from.offsets[index[i]]);
  }
  out->elements = elements;
  out->element = gathered(block, *column.element, picked, elements);
  return out;
}

}  // namespace

auto gathered(Block& block, const Column& column, const std::uint32_t* index, const Axis* axis) -> const Column* {
  if (column.same) return &column;
  Arena& arena = block.arena();
  const std::uint32_t lanes = axis->lanes;
  auto* out = arena.make<Column>(column);
  out->lifted = nullptr;
  out->axis = axis;
  out->present = gathered_mask(block, column.present, index, lanes);
  out->bad = gathered_mask(block, column.bad, index, lanes);
  switch (column.shape) {
    case Shape::failed:
    case Shape::absent: return out;
    case Shape::bytes: {
      Byte* bytes = arena.lanes<Byte>(lanes);
      kernels::gather(index, column.bytes, bytes, lanes);
      out->bytes = bytes;
      return out;
    }
    case Shape::words: {
      Word* words = arena.lanes<Word>(lanes);
      kernels::gather(index, column.words, words, lanes);
      out->words = words;
      return out;
    }
    case Shape::texts: {
      auto* texts = arena.lanes<std::string_view>(lanes);
      for (std::uint32_t i = 0; i < lanes; ++i) texts[i] = column.texts[index[i]];
      out->texts = texts;
      return out;
    }
    case Shape::boxed: {
      Value* values = arena.values(lanes);
      for (std::uint32_t i = 0; i < lanes; ++i) values[i] = column.values[index[i]];
      out->values = values;
      return out;
    }
    case Shape::ratio:
    case Shape::record: {
      auto* fields = arena.lanes<const Column*>(column.fields.size());
      for (std::size_t k = 0; k < column.fields.size(); ++k) {
        const Column* field = column.fields[k];
        fields[k] = field == nullptr ? nullptr : gathered(block, *block.on(field, column.axis), index, axis);
      }
      out->fields = {fields, column.fields.size()};
      return out;
    }
    case Shape::element: {
      auto* picked = arena.lanes<std::uint32_t>(lanes);
      for (std::uint32_t i = 0; i < lanes; ++i) picked[i] = column.index == nullptr ? index[i] : column.index[index[i]];
      out->index = picked;
      return out;
    }
    case Shape::list: return gathered_list(block, column, index, axis, out);
  }
  return out;  // not reached: the switch is exhaustive
}

auto scattered(Block& block, const Column& column, const std::uint32_t* index, const Axis* axis) -> const Column* {
  if (column.shape != Shape::words || column.present != nullptr) return nullptr;
  const std::uint32_t lanes = column.axis->lanes;
  Word* words = block.arena().lanes<Word>(axis->lanes);
  std::fill_n(words, kernels::padded(std::max(1U, axis->lanes)), 0);
  Byte* bad = column.bad == nullptr ? nullptr : filled(block, 0, axis->lanes);
  for (std::uint32_t i = 0; i < lanes; ++i) {
    words[index[i]] = column.same ? column.low : column.words[i];
    if (bad != nullptr) bad[index[i]] = column.bad[i];
  }
  const Bounds bounds = joined(bounds_of(column), {});
  return words_result(block, axis, false, words, column.places, bounds, {.bad = bad});
}

}  // namespace remit::batch
