#include "engine/batch/tables.h"

#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"

namespace remit::batch {
namespace {

constexpr std::uint32_t kWorthwhile = 3;  // operations; a look-up with its index costs as much as two

}  // namespace

// Which stretch of time all cases lie in; absent: in several.
auto Tables::epoch(Block& block, const SmallDomain& domain) -> std::optional<std::size_t> {
  if (!domain.dated) return 0;
  const Column* date = governing_date_column(block);
  if (date->shape != Shape::words || date->bad != nullptr) return std::nullopt;
  const auto at = [&](Word day) { return std::ranges::upper_bound(plan_.edges, day) - plan_.edges.begin(); };
  const auto first = at(date->low);
  return first == at(date->high) ? std::optional(static_cast<std::size_t>(first)) : std::nullopt;
}

// A block with one case for each combination of the leaves' values.
auto Tables::computed(Block& block, const SmallDomain& domain) -> Block* {
  if (!small_) small_ = std::make_unique<Block>(plan_, false);
  small_->begin_combinations(domain, domain.dated ? governing_date_column(block)->low : 0);
  return small_.get();
}

auto Tables::kept(const Column& column, std::uint32_t combinations) const -> Table {
  Table table{.places = column.places, .low = column.low, .high = column.high};
  if (column.present != nullptr || column.bad != nullptr) return table;
  for (std::uint32_t i = 0; i < combinations; ++i) {
    if (column.shape == Shape::words) table.words.push_back(column.same ? column.low : column.words[i]);
    if (column.shape == Shape::bytes) {
      table.bytes.push_back(column.same ? static_cast<Byte>(column.low) : column.bytes[i]);
    }
  }
  return table;
}

// Which combination each lane holds; nullptr: a leaf has no byte for every lane.
auto Tables::index(Block& block, const SmallDomain& domain) -> const Column* {
  for (const auto& [known, column] : indices_) {
    if (known->leaves == domain.leaves) return column;
  }
  const Column* made = combined(block, domain);  // which may ask for other indices
  indices_.emplace_back(&domain, made);
  return made;
}

auto Tables::combined(Block& block, const SmallDomain& domain) -> const Column* {
  const Axis* axis = block.root();
  for (const SmallDomain::Leaf& leaf : domain.leaves) {
    const Column* column = block.column(leaf.node);
    const bool usable = column->present == nullptr && column->bad == nullptr &&
                        (column->shape == Shape::bytes || (column->shape == Shape::words && column->places == 0));
    if (!usable || column->low < leaf.least || column->high > leaf.least + (leaf.size - 1)) return nullptr;
    if (!column->same) axis = deepest(axis, column->axis);
    if (axis == nullptr) return nullptr;
  }
  const std::uint32_t lanes = axis->lanes;
  const Byte* index = nullptr;
  for (const SmallDomain::Leaf& leaf : domain.leaves) {
    const Column& column = *block.on(block.column(leaf.node), axis);
    const Byte* digits = column.bytes;
    if (column.same) {
      digits = filled(block, static_cast<Byte>(column.low - leaf.least), lanes);
    } else if (column.shape == Shape::words) {
      Byte* narrowed = block.arena().lanes<Byte>(lanes);
      kernels::narrow(column.words, leaf.least, narrowed, lanes);
      digits = narrowed;
    }
    if (index == nullptr) {
      index = digits;
      continue;
    }
    Byte* next = block.arena().lanes<Byte>(lanes);
    kernels::combine(index, static_cast<Byte>(leaf.size), digits, next, lanes);
    index = next;
  }
  auto* column = block.arena().make<Column>();
  column->shape = Shape::bytes;
  column->axis = axis;
  column->high = domain.combinations - 1;
  column->bytes = index;
  return column;
}

auto Tables::looked_up(Block& block, const Table& table, const Column& index) -> const Column* {
  const std::uint32_t lanes = index.axis->lanes;
  const Bounds bounds{.low = table.low, .high = table.high};
  if (!table.words.empty()) {
    if (table.low == table.high) return word_column(block, table.low, table.places);
    Word* out = block.arena().lanes<Word>(lanes);
    kernels::tabulated(index.bytes, table.words.data(), table.words.size(), out, lanes);
    return words_result(block, index.axis, false, out, table.places, bounds, {});
  }
  Byte* out = block.arena().lanes<Byte>(lanes);
  kernels::tabulated(index.bytes, table.bytes.data(), table.bytes.size(), out, lanes);
  return bytes_result(block, index.axis, false, out, bounds, {});
}

auto Tables::found(Block& block, NodeId id) -> Found {
  const auto& domain = plan_.small[static_cast<std::size_t>(id)];
  if (!domain || domain->work < kWorthwhile || domain->leaves.empty()) return {};
  const auto time = epoch(block, *domain);
  const Column* where = time ? index(block, *domain) : nullptr;
  if (where == nullptr) return {};
  const Key key{static_cast<std::uint32_t>(id), *time};
  auto known = nodes_.find(key);
  if (known == nodes_.end()) {
    const Column* column = computed(block, *domain)->column(id);
    known = nodes_.emplace(key, kept(*column, domain->combinations)).first;
  }
  const bool empty = known->second.words.empty() && known->second.bytes.empty();
  return empty ? Found{} : Found{.table = &known->second, .index = where};
}

auto Tables::node(Block& block, NodeId id) -> const Column* {
  const Found known = found(block, id);
  return known.table == nullptr ? nullptr : looked_up(block, *known.table, *known.index);
}

auto Tables::words_of(Block& block, NodeId id) -> std::optional<Block::WordTable> {
  const auto [table, index] = found(block, id);
  if (table == nullptr || table->words.empty()) return std::nullopt;
  return Block::WordTable{
      .words = table->words, .index = index, .places = table->places, .low = table->low, .high = table->high};
}

auto Tables::rates(Block& block, std::uint32_t slice) -> std::vector<const Column*> {
  const auto& domain = plan_.small_slices[slice];
  if (!domain || domain->leaves.empty()) return {};
  const auto time = epoch(block, *domain);
  const Column* where = time ? index(block, *domain) : nullptr;
  if (where == nullptr) return {};
  const Key key{slice, *time};
  auto known = slices_.find(key);
  if (known == slices_.end()) {
    std::vector<Table> tables;
    for (const Column* rate : slice_rates(*computed(block, *domain), slice)) {
      tables.push_back(kept(*rate, domain->combinations));
      if (tables.back().words.empty()) tables.clear();
      if (tables.empty()) break;
    }
    known = slices_.emplace(key, std::move(tables)).first;
  }
  if (known->second.empty()) return {};
  std::vector<const Column*> columns;
  for (const Table& table : known->second) columns.push_back(looked_up(block, table, *where));
  return columns;
}

}  // namespace remit::batch
