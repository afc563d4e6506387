// Lists seen as a whole: grouped by a key, and summed up to each of their elements.
#include <algorithm>
#include <vector>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/orders.h"

namespace remit::batch {
namespace {

bool equal_keys(const Column& key, std::uint32_t a, std::uint32_t b) {
  const bool there_a = key.present == nullptr || key.present[a] != 0;
  const bool there_b = key.present == nullptr || key.present[b] != 0;
  if (!there_a || !there_b) return there_a == there_b;
  switch (key.shape) {
    case Shape::bytes: return key.bytes[a] == key.bytes[b];
    case Shape::words: return key.words[a] == key.words[b];
    default: return key.texts[a] == key.texts[b];
  }
}

// The groups of one list after another: their first elements, and the elements of each.
struct Grouped {
  std::vector<std::uint32_t> counts;   // by lane of the list: how many groups
  std::vector<std::uint32_t> firsts;   // by group
  std::vector<std::uint32_t> sizes;    // by group
  std::vector<std::uint32_t> members;  // elements, group by group
};

auto grouped(const Axis& elements, const Column& key, const Byte* counts) -> Grouped {
  Grouped all;
  std::vector<std::vector<std::uint32_t>> mine;
  for (std::uint32_t p = 0; p < elements.parent->lanes; ++p) {
    mine.clear();
    for (std::uint32_t k = elements.offsets[p]; k < elements.offsets[p + 1]; ++k) {
      if (counts != nullptr && counts[k] == 0) continue;
      const auto known =
          std::ranges::find_if(mine, [&](const auto& group) { return equal_keys(key, group.front(), k); });
      if (known == mine.end())
        mine.push_back({k});
      else
        known->push_back(k);
    }
    all.counts.push_back(static_cast<std::uint32_t>(mine.size()));
    for (const auto& group : mine) {
      all.firsts.push_back(group.front());
      all.sizes.push_back(static_cast<std::uint32_t>(group.size()));
      all.members.insert(all.members.end(), group.begin(), group.end());
    }
  }
  return all;
}

auto lanes_of(Block& block, const std::vector<std::uint32_t>& lanes) -> const std::uint32_t* {
  auto* copy = block.arena().lanes<std::uint32_t>(lanes.size());
  std::ranges::copy(lanes, copy);
  return copy;
}

// Bad where the list is, or one of the masks says so of an element.
auto bad_lists(Block& block, const Column& list, std::initializer_list<const Byte*> masks) -> const Byte* {
  const Byte* bad = list.bad;
  for (const Byte* mask : masks) {
    if (mask == nullptr) continue;
    Byte* lanes = filled(block, 0, list.axis->lanes);
    for (std::uint32_t p = 0; p < list.axis->lanes; ++p) {
      for (std::uint32_t k = list.elements->offsets[p]; k < list.elements->offsets[p + 1]; ++k) lanes[p] |= mask[k];
    }
    bad = either(block, bad, lanes, list.axis->lanes);
  }
  return bad;
}

struct Parts {
  const Column* when = nullptr;  // a condition
  const Column* body = nullptr;  // not one value for all
};
// What the loop reads of each element; `body` nullptr: no columnar form.
auto parts_of(Block& block, const Loop& loop, const Column& list) -> Parts {
  block.bind(loop.local, list.element);
  Parts parts{.when = loop.when == kNoNode ? block.always(true) : block.column(loop.when)};
  const Column* body = block.column(loop.body);
  if (parts.when->shape != Shape::bytes || body->shape == Shape::failed) return {};
  parts.body = body->same ? spread(block, *body, list.elements) : block.on(body, list.elements);
  return parts;
}

// Of lists without elements.
auto no_groups(Block& block, const Column& list) -> const Column* {
  const auto none = [](std::uint32_t) { return 0U; };
  const Axis* groups = axis_below(block, list.axis, none);
  const Axis* items = axis_below(block, groups, none);
  auto* fields = block.arena().lanes<const Column*>(2);
  fields[0] = absent_column(block);
  fields[1] = list_over(block, groups, items, gathered(block, *list.element, items->offsets, items), nullptr);
  auto* record = block.arena().make<Column>();
  record->shape = Shape::record;
  record->axis = groups;
  record->fields = {fields, 2};
  return list_over(block, list.axis, groups, record, list.bad);
}

}  // namespace

// A list of records {key, items}, in the order in which keys are first seen.
auto group_column(Block& block, const Node& node) -> const Column* {
  const Loop& loop = block.program().loops[node.index];
  if (block.column(loop.list)->shape == Shape::failed) return failed_column(block);
  const Column* list = list_for(block, loop);
  if (list == nullptr) return nullptr;
  if (list->elements->lanes == 0) return no_groups(block, *list);
  const auto [when, key] = parts_of(block, loop, *list);
  if (key == nullptr || (key->shape != Shape::bytes && key->shape != Shape::words && key->shape != Shape::texts)) {
    return nullptr;
  }
  const Column& holds = *block.on(when, list->elements);
  const Byte* counts = holds.same && holds.low != 0 ? nullptr
                       : holds.same                 ? filled(block, 0, list->elements->lanes)
                                                    : holds.bytes;
  const Grouped all = grouped(*list->elements, *key, counts);
  const Axis* groups = axis_below(block, list->axis, [&](std::uint32_t i) { return all.counts[i]; });
  const Axis* items = axis_below(block, groups, [&](std::uint32_t i) { return all.sizes[i]; });
  auto* fields = block.arena().lanes<const Column*>(2);
  fields[0] = gathered(block, *key, lanes_of(block, all.firsts), groups);
  const Column* element = list->element->same ? spread(block, *list->element, list->elements) : list->element;
  if (element == nullptr) return nullptr;
  fields[1] = list_over(block, groups, items, gathered(block, *element, lanes_of(block, all.members), items), nullptr);
  auto* record = block.arena().make<Column>();
  record->shape = Shape::record;
  record->axis = groups;
  record->fields = {fields, 2};
  const Byte* bad = bad_lists(block, *list, {holds.bad, key->bad});
  return list_over(block, list->axis, groups, record, bad);
}

namespace {

// The sums up to (or before) each element, on the axis of the list's elements; nullptr: no columnar form.
auto running_sums(Block& block, const Loop& loop, const Column& list) -> const Column* {
  const auto [when, body] = parts_of(block, loop, list);
  const Column* added = body == nullptr ? nullptr : as_words(block, body);
  if (added == nullptr || added->words == nullptr || when->bad != nullptr || added->bad != nullptr) return nullptr;
  const std::uint32_t* order = nullptr;
  if (loop.order != kNoNode) {
    order = order_of(block, *list.elements, block.column(loop.order));
    if (order == nullptr) return nullptr;
  }
  const Wide most = list.elements->longest;
  const Bounds exact{.low = std::min<Wide>(0, added->low * most), .high = std::max<Wide>(0, added->high * most)};
  if (!exact.fits()) return nullptr;
  const Column& holds = *block.on(when, list.elements);
  Word* sums = block.arena().lanes<Word>(list.elements->lanes);
  for (std::uint32_t p = 0; p < list.axis->lanes; ++p) {
    Word total = 0;
    for (std::uint32_t at = list.elements->offsets[p]; at < list.elements->offsets[p + 1]; ++at) {
      const std::uint32_t k = order == nullptr ? at : order[at];
      if (loop.kind == Loop::Kind::running_before) sums[k] = total;
      total += (holds.same ? holds.low : holds.bytes[k]) != 0 ? added->words[k] : 0;
      if (loop.kind == Loop::Kind::running_up_to) sums[k] = total;
    }
  }
  const Byte* bad = nullptr;
  if (list.bad != nullptr) {
    Byte* lanes = block.arena().lanes<Byte>(list.elements->lanes);
    kernels::repeat(list.bad, list.elements->offsets, lanes, list.axis->lanes);
    bad = lanes;
  }
  return words_result(block, list.elements, false, sums, added->places, exact, {.bad = bad});
}

}  // namespace

auto running_column(Block& block, const Node& node) -> const Column* {
  const Loop& loop = block.program().loops[node.index];
  const Column* element = block.column(loop.element);
  const Column* list = block.column(loop.list);
  if (element->shape != Shape::element || list->shape != Shape::list || list->present != nullptr) return nullptr;
  if (list->element->shape != Shape::element || list->element->list != element->list) return nullptr;
  if (list->axis != block.root() || list->elements->lanes == 0) return nullptr;
  for (const NodeId part : {loop.body, loop.when, loop.order}) {
    if (part == kNoNode) continue;
    for (const LocalId local : block.plan().reads[static_cast<std::size_t>(part)]) {
      if (local != loop.local) return nullptr;
    }
  }
  const Column* sums = running_sums(block, loop, *list);
  if (sums == nullptr) return nullptr;
  if (list->element->index != nullptr) {
    sums = scattered(block, *sums, list->element->index, block.axis_of(element->list));
    if (sums == nullptr) return nullptr;
  }
  if (element->index != nullptr) sums = gathered(block, *sums, element->index, element->axis);
  return masked(block, sums, element->axis, {.present = element->present, .bad = element->bad});
}

}  // namespace remit::batch
