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
  for (const RowFindings::Overlap& overlap : found.overlaps) {
    report_overlap(claim, use, overlap.first, overlap.second, witness_.print(overlap.where, naming));
  }
  if (found.gap) report(Code::E0502, claim.heading, {name, witness_.print(*found.gap, naming)});
  if (!found.decided) report(Code::W0509, claim.heading, {name});
}

void CaseChecks::report_overlap(const TableClaim& claim, const TableUse& use, std::size_t first, std::size_t second,
                                const std::string& where) {
  const std::string a = std::to_string(use.rows[first]);
  const std::string b = std::to_string(use.rows[second]);
  if (a == b) report(Code::E0510, claim.heading, {where});
  else report(Code::E0501, claim.rows[second], {a, b, where}, {{NoteKind::row_here, claim.rows[first], {a}}});
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
