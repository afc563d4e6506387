// What was before: the entry of each case's memory whose key is the one asked for.
#include <vector>

#include "engine/batch/arithmetic.h"
#include "engine/batch/choices.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators.h"

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
  for (std::uint32_t c = 0; c < block.cases(); ++c) {
    for (std::uint32_t lane = firsts[c]; lane < firsts[c + 1]; ++lane) {
      found.entry[lane] = 0;
      for (std::uint32_t e = given.offsets[c]; e < given.offsets[c + 1] && has[lane] == 0; ++e) {
        bool same = true;
        for (std::size_t k = 0; same && k < keys.size(); ++k) same = equal_at(*given.keys[k], e, *keys[k], lane);
        if (!same) continue;
        has[lane] = 1;
        found.entry[lane] = e;
      }
    }
  }
  found.has = condition_result(block, found.axis, false, has, {});
  return found;
}

auto at_entries(Block& block, const Found& found, const Column* column) -> const Column* {
  return column->same ? column : gathered(block, *block.view(*column, column->axis), found.entry, found.axis);
}

auto total_of(Block& block, const std::vector<const Column*>& pots) -> const Column* {
  const Column* total = word_column(block, 0);
  for (const Column* pot : pots) {
    total = total == nullptr || total->shape != Shape::words ? nullptr : sum_of(block, total, pot);
  }
  return total;
}

}  // namespace

auto opening_column(Block& block, const Node& node) -> const Column* {
  const Memory& memory = block.program().memories[node.index];
  if (memory.kind == Memory::Kind::history) return nullptr;
  const MemoryColumns& given = block.given().memories[node.index];
  std::vector<const Column*> keys;
  for (std::uint32_t k = 0; k < node.operand_count; ++k) {
    keys.push_back(block.column(block.program().operands_of(node)[k]));
    if (keys.back()->shape == Shape::failed) return keys.back();
  }
  const auto found = find_entries(block, given, keys);
  if (!found) return nullptr;
  const bool none = found->has->same && found->has->low == 0;
  const auto value = [&](const Column* column, const Column* otherwise) {
    return none ? otherwise : picked(block, found->has, at_entries(block, *found, column), otherwise);
  };
  const Column* out = nullptr;
  if (memory.kind == Memory::Kind::account) {
    std::vector<const Column*> pots;
    for (std::size_t i = 0; i < memory.pots.size(); ++i) {
      const bool given_pot = i < given.pots.size();
      pots.push_back(given_pot ? value(given.pots[i], word_column(block, 0)) : word_column(block, 0));
      if (pots.back() == nullptr || pots.back()->shape != Shape::words) return nullptr;
    }
    if (node.type.kind == TypeKind::record) return nullptr;
    out = total_of(block, pots);
  } else if (memory.kind == Memory::Kind::spell) {
    out = value(given.start, absent_column(block));
  } else {
    out = value(given.value, memory.kind == Memory::Kind::adds ? word_column(block, 0) : absent_column(block));
  }
  if (out == nullptr || found->bad == nullptr) return out;
  return masked(block, out, found->axis, {.bad = found->bad});
}

}  // namespace remit::batch
