#include <algorithm>

#include "dsl/cases/checks.h"
#include "dsl/cases/rows.h"

namespace remit {
namespace {

auto percent(const Number& rate) -> std::string { return (rate * Number::whole(100)).to_string() + "%"; }

}  // namespace

void CaseChecks::check_bands() {
  for (const Node& n : program_.nodes) {
    if (n.op != Op::slice) continue;
    const SliceUse& s = program_.slices[n.index];
    const Span span = elaborated_.spans[static_cast<std::size_t>(n.source)];
    check_edges(s, span);
    if (!s.counts) check_rates(s, span);
    check_band_rows(s, span);
  }
}

// Edges may be values, with versions: they certainly fall where the highest is no higher than the lowest before it.
void CaseChecks::check_edges(const SliceUse& s, Span span) {
  const std::string& name = elaborated_.names.declarations[s.name].name;
  std::optional<Number> before;
  for (const NodeId edge : s.edges) {
    if (edge == kNoNode) continue;
    const NodeFacts& known = facts(edge);
    if (!before && known.high && known.high->sign() <= 0) {
      report(Code::E0507, span, {name, known.high->to_string()});
    }
    if (before && known.high && *known.high <= *before) {
      report(Code::E0503, span, {name, known.high->to_string(), before->to_string()});
    }
    before = known.low;
  }
}

void CaseChecks::check_rates(const SliceUse& s, Span span) {
  const std::string& name = elaborated_.names.declarations[s.name].name;
  for (const SliceUse::Row& row : s.rows) {
    for (const NodeId cell : row.cells) {
      if (cell == kNoNode) continue;
      const NodeFacts& known = facts(cell);
      if (known.low && *known.low > Number::whole(1)) report(Code::E0504, span, {name, percent(*known.low)});
      if (known.high && known.high->sign() < 0) report(Code::E0504, span, {name, percent(*known.high)});
    }
  }
}

void CaseChecks::check_band_rows(const SliceUse& s, Span span) {
  if (s.rows.size() == 1 && s.rows.front().when == kNoNode) return;
  std::vector<NodeId> conditions;
  for (const SliceUse::Row& row : s.rows) conditions.push_back(row.when);
  const RowFindings found = examine_rows(conditions_, conditions);
  const std::string& name = elaborated_.names.declarations[s.name].name;
  for (const RowFindings::Overlap& overlap : found.overlaps) {
    report(Code::E0511, span, {name, std::to_string(overlap.first + 1), std::to_string(overlap.second + 1),
                               witness_.print(overlap.where)});
  }
  if (found.gap) report(Code::E0502, span, {name, witness_.print(*found.gap)});
  if (!found.decided) report(Code::W0509, span, {name});
}

}  // namespace remit
