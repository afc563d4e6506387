// Lists that an expression makes: of values written out, of numbers, of stretches of time; and one element of a list
// by its place.
#include <algorithm>
#include <vector>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/assembly.h"
#include "engine/batch/operators/operators.h"
#include "engine/value/date.h"

namespace remit::batch {
namespace {

constexpr std::int64_t kLongestList = 100'000;  // as in the reference evaluator

}  // namespace

auto made_list_column(Block& block, const Node& node) -> const Column* {
  std::vector<const Column*> parts;
  const Axis* axis = block.root();
  for (std::uint32_t k = 0; k < node.operand_count; ++k) {
    parts.push_back(block.column(block.program().operands_of(node)[k]));
    if (parts.back()->shape == Shape::failed) return failed_column(block);
    if (!parts.back()->same) axis = deepest(axis, parts.back()->axis);
    if (axis == nullptr) return nullptr;
  }
  const Byte* bad = nullptr;
  for (const Column* part : parts) {
    if (!part->same) bad = either(block, bad, block.on(part, axis)->bad, axis->lanes);
  }
  const Axis* elements = axis_below(block, axis, [&](std::uint32_t) { return node.operand_count; });
  if (elements == nullptr) return nullptr;
  if (parts.empty()) return list_over(block, axis, elements, absent_column(block), bad);
  for (const Column*& part : parts) {
    if (part->shape == Shape::absent) continue;
    part = part->same ? spread(block, *part, axis) : block.on(part, axis);
    if (part == nullptr) return nullptr;
  }
  Origin from;
  for (std::uint32_t i = 0; i < axis->lanes; ++i) {
    for (std::uint32_t k = 0; k < node.operand_count; ++k) {
      from.part.push_back(k);
      from.lane.push_back(i);
    }
  }
  const Column* element = assembled(block, elements, from, parts);
  return element == nullptr ? nullptr : list_over(block, axis, elements, element, bad);
}

// Absent where the list has no such place.
auto nth_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* list = block.column(operands[0]);
  const Column* place = as_words(block, block.column(operands[1]));
  if (list->shape == Shape::failed) return list;
  if (list->shape != Shape::list || place == nullptr || place->places != 0) return nullptr;
  const Axis* axis = place->same ? list->axis : deepest(list->axis, place->axis);
  if (axis == nullptr) return nullptr;
  list = block.on(list, axis);
  const Column& at = *block.on(place, axis);
  if (list->shape != Shape::list || list->present != nullptr || list->elements->lanes == 0) return nullptr;
  auto* index = block.arena().lanes<std::uint32_t>(axis->lanes);
  Byte* present = block.arena().lanes<Byte>(axis->lanes);
  for (std::uint32_t i = 0; i < axis->lanes; ++i) {
    const Word n = at.same ? at.low : at.words[i];
    const std::uint32_t from = list->elements->offsets[i];
    present[i] = n >= 1 && n <= list->elements->offsets[i + 1] - from ? 1 : 0;
    index[i] = present[i] != 0 ? from + static_cast<std::uint32_t>(n - 1) : 0;
  }
  const Column* element = list->element->same ? spread(block, *list->element, list->elements) : list->element;
  if (element == nullptr) return nullptr;
  const Byte* bad = either(block, list->bad, at.bad, axis->lanes);
  return masked(block, gathered(block, *element, index, axis), axis, {.present = present, .bad = bad});
}

// ── Numbers, and stretches of time ───────────────────────────────────────────────────────────────────────────────

auto numbers_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* low = as_words(block, block.column(operands[0]));
  const Column* high = as_words(block, block.column(operands[1]));
  if (low == nullptr || high == nullptr || low->places != 0 || high->places != 0) return nullptr;
  const Strict ends(block, {low, high});
  if (ends.axis == nullptr) return nullptr;
  const auto first = [&](std::uint32_t i) { return low->same ? low->low : ends.at[0]->words[i]; };
  const auto last = [&](std::uint32_t i) { return high->same ? high->low : ends.at[1]->words[i]; };
  if (Wide{high->high} - low->low >= kLongestList) return nullptr;  // an error of some case
  const Axis* elements = axis_below(block, ends.axis, [&](std::uint32_t i) {
    return static_cast<std::uint32_t>(std::max<Word>(0, last(i) - first(i) + 1));
  });
  if (elements == nullptr) return nullptr;
  Word* numbers = block.arena().lanes<Word>(elements->lanes);
  for (std::uint32_t i = 0; i < ends.axis->lanes; ++i) {
    for (std::uint32_t k = elements->offsets[i]; k < elements->offsets[i + 1]; ++k) {
      numbers[k] = first(i) + (k - elements->offsets[i]);
    }
  }
  const Bounds bounds{.low = std::min(low->low, high->low), .high = std::max(low->high, high->high)};
  const Column* element = words_result(block, elements, false, numbers, 0, bounds, {});
  return list_over(block, ends.axis, elements, element, ends.bad);
}

namespace {

// The last days of the periods that [from, to] is cut into; empty optional: an error of the reference evaluator.
auto last_days(const Node& node, bool months, Word length, Word from, Word to) -> std::optional<std::vector<Word>> {
  std::vector<Word> days;
  const Word start = from;
  while (from <= to) {
    const auto number = static_cast<Word>(days.size()) + 1;
    if (number > kLongestList) return std::nullopt;
    Word last = to;
    if (node.op == Op::each) {
      last = node.index == 0 ? from : node.index == 1 ? end_of_month(from) : end_of_year(from, 1, 1);
    } else if (length < 1) {
      return std::nullopt;
    } else if (!months) {
      last = length > to - from ? to : from + length - 1;
    } else if (length <= kLongestList) {
      const auto next = add_months(start, length * number, static_cast<MonthEnds>(node.index));
      if (!next) return std::nullopt;
      last = *next - 1;
    }
    days.push_back(std::min(last, to));
    from = days.back() + 1;
  }
  if (node.op == Op::every && length < 1) return std::nullopt;
  return days;
}

}  // namespace

auto periods_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const bool equal = node.op == Op::every;
  const bool months = equal && block.program().at(operands[0]).type.kind == TypeKind::months;
  const Column* length = equal ? as_words(block, block.column(operands[0])) : word_column(block, 0);
  const Column* from = as_words(block, block.column(operands[equal ? 1 : 0]));
  const Column* to = as_words(block, block.column(operands[equal ? 2 : 1]));
  if (length == nullptr || from == nullptr || to == nullptr) return nullptr;
  const Strict all(block, {length, from, to});
  if (all.axis == nullptr) return nullptr;
  const auto lane = [](const Column& c, std::uint32_t i) { return c.same ? c.low : c.words[i]; };
  std::vector<std::vector<Word>> cuts(all.axis->lanes);
  Byte* wrong = nullptr;
  for (std::uint32_t i = 0; i < all.axis->lanes; ++i) {
    auto made = last_days(node, months, lane(*all.at[0], i), lane(*all.at[1], i), lane(*all.at[2], i));
    if (made) {
      cuts[i] = *std::move(made);
      continue;
    }
    if (wrong == nullptr) wrong = filled(block, 0, all.axis->lanes);
    wrong[i] = 1;
  }
  const Axis* elements =
      axis_below(block, all.axis, [&](std::uint32_t i) { return static_cast<std::uint32_t>(cuts[i].size()); });
  if (elements == nullptr) return nullptr;
  auto* fields = block.arena().lanes<const Column*>(3);
  Word* begins = block.arena().lanes<Word>(elements->lanes);
  Word* ends = block.arena().lanes<Word>(elements->lanes);
  Word* numbers = block.arena().lanes<Word>(elements->lanes);
  for (std::uint32_t i = 0; i < all.axis->lanes; ++i) {
    Word begin = lane(*all.at[1], i);
    for (std::size_t k = 0; k < cuts[i].size(); ++k) {
      const std::size_t at = elements->offsets[i] + k;
      begins[at] = begin;
      ends[at] = cuts[i][k];
      numbers[at] = static_cast<Word>(k) + 1;
      begin = ends[at] + 1;
    }
  }
  const Bounds days{.low = std::min(from->low, to->low), .high = std::max(from->high, to->high)};
  fields[0] = words_result(block, elements, false, begins, 0, days, {});
  fields[1] = words_result(block, elements, false, ends, 0, days, {});
  fields[2] = words_result(block, elements, false, numbers, 0, {.low = 1, .high = std::max(1U, elements->longest)}, {});
  auto* record = block.arena().make<Column>();
  record->shape = Shape::record;
  record->axis = elements;
  record->fields = {fields, 3};
  return list_over(block, all.axis, elements, record, either(block, all.bad, wrong, all.axis->lanes));
}

}  // namespace remit::batch
