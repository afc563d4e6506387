#include "dsl/testing/suggest.h"

#include <algorithm>

#include "dsl/testing/literal.h"

namespace remit {
namespace {

constexpr std::size_t kMostCases = 60;    // that are tried for one item
constexpr std::size_t kMostProbes = 100;  // that are settled for one item

auto keys_of(Evaluator& e, const Memory& memory) -> std::vector<Value> {
  std::vector<Value> keys;
  for (const NodeId key : memory.keys) keys.push_back(e.value_of(key));
  return keys;
}

void remember(Evaluator& e, const Candidate& change, Case& given) {
  e.begin(given);
  const std::vector<Value> keys = keys_of(e, e.program().memories[change.leaf.index]);
  std::vector<MemoryEntry>& entries = given.memories[change.leaf.index].entries;
  auto entry = std::ranges::find(entries, keys, &MemoryEntry::key);
  if (entry == entries.end())
    entry = entries.insert(entries.end(),
                           MemoryEntry{.key = keys, .value = {}, .start = {}, .end = {}, .pots = {}, .rows = {}});
  entry->value = change.value;
}

auto changed(Recorder& recorder, const Candidate& change) -> Case {
  Case given = change.known->given;
  const Leaf& leaf = change.leaf;
  switch (leaf.kind) {
    case Leaf::Kind::input: given.inputs[leaf.index] = change.value; break;
    case Leaf::Kind::column:
      given.lists[static_cast<std::size_t>(leaf.list)].columns[leaf.index][leaf.element] = change.value;
      break;
    case Leaf::Kind::memory: remember(recorder.evaluator(), change, given); break;
  }
  return given;
}

auto path_of(const Recorder& recorder, const Candidate& change) -> std::string {
  const ProgramNames& names = recorder.compiled().names();
  const Program& program = recorder.compiled().program();
  const Leaf& leaf = change.leaf;
  if (leaf.kind == Leaf::Kind::input) return names.inputs[leaf.index].name;
  if (leaf.kind == Leaf::Kind::memory) return names.memories[program.memories[leaf.index].name].name;
  std::string path = names.column_paths[program.at(leaf.list).columns[leaf.index]];
  const std::size_t brackets = path.rfind("[]");
  const std::string key = item_key(change.known->given, program, leaf.list, leaf.element);
  return brackets == std::string::npos ? path : path.replace(brackets, 2, key);
}

auto type_of(const Recorder& recorder, const Leaf& leaf) -> Type {
  const ProgramNames& names = recorder.compiled().names();
  const Program& program = recorder.compiled().program();
  if (leaf.kind == Leaf::Kind::input) return names.inputs[leaf.index].type;
  if (leaf.kind == Leaf::Kind::memory) return program.memories[leaf.index].type;
  return names.columns[program.at(leaf.list).columns[leaf.index]].type;
}

// Absent: the value cannot be written down.
auto worded(const Recorder& recorder, const Candidate& change, const std::string& language)
    -> std::optional<std::string> {
  const bool zh = language == "zh";
  std::string set = path_of(recorder, change);
  if (change.value.is_absent()) {
    set += zh ? " 缺失" : " is absent";
  } else {
    const auto literal =
        literal_text(change.value, type_of(recorder, change.leaf), recorder.compiled().program().types);
    if (!literal) return std::nullopt;
    set += " = " + *literal;
  }
  const std::string number = std::to_string(change.known->number);
  if (zh)
    return "如同“" + change.known->name + "”" + (change.known->number > 1 ? "的第 " + number + " 个案例" : "") +
           "，取 " + set;
  return "like " + (change.known->number > 1 ? "case " + number + " of " : std::string()) + "“" + change.known->name +
         "”, with " + set;
}

}  // namespace

auto suggest(ItemId item, Recorder& recorder, const std::vector<KnownCase>& cases, const std::string& language)
    -> std::optional<Suggestion> {
  const Goal goal = goal_of(item, recorder);
  if (goal.conditions.empty() && goal.targets.empty()) return std::nullopt;
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < std::min(cases.size(), kMostCases); ++i)
    add_candidates(goal, recorder, cases[i], candidates);
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
  std::size_t probes = 0;
  for (const Candidate& candidate : candidates) {
    if (++probes > kMostProbes) return std::nullopt;
    if (!recorder.would_reach(item, changed(recorder, candidate))) continue;
    if (auto text = worded(recorder, candidate, language)) return Suggestion{candidate.distance, std::move(*text)};
  }
  return std::nullopt;
}

}  // namespace remit
