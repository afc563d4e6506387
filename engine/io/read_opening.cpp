#include "engine/io/read_opening.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/program/memory_key.h"
#include "engine/value/date.h"

namespace remit {
namespace {

struct KeyHash {
  auto operator()(const std::vector<Value>& key) const -> std::size_t {
    std::size_t hash = key.size();
    for (const Value& part : key) hash = (hash ^ part.hash()) * 0x9E3779B97F4A7C15U;
    return hash;
  }
};

// What an entry holds beside its key.
auto parts_of(Memory::Kind kind) -> Keys {
  const auto keys = [](std::initializer_list<const char*> names) {
    Keys made;
    for (const char* name : names) made.add(name);
    return made;
  };
  switch (kind) {
    case Memory::Kind::spell: return keys({"key", "start", "end"});
    case Memory::Kind::account: return keys({"key", "pots"});
    case Memory::Kind::history: return keys({"key", "rows"});
    case Memory::Kind::adds:
    case Memory::Kind::keeps_highest:
    case Memory::Kind::keeps_lowest:
    case Memory::Kind::keeps_earliest:
    case Memory::Kind::keeps_latest: break;
  }
  return keys({"key", "value"});
}

class OpeningReader {
 public:
  OpeningReader(const Program& program, const OpeningPlan& plan, const ReadOptions& options, InputErrors& errors)
      : program_(program),
        plan_(plan),
        types_(program.types),
        errors_(errors),
        values_(program.types, options, errors) {}

  auto read(const JsonValue& json, std::size_t id, const JsonPath& path) -> MemoryState {
    MemoryState state;
    if (!values_.is_list(json, kMaxListLength, path)) return state;
    std::unordered_map<std::vector<Value>, std::size_t, KeyHash> seen;
    for (const JsonValue element : json) {
      const std::size_t index = state.entries.size();
      const JsonPath below(path, index);
      if (!values_.is_object(element, below)) continue;
      state.entries.push_back(entry(element, id, below));
      const std::vector<Value>& key = state.entries.back().key;
      if (std::ranges::any_of(key, [](const Value& part) { return part.is_failed(); })) continue;  // it was told
      const auto [first, fresh] = seen.emplace(key, index);
      if (!fresh) errors_.add(InputCode::same_key, below, {JsonPath(path, first->second).print()});
    }
    return state;
  }

 private:
  static constexpr std::string_view kList = "[…]";
  static constexpr std::string_view kObject = "{…}";

  auto entry(const JsonValue& json, std::size_t id, const JsonPath& path) -> MemoryEntry {
    const Memory& memory = program_.memories[id];
    MemoryEntry entry;
    const Members members(json, plan_.parts[id], false, path, errors_);
    entry.key = key(members.at(0), memory, {path, "key"});
    switch (memory.kind) {
      case Memory::Kind::spell: spell(members, path, entry); break;
      case Memory::Kind::account: entry.pots = pots(members.at(1), id, {path, "pots"}); break;
      case Memory::Kind::history: entry.rows = rows(members.at(1), memory, {path, "rows"}); break;
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest: entry.value = scalar(members.at(1), held(memory), {path, "value"}); break;
    }
    return entry;
  }

  auto key(const JsonValue* json, const Memory& memory, const JsonPath& path) -> std::vector<Value> {
    std::vector<Value> parts;
    if (!given(json, kList, path) || !values_.is_list(*json, kMaxListLength, path)) return parts;
    if (json->size() != memory.key_types.size()) {
      errors_.add(InputCode::wrong_key_count, path,
                  {std::to_string(json->size()), std::to_string(memory.key_types.size())});
      return parts;
    }
    for (const JsonValue part : *json) {
      const FieldType field = unnamed(memory.key_types[parts.size()], {}, true);
      parts.push_back(values_.read(part, field, {path, parts.size()}));
      check_kept(parts.back(), memory.keys[parts.size() - 1], field, {path, parts.size() - 1});
    }
    return parts;
  }
  // A month is kept under its first day; an entry under another would never be found.
  void check_kept(const Value& part, NodeId key, const FieldType& field, const JsonPath& path) {
    if (part.is_failed()) return;
    const auto print = [&](const Value& value) {
      return field.type.kind == TypeKind::date ? print_date(value.as_integer()) : value.as_number().to_string();
    };
    const std::optional<Value> kept = kept_key(program_, key, part);
    if (kept && *kept == part) return;
    errors_.add(InputCode::never_found, path, {print(part), kept ? print(*kept) : "2024"});
  }
  void spell(const Members& members, const JsonPath& path, MemoryEntry& entry) {
    const FieldType date = unnamed({.kind = TypeKind::date});
    entry.start = scalar(members.at(1), date, {path, "start"});
    entry.end = scalar(members.at(2), date, {path, "end"});
    if (entry.start.is_failed() || entry.end.is_failed() || entry.start.as_integer() <= entry.end.as_integer()) return;
    errors_.add(InputCode::ends_before_start, {path, "end"},
                {print_date(entry.end.as_integer()), print_date(entry.start.as_integer())});
  }
  // What a memory holds. A count is never below zero; what is booked back may make a sum so.
  static auto held(const Memory& memory) -> FieldType {
    FieldType field = unnamed(memory.type, memory.limits);
    if (memory.type.kind == TypeKind::count && !field.limits.low) field.limits.low = Number();
    return field;
  }

  auto pots(const JsonValue* json, std::size_t id, const JsonPath& path) -> std::vector<Value> {
    const Memory& memory = program_.memories[id];
    std::vector<Value> amounts;
    if (!given(json, kObject, path) || !values_.is_object(*json, path)) return amounts;
    const Members members(*json, plan_.pots[id], false, path, errors_);
    const FieldType field = held(memory);
    for (const std::string& pot : memory.pots)
      amounts.push_back(scalar(members.at(amounts.size()), field, {path, pot}));
    return amounts;
  }
  auto rows(const JsonValue* json, const Memory& memory, const JsonPath& path) -> std::vector<Value> {
    std::vector<Value> values;
    const std::int64_t at_most = memory.limits.at_most.value_or(kMaxListLength);
    if (!given(json, kList, path) || !values_.is_list(*json, at_most, path)) return values;
    for (const JsonValue row : *json) {
      values.push_back(values_.read(row, unnamed(memory.type), {path, values.size()}));
    }
    return values;
  }

  auto scalar(const JsonValue* json, const FieldType& field, const JsonPath& path) -> Value {
    return given(json, type_name(field.type, types_), path) ? values_.read(*json, field, path) : Value::failed();
  }
  auto given(const JsonValue* json, std::string_view expected, const JsonPath& path) -> bool {
    if (json == nullptr) errors_.add(InputCode::missing, path, {std::string(expected), "", path.last()});
    return json != nullptr;
  }

  const Program& program_;
  const OpeningPlan& plan_;
  const TypeTable& types_;
  InputErrors& errors_;
  ValueReader values_;
};

}  // namespace

OpeningPlan::OpeningPlan(const Program& program, const ProgramNames& names) : read(memories_read(program)) {
  for (const Memory& memory : program.memories) {
    memories.add(names.memories[memory.name].name);
    parts.push_back(parts_of(memory.kind));
    pots.emplace_back();
    for (const std::string& pot : memory.pots) pots.back().add(pot);
  }
}

auto memories_read(const Program& program) -> std::vector<bool> {
  std::vector<bool> read;
  for (const Memory& memory : program.memories) {  // what is posted depends on the pots, on where a spell began
    const bool moves = memory.kind == Memory::Kind::account || memory.kind == Memory::Kind::spell;
    read.push_back(memory.read || (moves && memory.contributes));
  }
  return read;
}

auto read_opening(const JsonValue* json, const Program& program, const OpeningPlan& plan, const ReadOptions& options,
                  InputErrors& errors) -> std::vector<MemoryState> {
  std::vector<MemoryState> states(program.memories.size());
  const JsonPath root;
  const JsonPath path(root, "opening");
  if (options.ledger) {
    if (json != nullptr) errors.add(InputCode::opening_beside_ledger, path);
    return states;
  }
  if (json != nullptr && !ValueReader(program.types, options, errors).is_object(*json, path)) return states;

  const Members members =
      json != nullptr ? Members(*json, plan.memories, options.allow_unknown, path, errors, InputCode::unknown_memory)
                      : Members(states.size());
  OpeningReader reader(program, plan, options, errors);
  for (std::size_t i = 0; i < states.size(); ++i) {
    const JsonPath below(path, plan.memories.spelt[i]);
    if (members.at(i) != nullptr)
      states[i] = reader.read(*members.at(i), i, below);
    else if (!plan.read[i])
      states[i].known = false;
    else if (!options.nothing_before)
      errors.add(InputCode::missing_opening, below, {plan.memories.spelt[i]});
  }
  return states;
}

}  // namespace remit
