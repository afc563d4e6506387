// Where one of several values is taken: conditions, versions, tables, exceptions. What no lane takes is not asked.
#include "engine/batch/operators/choices.h"

#include <algorithm>
#include <vector>

#include "engine/batch/operators/conditions.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/ratios.h"

namespace remit::batch {
namespace {

// A mask that may be `nullptr`, of the lanes of `when` or of the others.
auto picked_mask(Block& block, const Bytes& when, const Byte* then, const Byte* otherwise, Byte missing,
                 std::uint32_t lanes) -> const Byte* {
  if (then == nullptr && otherwise == nullptr) return nullptr;
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::select(when, mask_of(then, missing), mask_of(otherwise, missing), out, lanes);
  return out;
}

auto all_ones(Block& block, std::uint32_t lanes) -> const Byte* { return filled(block, 1, lanes); }

auto pick_words(Block& block, const Bytes& when, const Column& a, const Column& b, const Axis* axis, Column* out)
    -> const Column* {
  const int places = std::max(a.places, b.places);
  const Byte* bad_a = nullptr;
  const Byte* bad_b = nullptr;
  const Scaled then = scaled(block, a, places, axis->lanes, bad_a);
  const Scaled otherwise = scaled(block, b, places, axis->lanes, bad_b);
  Word* lanes = block.arena().lanes<Word>(axis->lanes);
  kernels::select(when, then.words, otherwise.words, lanes, axis->lanes);
  const Bounds bounds = joined(then.bounds, otherwise.bounds);
  out->shape = Shape::words;
  out->places = static_cast<std::int8_t>(places);
  out->words = lanes;
  out->low = static_cast<Word>(bounds.low);
  out->high = static_cast<Word>(bounds.high);
  out->bad = either(block, out->bad, picked_mask(block, when, bad_a, bad_b, 0, axis->lanes), axis->lanes);
  return out;
}

auto pick_bytes(Block& block, const Bytes& when, const Column& a, const Column& b, const Axis* axis, Column* out)
    -> const Column* {
  Byte* lanes = block.arena().lanes<Byte>(axis->lanes);
  kernels::select(when, bytes_of(a), bytes_of(b), lanes, axis->lanes);
  out->shape = Shape::bytes;
  out->bytes = lanes;
  out->low = std::min(a.low, b.low);
  out->high = std::max(a.high, b.high);
  if (out->low == 0 && out->high == 1) return condition_result(block, axis, false, lanes, {out->present, out->bad});
  return out;
}

template <class T>
auto pick_each(Block& block, const Byte* when, const T* a, bool a_same, const T* b, bool b_same, std::uint32_t lanes)
    -> T* {
  T* out = nullptr;
  if constexpr (std::is_same_v<T, Value>)
    out = block.arena().values(lanes);
  else
    out = block.arena().template lanes<T>(lanes);
  for (std::uint32_t i = 0; i < lanes; ++i) out[i] = when[i] != 0 ? a[a_same ? 0 : i] : b[b_same ? 0 : i];
  return out;
}

auto pick_records(Block& block, const Column& mask, const Column& a, const Column& b, Column* out) -> const Column* {
  auto* fields = block.arena().lanes<const Column*>(a.fields.size());
  for (std::size_t k = 0; k < a.fields.size(); ++k) {
    if (a.fields[k] == nullptr || b.fields[k] == nullptr) {
      fields[k] = nullptr;
      continue;
    }
    fields[k] = picked(block, &mask, a.fields[k], b.fields[k]);
    if (fields[k] == nullptr) return nullptr;
  }
  out->shape = Shape::record;
  out->fields = {fields, a.fields.size()};
  return out;
}

// `none`, or what failed, gets the shape of the other, absent or bad in all its lanes.
auto like(Block& block, const Column* column, const Column& other, const Axis* axis) -> const Column* {
  if (column->shape != Shape::absent && column->shape != Shape::failed) return column;
  const bool failed = column->shape == Shape::failed;
  Column* shaped = other.same ? spread(block, other, axis) : block.arena().make<Column>(*block.on(&other, axis));
  if (shaped == nullptr) return nullptr;
  shaped->lifted = nullptr;
  shaped->bad = failed ? all_ones(block, axis->lanes) : nullptr;
  shaped->present = failed ? nullptr : filled(block, 0, axis->lanes);
  return shaped;
}

bool nothing(const Column& column) { return column.shape == Shape::absent || column.shape == Shape::failed; }

}  // namespace

auto picked(Block& block, const Column* when, const Column* then, const Column* otherwise) -> const Column* {
  if (when->shape == Shape::failed) return when;
  if (when->same) return when->low != 0 ? then : otherwise;
  const Axis* axis = when->axis;
  for (const Column* c : {then, otherwise}) {
    if (!c->same && axis != nullptr) axis = deepest(axis, c->axis);
  }
  if (axis == nullptr) return nullptr;
  if (then == otherwise) return masked(block, then, axis, {.bad = block.on(when, axis)->bad});
  if (then->shape == Shape::list || otherwise->shape == Shape::list) return nullptr;
  if (is_ratio(*then, *otherwise) && !nothing(*then) && !nothing(*otherwise)) {
    return quantity_picked(block, when, then, otherwise);
  }
  const Column& mask = *block.on(when, axis);
  if (nothing(*then) && nothing(*otherwise)) {
    if (then->shape == otherwise->shape) return masked(block, then, axis, {.bad = mask.bad});
    then = spread(block, *then, axis);
    otherwise = spread(block, *otherwise, axis);
  }
  const Column* a = like(block, then, *otherwise, axis);
  const Column* b = like(block, otherwise, *then, axis);
  if (a == nullptr || b == nullptr || a->shape != b->shape) return nullptr;
  a = block.on(a, axis);
  b = block.on(b, axis);
  auto* out = block.arena().make<Column>();
  out->axis = axis;
  const Bytes lanes{.lanes = mask.bytes};
  out->present = picked_mask(block, lanes, a->present, b->present, 1, axis->lanes);
  out->bad = either(block, mask.bad, picked_mask(block, lanes, a->bad, b->bad, 0, axis->lanes), axis->lanes);
  switch (a->shape) {
    case Shape::words: return pick_words(block, lanes, *a, *b, axis, out);
    case Shape::bytes: return pick_bytes(block, lanes, *a, *b, axis, out);
    case Shape::texts:
      out->shape = Shape::texts;
      out->texts = pick_each(block, mask.bytes, a->texts, a->same, b->texts, b->same, axis->lanes);
      return out;
    case Shape::boxed:
      out->shape = Shape::boxed;
      out->values = pick_each(block, mask.bytes, a->values, a->same, b->values, b->same, axis->lanes);
      return out;
    case Shape::element:
      if (a->list != b->list) return nullptr;
      out->shape = Shape::element;
      out->list = a->list;
      out->index = pick_each(block, mask.bytes, lanes_of_elements(block, *a), false, lanes_of_elements(block, *b),
                             false, axis->lanes);
      return out;
    case Shape::record: return pick_records(block, mask, *a, *b, out);
    case Shape::ratio:
    case Shape::list:
    case Shape::failed:
    case Shape::absent: return nullptr;
  }
  return nullptr;  // not reached: the switch is exhaustive
}

auto lanes_of_elements(Block& block, const Column& element) -> const std::uint32_t* {
  if (element.index != nullptr) return element.index;
  auto* index = block.arena().lanes<std::uint32_t>(element.axis->lanes);
  for (std::uint32_t i = 0; i < element.axis->lanes; ++i) index[i] = i;
  return index;
}

auto conditional_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* when = block.column(operands[0]);
  if (when->shape == Shape::failed) return when;
  if (when->same) return block.column(operands[when->low != 0 ? 1 : 2]);
  return picked(block, when, block.column(operands[1]), block.column(operands[2]));
}

auto or_else_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* a = block.column(operands[0]);
  if (a->shape == Shape::absent) return block.column(operands[1]);
  if (a->present == nullptr) return a;
  auto* has = block.arena().make<Column>();
  has->shape = Shape::bytes;
  has->axis = a->axis;
  has->bytes = a->present;
  has->high = 1;
  auto* value = block.arena().make<Column>(*a);
  value->lifted = nullptr;
  value->present = nullptr;
  const Column* out = picked(block, has, value, block.column(operands[1]));
  return out == nullptr || a->bad == nullptr ? out
                                             : masked(block, out, out->axis, {.bad = block.on(a, out->axis)->bad});
}

auto dated_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* date = block.column(operands[0]);
  if (date->shape != Shape::words) return date->shape == Shape::failed ? date : nullptr;
  const auto& versions = block.program().timelines[node.index].versions;
  const Column* out = failed_column(block);
  for (std::uint32_t i = 0; i < versions.size() && out != nullptr; ++i) {
    const auto [from, until] = versions[i];
    if (from > date->high || until < date->low) continue;
    const Column* value = block.column(operands[i + 1]);
    if (from <= date->low && date->high <= until) {
      out = value;
      break;
    }
    out = picked(block, in_period(block, *date, from, until), value, out);
  }
  if (out == nullptr || date->bad == nullptr) return out;
  const Axis* axis = out->same ? date->axis : deepest(out->axis, date->axis);
  return axis == nullptr ? nullptr : masked(block, out, axis, {.bad = block.on(date, axis)->bad});
}

// ── Several that may hold ────────────────────────────────────────────────────────────────────────────────────────

namespace {

// Are the two equal, lane by lane? Not where one is bad. nullptr: in shapes that are not compared here.
auto agree(Block& block, const Column* a, const Column* b) -> const Column* {
  if (a == b) return condition_column(block, true);
  if (a->shape != b->shape || a->present != nullptr || b->present != nullptr) return nullptr;
  if (a->same && b->same && a->shape == Shape::bytes) return condition_column(block, a->low == b->low);
  const Axis* axis = a->same ? b->same ? block.root() : b->axis : b->same ? a->axis : deepest(a->axis, b->axis);
  if (axis == nullptr) return nullptr;
  Byte* out = block.arena().lanes<Byte>(axis->lanes);
  const Column& left = *block.on(a, axis);
  const Column& right = *block.on(b, axis);
  const Byte* bad = either(block, left.bad, right.bad, axis->lanes);
  if (a->shape == Shape::bytes) {
    kernels::compare(kernels::Relation::equal, bytes_of(left), bytes_of(right), out, axis->lanes);
  } else if (a->shape == Shape::words) {
    const int places = std::max(a->places, b->places);
    const Scaled x = scaled(block, left, places, axis->lanes, bad);
    const Scaled y = scaled(block, right, places, axis->lanes, bad);
    kernels::compare(kernels::Relation::equal, x.words, y.words, out, axis->lanes);
  } else {
    return nullptr;
  }
  if (bad != nullptr) kernels::without({.lanes = out}, {.lanes = bad}, out, axis->lanes);
  return condition_result(block, axis, false, out, {});
}

}  // namespace

auto Alternatives::add(const Column* when, const Column* value) -> bool {
  if (when->shape == Shape::failed) {
    bad_ = condition_column(block_, true);
    return true;
  }
  if (when->bad != nullptr) {
    auto* bad = block_.arena().make<Column>();
    bad->shape = Shape::bytes;
    bad->axis = when->axis;
    bad->bytes = when->bad;
    bad->high = 1;
    bad_ = either_holds(block_, bad_, bad);
    auto* clean = block_.arena().make<Column>(*when);
    clean->lifted = nullptr;
    clean->bad = nullptr;
    when = clean;
  }
  if (bad_ == nullptr) return false;
  if (nowhere(*when)) return true;
  if (value_ == nullptr) {
    value_ = value;
    held_ = when;
    return true;
  }
  const Column* twice = exclusive_ ? condition_column(block_, false) : both_hold(block_, held_, when);
  if (twice == nullptr) return false;
  if (!nowhere(*twice)) {
    const Column* equal = agree(block_, value_, value);
    const Column* clash = equal == nullptr ? twice : only_first(block_, twice, equal);
    if (clash == nullptr) return false;
    bad_ = either_holds(block_, bad_, clash);
    if (bad_ == nullptr) return false;
  }
  // The first that holds keeps the lane: later ones agree with it, or the lane is bad.
  value_ = picked(block_, held_, value_, value);
  held_ = either_holds(block_, held_, when);
  return value_ != nullptr && held_ != nullptr;
}

auto Alternatives::taken(const Column* otherwise) -> const Column* {
  const Column* out = otherwise;
  if (value_ != nullptr) out = held_->same && held_->low != 0 ? value_ : picked(block_, held_, value_, otherwise);
  if (out == nullptr || nowhere(*bad_)) return out;
  if (bad_->same || out->shape == Shape::failed) return failed_column(block_);
  const Axis* axis = out->same ? bad_->axis : deepest(out->axis, bad_->axis);
  return axis == nullptr ? nullptr : masked(block_, out, axis, {.bad = block_.on(bad_, axis)->bytes});
}

Alternatives::Alternatives(Block& block, bool exclusive)
    : block_(block), exclusive_(exclusive), held_(condition_column(block, false)), bad_(held_) {}

auto table_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const std::uint32_t rows = node.operand_count / 2;
  Alternatives alternatives(block, block.program().tables[node.index].exclusive);
  for (std::uint32_t i = 0; i < rows; ++i) {
    const Column* when = block.column(operands[i]);
    if (when->same && when->shape == Shape::bytes && when->low == 0) continue;
    if (when->shape == Shape::failed) return when;
    if (!alternatives.add(when, block.column(operands[rows + i]))) return nullptr;
    if (alternatives.complete()) break;
  }
  return alternatives.taken(failed_column(block));
}

namespace {

class Exceptions {
 public:
  Exceptions(Block& block, const Choice& choice) : block_(block), choice_(choice) {}

  // nullptr: no columnar form.
  auto value_of(std::uint32_t parent) -> const Column* {
    std::vector<std::uint32_t> children;
    std::vector<const Column*> holds(choice_.exceptions.size());
    for (std::uint32_t i = 0; i < choice_.exceptions.size(); ++i) {
      if (choice_.exceptions[i].parent != parent) continue;
      children.push_back(i);
      holds[i] = block_.column(choice_.exceptions[i].when);
      if (holds[i]->shape == Shape::failed) return holds[i];
    }
    Alternatives alternatives(block_, false);
    for (const std::uint32_t child : children) {
      const Column* chosen = holds[child];
      for (const std::uint32_t other : children) {
        if (std::ranges::find(choice_.exceptions[other].over, child) == choice_.exceptions[other].over.end()) continue;
        const Column* bad = holds[other];
        chosen = with_bad_of(only_first(block_, chosen, bad), chosen, bad);
        if (chosen == nullptr) return nullptr;
      }
      if (nowhere(*chosen)) continue;
      const Column* value = value_of(child);
      if (value == nullptr || !alternatives.add(chosen, value)) return nullptr;
    }
    if (alternatives.complete()) return alternatives.taken(failed_column(block_));
    const Column* own = own_value(parent);
    return own == nullptr ? nullptr : alternatives.taken(own);
  }

 private:
  // and_not drops what is bad: it is so where either was.
  auto with_bad_of(const Column* out, const Column* a, const Column* b) -> const Column* {
    if (out == nullptr || (a->bad == nullptr && b->bad == nullptr)) return out;
    const Axis* axis = deepest(a->axis, b->axis);
    if (axis == nullptr) return nullptr;
    const Byte* bad = either(block_, block_.on(a, axis)->bad, block_.on(b, axis)->bad, axis->lanes);
    return masked(block_, out, axis, {.bad = bad});
  }

  auto own_value(std::uint32_t parent) -> const Column* {
    if (parent != Choice::kBase) return block_.column(choice_.exceptions[parent].value);
    if (choice_.base_when == kNoNode) return block_.column(choice_.base);
    const Column* when = block_.column(choice_.base_when);
    if (when->shape == Shape::failed) return when;
    return picked(block_, when, block_.column(choice_.base), failed_column(block_));
  }

  Block& block_;
  const Choice& choice_;
};

}  // namespace

auto choice_column(Block& block, const Node& node) -> const Column* {
  return Exceptions(block, block.program().choices[node.index]).value_of(Choice::kBase);
}

}  // namespace remit::batch
