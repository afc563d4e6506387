#include <algorithm>

#include "dsl/cases/checks.h"
#include "dsl/cases/rows.h"

namespace remit {
namespace {

auto percent(const Number& rate) -> std::string { return (rate * Number::whole(100)).to_string() + "%"; }

}  // namespace

void CaseChecks::check_bands() {
  for (const BandsClaim& claim : elaborated_.bands) {
    const SliceUse& s = program_.slices[program_.at(claim.slice).index];
    check_edges(claim, s);
    if (!s.counts) check_rates(claim, s);
    check_band_rows(claim, s);
  }
}

// Edges may be values, with versions: they certainly fall where the highest is no higher than the lowest before it.
void CaseChecks::check_edges(const BandsClaim& claim, const SliceUse& s) {
  const std::string& name = elaborated_.names.declarations[s.name].name;
  std::optional<Number> before;
  for (std::size_t i = 0; i < s.edges.size(); ++i) {
    if (s.edges[i] == kNoNode) continue;
    const NodeFacts& known = facts(s.edges[i]);
    const Span span = header_span(claim, i);
    if (!before && known.high && known.high->sign() <= 0) report(Code::E0507, span, {name, known.high->to_string()});
    if (before && known.high && *known.high <= *before) {
      report(Code::E0503, span, {name, known.high->to_string(), before->to_string()});
    }
    before = known.low;
  }
}

void CaseChecks::check_rates(const BandsClaim& claim, const SliceUse& s) {
  const std::string& name = elaborated_.names.declarations[s.name].name;
  for (std::size_t r = 0; r < s.rows.size(); ++r) {
    for (std::size_t i = 0; i < s.rows[r].cells.size(); ++i) {
      const NodeId cell = s.rows[r].cells[i];
      if (cell == kNoNode) continue;
      const NodeFacts& known = facts(cell);
      const Span span = cell_span(claim, r, i);
      if (known.low && *known.low > Number::whole(1)) report(Code::E0504, span, {name, percent(*known.low)});
      if (known.high && known.high->sign() < 0) report(Code::E0504, span, {name, percent(*known.high)});
    }
  }
}

void CaseChecks::check_band_rows(const BandsClaim& claim, const SliceUse& s) {
  if (s.rows.size() == 1 && s.rows.front().when == kNoNode) return;
  std::vector<NodeId> conditions;
  for (const SliceUse::Row& row : s.rows) conditions.push_back(row.when);
  const RowFindings found = examine_rows(conditions_, conditions);
  const std::string& name = elaborated_.names.declarations[s.name].name;
  for (const RowFindings::Overlap& overlap : found.overlaps) {
    const std::string first = std::to_string(overlap.first + 1);
    report(Code::E0511, row_span(claim, overlap.second),
           {name, first, std::to_string(overlap.second + 1), witness_.print(overlap.where)},
           {{NoteKind::row_here, row_span(claim, overlap.first), {first}}});
  }
  if (found.gap) report(Code::E0502, heading(claim), {name, witness_.print(*found.gap)});
  if (!found.decided) report(Code::W0509, heading(claim), {name});
}

auto CaseChecks::heading(const BandsClaim& claim) const -> Span {
  return claim.written == nullptr ? span_of(claim.slice) : claim.written->header.span;
}

auto CaseChecks::row_span(const BandsClaim& claim, std::size_t row) const -> Span {
  return claim.written == nullptr ? span_of(claim.slice) : claim.written->rows[row].span;
}

auto CaseChecks::header_span(const BandsClaim& claim, std::size_t edge) const -> Span {
  return claim.written == nullptr ? span_of(claim.slice) : claim.written->header.cells[claim.keys + edge]->span;
}

auto CaseChecks::cell_span(const BandsClaim& claim, std::size_t row, std::size_t band) const -> Span {
  return claim.written == nullptr ? span_of(claim.slice) : claim.written->rows[row].cells[claim.keys + band]->span;
}

}  // namespace remit
