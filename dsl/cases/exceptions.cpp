#include <algorithm>

#include "dsl/cases/checks.h"

namespace remit {
namespace {

bool goes_over(const Choice& choice, std::size_t a, std::size_t b) {
  const std::vector<std::uint32_t>& over = choice.exceptions[a].over;
  return std::ranges::find(over, static_cast<std::uint32_t>(b)) != over.end();
}

}  // namespace

void CaseChecks::check_exceptions() {
  for (const Node& n : program_.nodes) {
    if (n.op != Op::choice) continue;
    check_choice(program_.choices[n.index], elaborated_.spans[static_cast<std::size_t>(n.source)]);
  }
}

void CaseChecks::check_choice(const Choice& choice, Span span) {
  const Regions regions = regions_of(choice);
  check_reachable(choice, regions);
  check_clashes(choice, regions);
  if (choice.base_when != kNoNode) check_base(choice, regions, span);
}

// Where each exception may be chosen: its condition and its parents' hold, and no sibling goes over it or them.
// Absent: too much to tell.
auto CaseChecks::regions_of(const Choice& choice) -> Regions {
  const Universes& universes = conditions_.paths().universes();
  std::vector<Region> own;
  for (const Choice::Exception& e : choice.exceptions) own.push_back(conditions_.region(e.when));
  Regions chosen;
  for (std::size_t i = 0; i < own.size(); ++i) {
    std::optional<Region> region = own[i];
    if (const std::uint32_t parent = choice.exceptions[i].parent; parent != Choice::kBase) {
      region = chosen[parent] ? intersected(*region, *chosen[parent]) : std::nullopt;
    }
    for (std::size_t k = 0; k < own.size() && region; ++k) {
      if (goes_over(choice, k, i)) region = without(*region, own[k], universes);
    }
    chosen.push_back(std::move(region));
  }
  return chosen;
}

void CaseChecks::check_reachable(const Choice& choice, const Regions& regions) {
  const auto empty = [&](std::size_t i) { return regions[i] && regions[i]->empty(); };
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const std::uint32_t parent = choice.exceptions[i].parent;
    if (!empty(i) || (parent != Choice::kBase && empty(parent))) continue;  // of a chain, only where it breaks
    const std::uint32_t name = choice.exceptions[i].name;
    report(Code::W0505, elaborated_.exception_spans[name], {elaborated_.names.exceptions[name].name});
  }
}

void CaseChecks::check_clashes(const Choice& choice, const Regions& regions) {
  for (std::size_t a = 0; a < regions.size(); ++a) {
    for (std::size_t b = a + 1; b < regions.size(); ++b) {
      if (choice.exceptions[a].parent != choice.exceptions[b].parent) continue;
      if (goes_over(choice, a, b) || goes_over(choice, b, a)) continue;
      check_clash(choice, a, b, regions[a] && regions[b] ? intersected(*regions[a], *regions[b]) : std::nullopt);
    }
  }
}

void CaseChecks::check_clash(const Choice& choice, std::size_t a, std::size_t b, const std::optional<Region>& both) {
  if (same_value(choice.exceptions[a].value, choice.exceptions[b].value)) return;
  if (both && both->empty()) return;
  const Box* box = both ? certain_box(*both) : nullptr;
  const std::uint32_t first = choice.exceptions[a].name;
  const std::uint32_t second = choice.exceptions[b].name;
  const std::string& first_name = elaborated_.names.exceptions[first].name;
  if (box == nullptr) {
    if (undecided_ == Undecided::told)
      report(Code::W0513, elaborated_.exception_spans[second], {first_name, elaborated_.names.exceptions[second].name},
             {{NoteKind::declared_here, elaborated_.exception_spans[first], {first_name}}});
    return;
  }
  report(box->parts.empty() ? Code::E0512 : Code::E0506, elaborated_.exception_spans[second],
         {first_name, elaborated_.names.exceptions[second].name, witness_.print(*box)},
         {{NoteKind::declared_here, elaborated_.exception_spans[first], {first_name}}});
}

// Where neither the base nor an exception holds.
void CaseChecks::check_base(const Choice& choice, const Regions& regions, Span span) {
  const Universes& universes = conditions_.paths().universes();
  auto rest = without(always(), conditions_.region(choice.base_when), universes);
  for (std::size_t i = 0; i < regions.size() && rest; ++i) {
    if (choice.exceptions[i].parent != Choice::kBase) continue;
    rest = regions[i] ? without(*rest, *regions[i], universes) : std::nullopt;
  }
  const Box* box = rest ? certain_box(*rest) : nullptr;
  if (box != nullptr) report(Code::W0508, span, {witness_.print(*box)});
}

bool CaseChecks::same_value(NodeId a, NodeId b) const {
  if (a == b) return true;
  const auto left = conditions_.paths().constant(a);
  const auto right = conditions_.paths().constant(b);
  return left && right && *left == *right;
}

}  // namespace remit
