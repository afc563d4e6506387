// What was before: the entry of each case's memory whose key is the one asked for.
#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/arithmetic.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/conditions.h"
#include "engine/batch/operators/operators.h"
#include "engine/value/date.h"

namespace remit::batch {
namespace {

bool equal_at(const Column& a, std::uint32_t i, const Column& b, std::uint32_t j) {
  if (a.present != nullptr && a.present[i] == 0)
    return b.shape == Shape::absent || (b.present != nullptr && b.present[j] == 0);
  if (b.shape == Shape::absent || (b.present != nullptr && b.present[j] == 0)) return a.shape == Shape::absent;
  if (a.shape == Shape::words) return (a.same ? a.low : a.words[i]) == (b.same ? b.low : b.words[j]);
  if (a.shape == Shape::bytes) {
    return (a.same ? static_cast<Byte>(a.low) : a.bytes[i]) == (b.same ? static_cast<Byte>(b.low) : b.bytes[j]);
  }
  return a.texts[a.same ? 0 : i] == b.texts[b.same ? 0 : j];
}

bool comparable(const Column& entry, const Column& key) {
  if (key.shape == Shape::absent || entry.shape == Shape::absent) return true;
  if (entry.shape != key.shape || entry.places != key.places) return false;
  return entry.shape == Shape::words || entry.shape == Shape::bytes || entry.shape == Shape::texts;
}

// Equal where `equal_at` says so.
auto hash_at(const Column& c, std::uint32_t i) -> std::size_t {
  if (c.shape == Shape::absent || (c.present != nullptr && c.present[i] == 0)) return 0;
  if (c.shape == Shape::words) return std::hash<Word>()(c.same ? c.low : c.words[i]);
  if (c.shape == Shape::bytes) return c.same ? static_cast<Byte>(c.low) : c.bytes[i];
  return std::hash<std::string_view>()(c.texts[c.same ? 0 : i]);
}

// The entries of one case after another, by their keys: one by one where they are few, else sorted by a hash.
class Entries {
 public:
  Entries(const MemoryColumns& given, const std::vector<const Column*>& keys) : given_(given), keys_(keys) {}

  // The case whose entries these are, and how many keys will be asked for.
  void begin(std::uint32_t from, std::uint32_t until, std::uint32_t lanes) {
    from_ = from;
    until_ = until;
    by_hash_.clear();
    for (std::uint32_t e = from; e < until; ++e) {
      for (const Column* key : given_.keys) ask_ahead(*key, e, given_.entries->lanes);
    }
    if (until - from <= kFew || lanes <= kFew) return;
    for (std::uint32_t e = from; e < until; ++e) by_hash_.emplace_back(hash_of(given_.keys, e), e);
    std::ranges::sort(by_hash_);
  }

  // The first with the keys of that lane.
  auto find(std::uint32_t lane) const -> std::optional<std::uint32_t> {
    if (by_hash_.empty()) {
      for (std::uint32_t e = from_; e < until_; ++e) {
        if (is(e, lane)) return e;
      }
      return std::nullopt;
    }
    const std::size_t hash = hash_of(keys_, lane);
    for (auto at = std::ranges::lower_bound(by_hash_, std::pair{hash, 0U}); at != by_hash_.end(); ++at) {
      if (at->first != hash) break;
      if (is(at->second, lane)) return at->second;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::uint32_t kFew = 8;

  bool is(std::uint32_t entry, std::uint32_t lane) const {
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      if (!equal_at(*given_.keys[k], entry, *keys_[k], lane)) return false;
    }
    return true;
  }
  static auto hash_of(const std::vector<const Column*>& keys, std::uint32_t i) -> std::size_t {
    std::size_t hash = 0;
    for (const Column* key : keys) hash = (hash ^ hash_at(*key, i)) * 0x9E3779B97F4A7C15U;
    return hash;
  }

  const MemoryColumns& given_;
  const std::vector<const Column*>& keys_;  // of lanes
  std::uint32_t from_ = 0, until_ = 0;
  std::vector<std::pair<std::size_t, std::uint32_t>> by_hash_;
};

// By lane of the keys' axis: which entry, if any.
struct Found {
  const Axis* axis = nullptr;
  std::uint32_t* entry = nullptr;
  const Column* has = nullptr;  // a condition
  const Byte* bad = nullptr;    // of the keys
};

auto find_entries(Block& block, const MemoryColumns& given, std::vector<const Column*> keys) -> std::optional<Found> {
  Found found{.axis = block.root()};
  for (const Column* key : keys) {
    if (!key->same && found.axis != nullptr) found.axis = deepest(found.axis, key->axis);
  }
  if (found.axis == nullptr) return std::nullopt;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    keys[k] = block.on(keys[k], found.axis);
    found.bad = either(block, found.bad, keys[k]->bad, found.axis->lanes);
    if (given.entries->lanes > 0 && !comparable(*given.keys[k], *keys[k])) return std::nullopt;
  }
  const std::uint32_t lanes = found.axis->lanes;
  const std::uint32_t* firsts = firsts_of(block, *found.axis);
  found.entry = block.arena().lanes<std::uint32_t>(lanes);
  Byte* has = filled(block, 0, lanes);
  std::fill_n(found.entry, lanes, 0U);
  Entries entries(given, keys);
  for (std::uint32_t c = 0; c < block.cases() && given.entries->lanes > 0; ++c) {
    entries.begin(given.offsets[c], given.offsets[c + 1], firsts[c + 1] - firsts[c]);
    for (std::uint32_t lane = firsts[c]; lane < firsts[c + 1]; ++lane) {
      for (const Column* key : keys) ask_ahead(*key, lane, lanes);
      const auto entry = entries.find(lane);
      if (!entry) continue;
      has[lane] = 1;
      found.entry[lane] = *entry;
    }
  }
  found.has = condition_result(block, found.axis, false, has, {});
  return found;
}

auto at_entries(Block& block, const Found& found, const Column* column) -> const Column* {
  return column->same ? column : gathered(block, *block.view(*column, column->axis), found.entry, found.axis);
}

// Are two keys of a case the same? nullptr: in shapes that are not compared here.
auto keys_equal(Block& block, const Column* a, const Column* b) -> const Column* {
  if (a == b) return block.always(true);
  if (!comparable(*a, *b) || a->shape == Shape::absent || b->shape == Shape::absent) return nullptr;
  const Strict both(block, {a, b});
  if (both.axis == nullptr || both.bad != nullptr) return nullptr;
  const std::uint32_t lanes = both.lanes();
  Byte* out = block.arena().lanes<Byte>(lanes);
  for (std::uint32_t i = 0; i < lanes; ++i) {
    ask_ahead(*both.at[0], i, lanes);
    ask_ahead(*both.at[1], i, lanes);
    out[i] = equal_at(*both.at[0], i, *both.at[1], i) ? 1 : 0;
  }
  return condition_result(block, both.axis, both.same, out, {});
}

auto total_of(Block& block, const std::vector<const Column*>& pots) -> const Column* {
  const Column* total = word_column(block, 0);
  for (const Column* pot : pots) {
    total = total == nullptr || total->shape != Shape::words ? nullptr : sum_of(block, total, pot);
  }
  return total;
}

}  // namespace

namespace {

// The value of each case's entry of a tally, `none` or 0 where there is none; of an account all its pots together; of
// a spell its first day.
auto opening_of(Block& block, std::uint32_t index, const Found& found) -> const Column* {
  const Memory& memory = block.program().memories[index];
  const MemoryColumns& given = block.given().memories[index];
  const auto value = [&](const Column* column, const Column* otherwise) {
    return nowhere(*found.has) ? otherwise : picked(block, found.has, at_entries(block, found, column), otherwise);
  };
  const Column* zero = word_column(block, 0);
  switch (memory.kind) {
    case Memory::Kind::account: {
      std::vector<const Column*> pots;
      for (const Column* pot : given.pots) pots.push_back(value(pot, zero));
      const bool words =
          std::ranges::all_of(pots, [](const Column* p) { return p != nullptr && p->shape == Shape::words; });
      return words ? total_of(block, pots) : nullptr;
    }
    case Memory::Kind::spell: return value(given.start, absent_column(block));
    case Memory::Kind::history: return nullptr;
    case Memory::Kind::adds: return value(given.value, zero);
    case Memory::Kind::keeps_highest:
    case Memory::Kind::keeps_lowest:
    case Memory::Kind::keeps_earliest:
    case Memory::Kind::keeps_latest: return value(given.value, absent_column(block));
  }
  return nullptr;  // not reached: the switch is exhaustive
}

auto rows_of(Block& block, const MemoryColumns& given, const Found& found) -> const Column* {
  const Byte* has =
      found.has->same ? filled(block, static_cast<Byte>(found.has->low), found.axis->lanes) : found.has->bytes;
  const auto first = [&](std::uint32_t i) { return given.rows->offsets[found.entry[i]]; };
  const auto size = [&](std::uint32_t i) {
    return has[i] == 0 ? 0U : given.rows->offsets[found.entry[i] + 1] - first(i);
  };
  const Axis* elements = axis_below(block, found.axis, size);
  if (elements == nullptr) return nullptr;
  auto* index = block.arena().lanes<std::uint32_t>(elements->lanes);
  for (std::uint32_t i = 0; i < found.axis->lanes; ++i) {
    for (std::uint32_t k = 0; k < size(i); ++k) index[elements->offsets[i] + k] = first(i) + k;
  }
  const Column* row = given.row->same ? given.row : gathered(block, *given.row, index, elements);
  return list_over(block, found.axis, elements, row, found.bad);
}

auto pots_of(Block& block, const MemoryColumns& given, const Found& found) -> const Column* {
  auto* fields = block.arena().lanes<const Column*>(given.pots.size());
  for (std::size_t i = 0; i < given.pots.size(); ++i) {
    fields[i] = word_column(block, 0);
    if (!nowhere(*found.has)) fields[i] = picked(block, found.has, at_entries(block, found, given.pots[i]), fields[i]);
    if (fields[i] == nullptr) return nullptr;
  }
  auto* record = block.arena().make<Column>();
  record->shape = Shape::record;
  record->axis = found.axis;
  record->bad = found.bad;
  record->fields = {fields, given.pots.size()};
  return record;
}

auto keys_of(Block& block, const NodeId* nodes, std::size_t count) -> std::vector<const Column*> {
  std::vector<const Column*> keys;
  for (std::size_t k = 0; k < count; ++k) keys.push_back(block.column(nodes[k]));
  return keys;
}
bool any_failed(const std::vector<const Column*>& columns) {
  return std::ranges::any_of(columns, [](const Column* c) { return c->shape == Shape::failed; });
}

}  // namespace

auto opening_column(Block& block, const Node& node) -> const Column* {
  const Memory& memory = block.program().memories[node.index];
  const MemoryColumns& given = block.given().memories[node.index];
  const auto keys = keys_of(block, block.program().operands_of(node), node.operand_count);
  if (any_failed(keys)) return failed_column(block);
  const auto found = find_entries(block, given, keys);
  if (!found) return nullptr;
  if (memory.kind == Memory::Kind::history) return rows_of(block, given, *found);
  if (memory.kind == Memory::Kind::account && node.type.kind == TypeKind::record) return pots_of(block, given, *found);
  const Column* out = opening_of(block, node.index, *found);
  return out == nullptr ? nullptr : masked(block, out, found->axis, {.bad = found->bad});
}

// Of a tally that the case itself adds to, once: not inside a list.
auto after_case_column(Block& block, const Node& node) -> const Column* {
  const Memory& memory = block.program().memories[node.index];
  const bool keeps = memory.kind == Memory::Kind::keeps_highest || memory.kind == Memory::Kind::keeps_latest ||
                     memory.kind == Memory::Kind::keeps_lowest || memory.kind == Memory::Kind::keeps_earliest;
  if (memory.list || (memory.kind != Memory::Kind::adds && !keeps)) return nullptr;
  const auto keys = keys_of(block, block.program().operands_of(node), node.operand_count);
  if (any_failed(keys)) return failed_column(block);
  const auto found = find_entries(block, block.given().memories[node.index], keys);
  const Column* before = found ? opening_of(block, node.index, *found) : nullptr;
  if (before == nullptr) return nullptr;
  if (!memory.contributes) return masked(block, before, found->axis, {.bad = found->bad});
  const Column* when = memory.when == kNoNode ? block.always(true) : block.column(memory.when);
  const Column* amount = block.column(memory.amount);
  std::vector<const Column*> mine = keys_of(block, memory.keys.data(), memory.keys.size());
  mine.push_back(when);
  mine.push_back(amount);
  for (const Column* part : mine) {
    if (part->bad != nullptr || part->shape == Shape::failed) return nullptr;  // whether it counts is not looked into
  }
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const Column* same = keys_equal(block, keys[k], mine[k]);
    when = same == nullptr || when == nullptr ? nullptr : both_hold(block, when, same);
  }
  if (as_words(block, amount) != amount || amount->present != nullptr) return nullptr;
  const Column* after = nullptr;
  if (memory.kind == Memory::Kind::adds) {
    after = sum_of(block, before, amount);
  } else {
    const bool greatest = memory.kind == Memory::Kind::keeps_highest || memory.kind == Memory::Kind::keeps_latest;
    const Column* known = before->shape == Shape::absent ? amount : before;
    const Column* best = greatest ? greater_of(block, known, amount) : lesser_of(block, known, amount);
    if (best == nullptr) return nullptr;
    after = before->shape == Shape::absent ? amount
            : before->present == nullptr
                ? best
                : picked(block, condition_of(block, before->present, before->axis), best, amount);
  }
  const Column* out = after == nullptr || when == nullptr ? nullptr : picked(block, when, after, before);
  return out == nullptr ? nullptr : masked(block, out, found->axis, {.bad = found->bad});
}

auto over_last_column(Block& block, const Node& node) -> const Column* {
  const Memory& memory = block.program().memories[node.index];
  const NodeId* operands = block.program().operands_of(node);
  const std::size_t keys = node.operand_count - 3;
  std::vector<const Column*> all = keys_of(block, operands, node.operand_count);
  if (any_failed(all)) return failed_column(block);
  const Column* count = as_words(block, all[keys]);
  const Column* to = as_words(block, all[keys + 1]);
  const Column* including = all[keys + 2];
  constexpr Word kMostMonths = 12'000;
  if (count == nullptr || to == nullptr || !count->same || count->places != 0 || !including->same) return nullptr;
  if (count->low < 0 || count->low > kMostMonths) return nullptr;
  const Axis* axis = block.root();
  const Byte* bad = nullptr;
  all.resize(keys);
  all.push_back(to);
  for (const Column* c : all) {
    if (!c->same && axis != nullptr) axis = deepest(axis, c->axis);
  }
  if (axis == nullptr) return nullptr;
  for (const Column* c : all) {
    if (!c->same) bad = either(block, bad, block.on(c, axis)->bad, axis->lanes);
  }
  const auto n = static_cast<std::uint32_t>(count->low);
  const Axis* months = axis_below(block, axis, [&](std::uint32_t) { return n; });
  if (months == nullptr) return nullptr;
  const Column& newest = *block.on(to, axis);
  Word* firsts = block.arena().lanes<Word>(months->lanes);
  Bounds bounds;
  for (std::uint32_t i = 0; i < axis->lanes; ++i) {
    for (std::uint32_t k = 0; k < n; ++k) {
      const Word back = (including->low != 0 ? n - 1 : n) - Word{k};
      const auto month =
          add_months(start_of_month(newest.same ? newest.low : newest.words[i]), -back, MonthEnds::last_day);
      if (!month) return nullptr;
      firsts[i * n + k] = *month;
      bounds =
          i == 0 && k == 0 ? Bounds{.low = *month, .high = *month} : joined(bounds, {.low = *month, .high = *month});
    }
  }
  all.pop_back();
  const auto place = static_cast<std::ptrdiff_t>(memory.month_key.value_or(0));
  const Column* month = words_result(block, months, false, firsts, 0, bounds, {});
  all.insert(all.begin() + place, month->same ? spread(block, *month, months) : month);
  const auto found = find_entries(block, block.given().memories[node.index], all);
  const Column* value = found && months->lanes > 0 ? opening_of(block, node.index, *found) : nullptr;
  return value == nullptr ? nullptr : list_over(block, axis, months, value, bad);
}

// Of a spell that the case itself prolongs or begins: not inside a list.
auto spell_start_column(Block& block, const Node& node) -> const Column* {
  const Memory& memory = block.program().memories[node.index];
  if (memory.list || memory.when != kNoNode) return nullptr;
  const auto keys = keys_of(block, memory.keys.data(), memory.keys.size());
  const Column* from = as_words(block, block.column(memory.from));
  const Column* to = block.column(memory.to);
  const Column* gap = as_words(block, block.column(memory.gap));
  if (any_failed(keys) || from == nullptr || gap == nullptr || to->shape != Shape::words) return nullptr;
  if (from->bad != nullptr || gap->bad != nullptr || to->bad != nullptr) return nullptr;
  const MemoryColumns& given = block.given().memories[node.index];
  const auto found = find_entries(block, given, keys);
  if (!found) return nullptr;
  if (nowhere(*found->has)) return masked(block, from, found->axis, {.bad = found->bad});
  const Column* start = at_entries(block, *found, given.start);
  const Column* end = at_entries(block, *found, given.end);
  const Column* since = end->shape == Shape::words ? difference_of(block, from, end) : nullptr;
  if (since == nullptr || start->shape != Shape::words) return nullptr;
  const Column* goes_on = memory.comparison == Op::greater ? is_less(block, gap, since) : is_less(block, since, gap);
  if (goes_on == nullptr || goes_on->shape != Shape::bytes) return nullptr;
  if (memory.comparison == Op::greater) goes_on = only_first(block, block.always(true), goes_on);
  const Column* out = picked(block, both_hold(block, found->has, goes_on), start, from);
  return out == nullptr ? nullptr : masked(block, out, found->axis, {.bad = found->bad});
}

}  // namespace remit::batch
