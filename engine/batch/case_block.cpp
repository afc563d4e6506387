#include "engine/batch/case_block.h"

#include <algorithm>
#include <bit>

#include "engine/batch/values.h"

namespace remit::batch {
namespace {

constexpr std::size_t kLanes = 1 << 19;  // of all nodes together
constexpr std::size_t kFewest = 256, kMost = 2'048;
constexpr std::size_t kElements = 16;  // of a list, a case

auto places_of(const Limits& limits) -> int {
  const auto places = limits.step ? limits.step->places() : std::nullopt;
  return places ? std::min(*places, 18) : 0;
}

class Transposer {
 public:
  Transposer(CaseBlock& block, Arena& arena, const Program& program, const ProgramNames& names,
             std::span<const Case> cases)
      : block_(block), arena_(arena), program_(program), names_(names), cases_(cases) {}

  void run() {
    auto* root = arena_.make<Axis>();
    root->lanes = static_cast<std::uint32_t>(cases_.size());
    block_.root = root;
    for (std::uint32_t i = 0; i < program_.input_count; ++i) block_.inputs.push_back(input(i));
    block_.as_of = as_of();
    for (std::uint32_t i = 0; i < program_.lists.size(); ++i) list(i);
    for (const DeclarationName& paper : names_.papers) block_.papers.push_back(given(paper.name));
    for (std::uint32_t i = 0; i < program_.memories.size(); ++i) block_.memories.push_back(memory(i));
    if (std::ranges::all_of(cases_, [this](const Case& one) { return same_pins(cases_.front(), one); }) && pin())
      return;
    block_.pins.clear();
    for (std::uint32_t i = 0; i < cases_.size(); ++i) {
      if (!cases_[i].assumed.empty() || !cases_[i].assumed_items.empty()) block_.pinned.push_back(i);
    }
  }

 private:
  static bool same_pins(const Case& a, const Case& b) {
    const auto same_rule = [](const auto& x, const auto& y) { return x.first == y.first; };
    return std::ranges::equal(a.assumed, b.assumed, same_rule) &&
           std::ranges::equal(a.assumed_items, b.assumed_items, same_rule);
  }
  // false: one of elements that the case does not give, or of lists, which have no column of their own.
  bool pin() {
    if (cases_.empty()) return true;
    for (const auto& [rule, value] : cases_.front().assumed) {
      const auto at = rule;
      if (!pin(RuleId{at}, [at](const Case& given, std::size_t) { return given.assumed.at(at); })) return false;
    }
    for (const auto& [rule, values] : cases_.front().assumed_items) {
      const auto at = rule;
      if (cases_.front().assumed.contains(at)) continue;
      const auto one = [at](const Case& given, std::size_t i) {
        const std::vector<Value>& items = given.assumed_items.at(at);
        return i < items.size() ? items[i] : Value::failed();
      };
      if (!pin(RuleId{at}, one)) return false;
    }
    return true;
  }
  template <class Of>
  bool pin(RuleId rule, Of of) {
    const auto list = program_.at(rule).list;
    const Axis* axis = list ? block_.axes[static_cast<std::size_t>(*list)] : block_.root;
    const Type type = program_.at(program_.at(rule).node).type;
    if (axis == nullptr || type.kind == TypeKind::list || type.kind == TypeKind::element) return false;
    Value* values = arena_.values(axis->lanes);
    std::size_t next = 0;
    for (const Case& given : cases_) {
      const std::size_t size = list ? given.lists[static_cast<std::size_t>(*list)].size() : 1;
      for (std::size_t i = 0; i < size; ++i) values[next++] = of(given, i);
    }
    block_.pins.push_back({.rule = rule, .value = column(axis, {.type = type}, values)});
    return true;
  }

  // The values that `of` makes of each case (any number of them), one after another, on an axis below the root.
  auto column(const Axis* axis, const FieldType& field, Value* values) -> const Column* {
    const Making making{.arena = arena_, .types = program_.types, .axis = axis};
    return column_of(making, field.type, {values, axis->lanes}, places_of(field.limits));
  }

  auto input(std::uint32_t i) -> const Column* {
    Value* values = arena_.values(cases_.size());
    for (std::size_t c = 0; c < cases_.size(); ++c) values[c] = cases_[c].inputs[i];
    return column(block_.root, i < names_.inputs.size() ? names_.inputs[i] : FieldType{}, values);
  }

  auto as_of() -> const Column* {
    Value* values = arena_.values(cases_.size());
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      values[c] = cases_[c].as_of ? Value::integer(*cases_[c].as_of) : Value::failed();
    }
    return column(block_.root, {.type = {.kind = TypeKind::date}}, values);
  }

  void list(std::uint32_t i) {
    const List& of = program_.lists[i];
    block_.axes.push_back(nullptr);
    block_.lists.emplace_back();
    if (of.derived != kNoNode) return;
    const Axis* parent = of.parent ? block_.axes[static_cast<std::size_t>(*of.parent)] : block_.root;
    auto* offsets = arena_.lanes<std::uint32_t>(parent->lanes + 1);
    auto* axis = arena_.make<Axis>();
    std::uint32_t next = 0;
    offsets[0] = 0;
    for (const Case& given : cases_) {
      const ListColumns& columns = given.lists[i];
      for (std::size_t k = 0; k + 1 < columns.offsets.size(); ++k) {
        const std::uint32_t size = columns.offsets[k + 1] - columns.offsets[k];
        offsets[next + 1] = offsets[next] + size;
        axis->longest = std::max(axis->longest, size);
        ++next;
      }
      if (!of.parent && columns.offsets.empty()) {
        offsets[next + 1] = offsets[next];
        ++next;
      }
    }
    axis->lanes = offsets[parent->lanes];
    axis->parent = parent;
    axis->offsets = offsets;
    axis->depth = parent->depth + 1;
    block_.axes.back() = axis;
    for (std::size_t k = 0; k < of.columns.size(); ++k) block_.lists.back().push_back(list_column(i, k, axis));
  }

  auto list_column(std::uint32_t list, std::size_t k, const Axis* axis) -> const Column* {
    Value* values = arena_.values(axis->lanes);
    std::size_t next = 0;
    for (const Case& given : cases_) {
      for (const Value& value : given.lists[list].columns[k]) values[next++] = value;
    }
    const std::uint32_t name = program_.lists[list].columns[k];
    return column(axis, name < names_.columns.size() ? names_.columns[name] : FieldType{}, values);
  }

  auto given(const std::string& paper) -> const Byte* {
    Byte* lanes = nullptr;
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      if (!cases_[c].papers.contains(paper)) continue;
      if (lanes == nullptr) {
        lanes = arena_.lanes<Byte>(cases_.size());
        std::fill_n(lanes, kernels::padded(cases_.size()), Byte{0});
      }
      lanes[c] = 1;
    }
    return lanes;
  }

  // ── Memories ──

  auto memory(std::uint32_t i) -> MemoryColumns {
    const Memory& of = program_.memories[i];
    MemoryColumns made;
    auto* offsets = arena_.lanes<std::uint32_t>(cases_.size() + 1);
    auto* axis = arena_.make<Axis>();
    Byte* known = nullptr;
    offsets[0] = 0;
    for (std::size_t c = 0; c < cases_.size(); ++c) {
      const bool there = i < cases_[c].memories.size();
      offsets[c + 1] = offsets[c] + (there ? static_cast<std::uint32_t>(cases_[c].memories[i].entries.size()) : 0);
      if (!there || cases_[c].memories[i].known) continue;
      if (known == nullptr) {
        known = arena_.lanes<Byte>(cases_.size());
        std::fill_n(known, kernels::padded(cases_.size()), Byte{1});
      }
      known[c] = 0;
    }
    axis->lanes = offsets[cases_.size()];
    axis->parent = block_.root;
    axis->offsets = offsets;
    axis->depth = 1;
    made.offsets = offsets;
    made.known = known;
    made.entries = axis;
    for (std::size_t k = 0; k < of.key_types.size(); ++k) {
      made.keys.push_back(entries(i, axis, {.type = of.key_types[k]}, [&](const MemoryEntry& e) { return e.key[k]; }));
    }
    FieldType value{.type = of.type, .limits = of.limits};
    if (of.kind == Memory::Kind::account || of.kind == Memory::Kind::history) value.type = {};
    made.value = entries(i, axis, value, [](const MemoryEntry& e) { return e.value; });
    made.start = entries(i, axis, {.type = {.kind = TypeKind::date}}, [](const MemoryEntry& e) { return e.start; });
    made.end = entries(i, axis, {.type = {.kind = TypeKind::date}}, [](const MemoryEntry& e) { return e.end; });
    if (of.kind == Memory::Kind::history) rows(i, of, made);
    for (std::size_t k = 0; k < of.pots.size(); ++k) {
      made.pots.push_back(entries(i, axis, {.limits = of.limits}, [&](const MemoryEntry& e) {
        return k < e.pots.size() ? e.pots[k] : Value(Number());
      }));
    }
    return made;
  }

  // Rows of all entries, one after another.
  void rows(std::uint32_t i, const Memory& of, MemoryColumns& made) {
    auto* offsets = arena_.lanes<std::uint32_t>(made.entries->lanes + 1);
    auto* axis = arena_.make<Axis>();
    std::vector<Value> all;
    std::size_t entry = 0;
    offsets[0] = 0;
    for (const Case& given : cases_) {
      if (i >= given.memories.size()) continue;
      for (const MemoryEntry& e : given.memories[i].entries) {
        all.insert(all.end(), e.rows.begin(), e.rows.end());
        offsets[++entry] = static_cast<std::uint32_t>(all.size());
        axis->longest = std::max(axis->longest, static_cast<std::uint32_t>(e.rows.size()));
      }
    }
    axis->lanes = offsets[entry];
    axis->parent = made.entries;
    axis->offsets = offsets;
    axis->depth = 2;
    Value* values = arena_.values(all.size());
    std::ranges::move(all, values);
    made.rows = axis;
    made.row = column(axis, {.type = of.type, .limits = of.limits}, values);
  }

  template <class Of>
  auto entries(std::uint32_t i, const Axis* axis, const FieldType& field, Of of) -> const Column* {
    Value* values = arena_.values(axis->lanes);
    std::size_t next = 0;
    for (const Case& given : cases_) {
      if (i >= given.memories.size()) continue;
      for (const MemoryEntry& entry : given.memories[i].entries) values[next++] = of(entry);
    }
    return column(axis, field, values);
  }

  CaseBlock& block_;
  Arena& arena_;
  const Program& program_;
  const ProgramNames& names_;
  std::span<const Case> cases_;
};

}  // namespace

CaseBlock::CaseBlock(const Program& program, const ProgramNames& names, std::span<const Case> cases)
    : cases_(cases), arena_(std::make_unique<Arena>()) {
  Transposer(*this, *arena_, program, names, cases).run();
}

auto cases_of_next_block(const Program& program, std::span<const Case> cases) -> std::size_t {
  const std::size_t fitting = kLanes / std::max<std::size_t>(1, program.nodes.size());
  const std::size_t most = std::clamp(std::bit_floor(fitting), kFewest, kMost);
  std::vector<std::size_t> elements;
  std::size_t n = 0;
  for (; n < cases.size() && n < most; ++n) {
    elements.resize(std::max(elements.size(), cases[n].lists.size()));
    bool full = false;
    for (std::size_t list = 0; list < cases[n].lists.size(); ++list) {
      elements[list] += cases[n].lists[list].size();
      full = full || elements[list] > kElements * most;
    }
    if (full && n > 0) break;
  }
  return n;
}

}  // namespace remit::batch
