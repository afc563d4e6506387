#include "dsl/testing/leaf.h"

#include <algorithm>
#include <utility>

namespace remit {
namespace {

// The case's own.
auto keys_of(Evaluator& e, const Memory& memory) -> std::vector<Value> {
  std::vector<Value> keys;
  for (const NodeId key : memory.keys) keys.push_back(e.value_of(key));
  return keys;
}

void remember(Evaluator& e, std::uint32_t memory, const Value& value, Case& given) {
  e.begin(given);
  const std::vector<Value> keys = keys_of(e, e.program().memories[memory]);
  std::vector<MemoryEntry>& entries = given.memories[memory].entries;
  auto entry = std::ranges::find(entries, keys, &MemoryEntry::key);
  if (entry == entries.end())
    entry = entries.insert(entries.end(),
                           MemoryEntry{.key = keys, .value = {}, .start = {}, .end = {}, .pots = {}, .rows = {}});
  entry->value = value;
}

}  // namespace

auto path_of(const Grounds& grounds, const Case& given, const Leaf& leaf) -> std::string {
  const ProgramNames& names = grounds.names;
  const Program& program = grounds.program;
  if (leaf.kind == Leaf::Kind::input) return names.inputs[leaf.index].name;
  if (leaf.kind == Leaf::Kind::memory) return names.memories[program.memories[leaf.index].name].name;
  std::string path = names.column_paths[program.at(leaf.list).columns[leaf.index]];
  const std::size_t brackets = path.rfind("[]");
  const std::string key = item_key(given, program, leaf.list, leaf.element);
  return brackets == std::string::npos ? path : path.replace(brackets, 2, key);
}

auto field_of(const Grounds& grounds, const Leaf& leaf) -> FieldType {
  if (leaf.kind == Leaf::Kind::input) return grounds.names.inputs[leaf.index];
  if (leaf.kind == Leaf::Kind::column) return grounds.names.columns[grounds.program.at(leaf.list).columns[leaf.index]];
  const Memory& memory = grounds.program.memories[leaf.index];
  return {.name = {}, .code = {}, .labels = {}, .type = memory.type, .limits = memory.limits};
}

auto step_of(const FieldType& field, const TypeTable& types) -> Number {
  if (field.limits.step) return *field.limits.step;
  if (field.type.kind == TypeKind::money) return types.at(CurrencyId{field.type.id}).step;
  return field.type.kind == TypeKind::rate ? Number::decimal(1, 2) : Number::whole(1);
}

auto value_at(const Grounds& grounds, const Case& given, const Leaf& leaf) -> Value {
  if (leaf.kind == Leaf::Kind::input) return given.inputs[leaf.index];
  if (leaf.kind == Leaf::Kind::memory) {
    const std::vector<Value> keys = keys_of(grounds.evaluator, grounds.program.memories[leaf.index]);
    const std::vector<MemoryEntry>& entries = given.memories[leaf.index].entries;
    const auto entry = std::ranges::find(entries, keys, &MemoryEntry::key);
    return entry == entries.end() ? Value(Number()) : entry->value;
  }
  const auto& columns = given.lists[static_cast<std::size_t>(leaf.list)].columns;
  if (leaf.index >= columns.size() || leaf.element >= columns[leaf.index].size()) return Value::failed();
  return columns[leaf.index][leaf.element];
}

auto with_value(const Grounds& grounds, Case given, const Leaf& leaf, const Value& value) -> Case {
  switch (leaf.kind) {
    case Leaf::Kind::input: given.inputs[leaf.index] = value; break;
    case Leaf::Kind::column:
      given.lists[static_cast<std::size_t>(leaf.list)].columns[leaf.index][leaf.element] = value;
      break;
    case Leaf::Kind::memory: remember(grounds.evaluator, leaf.index, value, given); break;
  }
  return given;
}

}  // namespace remit
