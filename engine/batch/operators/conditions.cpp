// Comparisons and what is made of them.
#include "engine/batch/operators/conditions.h"

#include <algorithm>
#include <optional>

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/ratios.h"

namespace remit::batch {
namespace {

using kernels::Relation;

struct Test {
  Relation relation;
  bool swapped;
};
auto test_of(Op op) -> Test {
  switch (op) {
    case Op::not_equal: return {.relation = Relation::not_equal, .swapped = false};
    case Op::less: return {.relation = Relation::less, .swapped = false};
    case Op::less_equal: return {.relation = Relation::less_equal, .swapped = false};
    case Op::greater: return {.relation = Relation::less, .swapped = true};
    case Op::greater_equal: return {.relation = Relation::less_equal, .swapped = true};
    default: return {.relation = Relation::equal, .swapped = false};
  }
}

// What the bounds alone decide.
auto decided(Relation relation, Bounds a, Bounds b) -> std::optional<bool> {
  switch (relation) {
    case Relation::less:
      if (a.high < b.low) return true;
      return a.low >= b.high ? std::optional(false) : std::nullopt;
    case Relation::less_equal:
      if (a.high <= b.low) return true;
      return a.low > b.high ? std::optional(false) : std::nullopt;
    case Relation::equal: return a.high < b.low || b.high < a.low ? std::optional(false) : std::nullopt;
    case Relation::not_equal: return a.high < b.low || b.high < a.low ? std::optional(true) : std::nullopt;
  }
  return std::nullopt;  // not reached: the switch is exhaustive
}

// Of optional values: two that are absent are equal, one is not.
void with_absence(Block& block, const Strict& operands, Relation relation, Byte* out, std::uint32_t lanes) {
  const Byte* a = operands.at[0]->present;
  const Byte* b = operands.at[1]->present;
  if (a == nullptr && b == nullptr) return;
  if (relation != Relation::equal && relation != Relation::not_equal) return;  // narrowed: nobody asks elsewhere
  const bool unequal = relation == Relation::not_equal;
  Byte* differ = block.arena().lanes<Byte>(lanes);
  kernels::compare(Relation::not_equal, mask_of(a, 1), mask_of(b, 1), differ, lanes);
  Byte* neither = block.arena().lanes<Byte>(lanes);
  kernels::either(mask_of(a, 1), mask_of(b, 1), neither, lanes);
  kernels::invert({.lanes = neither}, neither, lanes);
  kernels::select({.lanes = neither}, Bytes{.same = static_cast<Byte>(!unequal)}, {.lanes = out}, out, lanes);
  kernels::select({.lanes = differ}, Bytes{.same = static_cast<Byte>(unequal)}, {.lanes = out}, out, lanes);
}

bool holds(Relation relation, std::string_view a, std::string_view b) {
  switch (relation) {
    case Relation::equal: return a == b;
    case Relation::not_equal: return a != b;
    case Relation::less: return a < b;
    case Relation::less_equal: return a <= b;
  }
  return false;  // not reached: the switch is exhaustive
}

auto compare_texts(Block& block, const Strict& operands, Relation relation) -> const Column* {
  const std::uint32_t lanes = operands.lanes();
  Byte* out = block.arena().lanes<Byte>(lanes);
  const Column& a = *operands.at[0];
  const Column& b = *operands.at[1];
  for (std::uint32_t i = 0; i < lanes; ++i) {
    ask_ahead(a, i, lanes);
    ask_ahead(b, i, lanes);
    out[i] = holds(relation, a.texts[a.same ? 0 : i], b.texts[b.same ? 0 : i]) ? 1 : 0;
  }
  with_absence(block, operands, relation, out, lanes);
  return condition_result(block, operands.axis, operands.same, out, {.bad = operands.bad});
}

auto compare_words(Block& block, const Strict& operands, Relation relation) -> const Column* {
  const std::uint32_t lanes = operands.lanes();
  const int places = std::max(operands.at[0]->places, operands.at[1]->places);
  const Byte* bad = operands.bad;
  const bool optional = operands.at[0]->present != nullptr || operands.at[1]->present != nullptr;
  const Scaled a = scaled(block, *operands.at[0], places, lanes, bad);
  const Scaled b = scaled(block, *operands.at[1], places, lanes, bad);
  if (!optional && bad == nullptr) {
    if (const auto known = decided(relation, a.bounds, b.bounds)) return condition_column(block, *known);
  }
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::compare(relation, a.words, b.words, out, lanes);
  with_absence(block, operands, relation, out, lanes);
  return condition_result(block, operands.axis, operands.same, out, {.bad = bad});
}

auto compare_bytes(Block& block, const Strict& operands, Relation relation) -> const Column* {
  const std::uint32_t lanes = operands.lanes();
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::compare(relation, bytes_of(*operands.at[0]), bytes_of(*operands.at[1]), out, lanes);
  with_absence(block, operands, relation, out, lanes);
  return condition_result(block, operands.axis, operands.same, out, {.bad = operands.bad});
}

// `none` beside a column of another shape: absent lanes of that shape.
auto shaped_like(Block& block, const Column* column, const Column& other) -> const Column* {
  if (column->shape != Shape::absent || other.shape == Shape::absent) return column;
  if (other.shape != Shape::words && other.shape != Shape::bytes && other.shape != Shape::texts) return column;
  auto* absent = block.arena().make<Column>(other);
  absent->lifted = nullptr;
  const Axis* axis = other.same ? block.root() : other.axis;
  if (other.same) *absent = *spread(block, other, axis);
  absent->bad = nullptr;
  absent->present = filled(block, 0, axis->lanes);
  return absent;
}

}  // namespace

namespace {

using Combine = void (*)(Bytes, Bytes, Byte*, std::size_t);

auto combined(Block& block, const Column* a, const Column* b, Combine combine) -> const Column* {
  const Axis* axis = a->same ? b->axis : b->same ? a->axis : deepest(a->axis, b->axis);
  if (axis == nullptr) return nullptr;
  Byte* out = block.arena().lanes<Byte>(axis->lanes);
  combine(bytes_of(*block.on(a, axis)), bytes_of(*block.on(b, axis)), out, axis->lanes);
  return condition_result(block, axis, false, out, {});
}

auto without_bad(Block& block, const Column* condition) -> const Column* {
  if (condition->bad == nullptr) return condition;
  auto* all = block.arena().make<Column>(*condition);
  all->lifted = nullptr;
  all->bad = nullptr;
  return all;
}

}  // namespace

auto both_hold(Block& block, const Column* a, const Column* b) -> const Column* {
  if (nowhere(*a) || everywhere(*b)) return without_bad(block, a);
  if (nowhere(*b) || everywhere(*a)) return without_bad(block, b);
  return combined(block, a, b, kernels::both);
}

auto either_holds(Block& block, const Column* a, const Column* b) -> const Column* {
  if (everywhere(*a) || nowhere(*b)) return without_bad(block, a);
  if (everywhere(*b) || nowhere(*a)) return without_bad(block, b);
  return combined(block, a, b, kernels::either);
}

auto only_first(Block& block, const Column* a, const Column* b) -> const Column* {
  if (nowhere(*a) || nowhere(*b)) return without_bad(block, a);
  if (everywhere(*b)) return condition_column(block, false);
  return combined(block, a, b, kernels::without);
}

auto any_below(Block& block, const Column& condition) -> const Column* {
  const Axis& axis = *condition.axis;
  Word* counts = block.arena().lanes<Word>(axis.parent->lanes);
  Byte* out = block.arena().lanes<Byte>(axis.parent->lanes);
  kernels::segment_counts(condition.bytes, axis.offsets, counts, axis.parent->lanes);
  kernels::compare(Relation::not_equal, {.lanes = counts}, {.same = 0}, out, axis.parent->lanes);
  return condition_result(block, axis.parent, false, out, {});
}

auto condition_of(Block& block, const Byte* mask, const Axis* axis) -> const Column* {
  return condition_result(block, axis, false, mask, {});
}

auto in_period(Block& block, const Column& date, Word from, Word until) -> const Column* {
  if (from <= date.low && date.high <= until) return condition_column(block, true);
  if (until < date.low || date.high < from) return condition_column(block, false);
  const std::uint32_t lanes = date.axis->lanes;
  Byte* in = block.arena().lanes<Byte>(lanes);
  Byte* before = block.arena().lanes<Byte>(lanes);
  kernels::compare(Relation::less_equal, {.same = from}, words_of(date), in, lanes);
  kernels::compare(Relation::less_equal, words_of(date), {.same = until}, before, lanes);
  kernels::both({.lanes = in}, {.lanes = before}, in, lanes);
  return condition_result(block, date.axis, false, in, {});
}

auto comparison_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Test test = test_of(node.op);
  const Column* a = block.column(operands[test.swapped ? 1 : 0]);
  const Column* b = block.column(operands[test.swapped ? 0 : 1]);
  if (a->shape == Shape::failed || b->shape == Shape::failed) return failed_column(block);
  if (a->shape == Shape::absent && b->shape == Shape::absent) {
    return condition_column(block, test.relation == Relation::equal || test.relation == Relation::less_equal);
  }
  if (is_ratio(*a, *b)) {  // the sign of their difference
    a = quantity_order(block, a, b);
    if (a == nullptr) return nullptr;
    b = word_column(block, 0);
    if (a->shape == Shape::failed) return a;
  }
  a = shaped_like(block, a, *b);
  b = shaped_like(block, b, *a);
  if (a->shape != b->shape) return nullptr;
  const Strict both(block, {a, b});
  if (both.axis == nullptr) return nullptr;
  switch (a->shape) {
    case Shape::words: return compare_words(block, both, test.relation);
    case Shape::bytes: return compare_bytes(block, both, test.relation);
    case Shape::texts: return compare_texts(block, both, test.relation);
    default: return nullptr;  // records, lists, elements
  }
}

auto starts_with_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* text = block.column(operands[0]);
  const Column* prefix = block.column(operands[1]);
  if (text->shape == Shape::failed || prefix->shape == Shape::failed) return failed_column(block);
  if (text->shape != Shape::texts || prefix->shape != Shape::texts) return nullptr;
  const Strict both(block, {text, prefix});
  if (both.axis == nullptr) return nullptr;
  Byte* out = block.arena().lanes<Byte>(both.lanes());
  for (std::uint32_t i = 0; i < both.lanes(); ++i) {
    ask_ahead(*both.at[0], i, both.lanes());
    out[i] = both.at[0]->texts[text->same ? 0 : i].starts_with(both.at[1]->texts[prefix->same ? 0 : i]) ? 1 : 0;
  }
  return condition_result(block, both.axis, both.same, out, {.bad = both.bad});
}

// From left to right; a lane that is decided asks no further, so what fails behind it does not count.
auto logical_column(Block& block, const Node& node) -> const Column* {
  const bool decides = node.op == Op::logical_or;
  const NodeId* operands = block.program().operands_of(node);
  const Column* so_far = condition_column(block, !decides);
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    if (so_far->same && (so_far->low != 0) == decides) return so_far;
    const Column* next = block.column(operands[i]);
    if (so_far->same) {
      so_far = next;
      if (next->shape == Shape::failed) return next;
      continue;
    }
    if (next->same && next->shape == Shape::bytes && (next->low != 0) != decides) continue;
    const Axis* axis = next->same ? so_far->axis : deepest(so_far->axis, next->axis);
    if (axis == nullptr) return nullptr;
    const Column& a = *block.on(so_far, axis);
    const Byte* bad = a.bad;
    if (next->bad != nullptr || next->shape == Shape::failed) {  // bad where a has not decided
      Byte* open = block.arena().lanes<Byte>(axis->lanes);
      const Bytes theirs = next->shape == Shape::failed ? Bytes{.same = 1} : Bytes{.lanes = block.on(next, axis)->bad};
      if (decides)
        kernels::without(theirs, {.lanes = a.bytes}, open, axis->lanes);
      else
        kernels::both(theirs, {.lanes = a.bytes}, open, axis->lanes);
      bad = either(block, bad, kernels::any(open, axis->lanes) ? open : nullptr, axis->lanes);
    }
    if (next->shape == Shape::failed) {
      so_far = masked(block, so_far, axis, {.bad = bad});
      continue;
    }
    const Column& b = *block.on(next, axis);
    Byte* out = block.arena().lanes<Byte>(axis->lanes);
    (decides ? static_cast<void (*)(Bytes, Bytes, Byte*, std::size_t)>(kernels::either) : kernels::both)(
        {.lanes = a.bytes}, bytes_of(b), out, axis->lanes);
    so_far = condition_result(block, axis, false, out, {.bad = bad});
  }
  return so_far;
}

auto not_column(Block& block, const Node& node) -> const Column* {
  const Column* a = block.column(block.program().operands_of(node)[0]);
  if (a->shape != Shape::bytes) return a->shape == Shape::failed ? a : nullptr;
  if (a->same) return condition_column(block, a->low == 0);
  Byte* out = block.arena().lanes<Byte>(a->axis->lanes);
  kernels::invert({.lanes = a->bytes}, out, a->axis->lanes);
  return condition_result(block, a->axis, false, out, {.bad = a->bad});
}

auto is_present_column(Block& block, const Node& node) -> const Column* {
  const Column* a = block.column(block.program().operands_of(node)[0]);
  if (a->shape == Shape::failed) return a;
  if (a->shape == Shape::absent) return condition_column(block, false);
  if (a->present == nullptr && a->bad == nullptr) return condition_column(block, true);
  if (a->present == nullptr) {
    const Byte* all = filled(block, 1, a->axis->lanes);
    return condition_result(block, a->axis, false, all, {.bad = a->bad});
  }
  return condition_result(block, a->axis, false, a->present, {.bad = a->bad});
}

}  // namespace remit::batch
