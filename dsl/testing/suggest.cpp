#include "dsl/testing/suggest.h"

#include <algorithm>

#include "dsl/testing/literal.h"

namespace remit {
namespace {

constexpr std::size_t kMostCases = 60;    // that are tried for one item
constexpr std::size_t kMostProbes = 100;  // that are settled for one item

auto grounds_of(const Recorder& recorder) -> Grounds {
  return {recorder.compiled().program(), recorder.compiled().names(), recorder.evaluator(), recorder.locals()};
}

// Absent: the value cannot be written down.
auto worded(const Recorder& recorder, const Candidate& change, const std::string& language)
    -> std::optional<std::string> {
  const bool zh = language == "zh";
  std::string set = path_of(grounds_of(recorder), change.known->given, change.leaf);
  if (change.value.is_absent()) {
    set += zh ? " 缺失" : " is absent";
  } else {
    const auto literal = literal_text(change.value, field_of(grounds_of(recorder), change.leaf).type,
                                      recorder.compiled().program().types);
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
  const Grounds grounds = grounds_of(recorder);
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < std::min(cases.size(), kMostCases); ++i)
    add_candidates(goal, grounds, cases[i], candidates);
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
  std::size_t probes = 0;
  for (const Candidate& candidate : candidates) {
    if (++probes > kMostProbes) return std::nullopt;
    if (!recorder.would_reach(item, with_value(grounds, candidate.known->given, candidate.leaf, candidate.value)))
      continue;
    if (auto text = worded(recorder, candidate, language)) return Suggestion{candidate.distance, std::move(*text)};
  }
  return std::nullopt;
}

}  // namespace remit
