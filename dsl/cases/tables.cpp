#include <algorithm>

#include "dsl/cases/checks.h"
#include "dsl/cases/rows.h"

namespace remit {

void CaseChecks::check_tables() {
  for (const TableClaim& claim : elaborated_.tables) check_table(claim);
}

void CaseChecks::check_table(const TableClaim& claim) {
  const Node& n = program_.at(claim.table);
  TableUse& use = program_.tables[n.index];
  const NodeId* first = program_.operands_of(n);
  const RowFindings found = examine_rows(conditions_, {first, first + n.operand_count / 2});
  use.exclusive = found.exclusive;
  const std::string& name = elaborated_.names.declarations[use.name].name;
  const Witness::Naming naming = key_names(claim);
  std::set<std::pair<std::size_t, std::size_t>> told;
  for (const RowFindings::Overlap& overlap : found.overlaps) report_overlap(claim, overlap, told);
  if (found.gap) report(Code::E0502, claim.heading, {name, witness_.print(*found.gap, naming)});
  if (!found.decided) report(Code::W0509, claim.heading, {name});
}

// A header that is a key makes an entry of each row and column: two rows that overlap do so in every column, two
// columns in every row, and that is one mistake.
void CaseChecks::report_overlap(const TableClaim& claim, const RowFindings::Overlap& overlap,
                                std::set<std::pair<std::size_t, std::size_t>>& told) {
  const TableUse& use = program_.tables[program_.at(claim.table).index];
  const std::size_t row = use.rows[overlap.first], other_row = use.rows[overlap.second];
  const Witness::Naming naming = key_names(claim);
  if (claim.columns.empty() || row != other_row) {
    const Box where = claim.columns.empty() ? overlap.where : of_key(use.keys.front(), overlap.where);
    const std::string first = std::to_string(row);
    if (told.emplace(row, other_row).second) {
      report(Code::E0501, claim.rows[overlap.second], {first, std::to_string(other_row), witness_.print(where, naming)},
             {{NoteKind::row_here, claim.rows[overlap.first], {first}}});
    }
    return;
  }
  const std::size_t column = overlap.first % claim.columns.size(), other = overlap.second % claim.columns.size();
  if (!told.emplace(column, other + use.rows.size()).second) return;
  report(Code::E0510, claim.columns[other], {witness_.print(of_key(use.keys.back(), overlap.where), naming)}, {},
         {claim.columns[column]});
}

// What is said of one key; all of it, where nothing is.
auto CaseChecks::of_key(NodeId key, const Box& box) const -> Box {
  Box part;
  for (const auto& one : box.parts) {
    if (conditions_.paths().at(one.first).node == conditions_.paths().resolved(key)) part.parts.push_back(one);
  }
  return part.parts.empty() ? box : part;
}

// As the header names the keys.
auto CaseChecks::key_names(const TableClaim& claim) const -> Witness::Naming {
  const TableUse& use = program_.tables[program_.at(claim.table).index];
  const auto* table = claim.declaration == nullptr ? nullptr : std::get_if<ast::Table>(&claim.declaration->body);
  return [this, &use, table](const Path& path) -> std::string {
    for (std::size_t i = 0; i < use.keys.size(); ++i) {
      if (table != nullptr && i < table->keys.size() && conditions_.paths().resolved(use.keys[i]) == path.node) {
        return table->keys[i].path.parts.back().text;
      }
    }
    return "";
  };
}

}  // namespace remit
