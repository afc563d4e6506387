#include "dsl/catalog/header.h"

#include <algorithm>
#include <string>

#include "dsl/catalog/slips.h"
#include "dsl/catalog/spans.h"

namespace remit {
namespace {

// A column that is unknown, or stands there again.
struct Wrong {
  std::string_view cell;
  Code code{};
};

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

auto read_header(const std::vector<std::string_view>& cells, Span row, std::string_view text, const CatalogShape& shape,
                 std::vector<Diagnostic>& problems) -> Positions {
  Positions positions;
  std::vector<std::string> known, missing, wrong_names;
  for (const FieldType& column : shape.columns) {
    known.push_back(column.name);
    const auto found = std::find(cells.begin(), cells.end(), column.name);
    positions.push_back(static_cast<std::uint32_t>(found - cells.begin()));
    if (found == cells.end()) missing.push_back(column.name);
  }
  std::vector<Wrong> wrong;
  for (auto cell = cells.begin(); cell != cells.end(); ++cell) {
    if (std::find(cells.begin(), cell, *cell) != cell)
      wrong.push_back({*cell, Code::E0609});
    else if (!has(known, *cell))
      wrong.push_back({*cell, Code::E0607});
    else
      continue;
    wrong_names.emplace_back(*cell);
  }
  const std::vector<std::string> meant = pair_slips(wrong_names, missing);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const Span span = span_of_cell(wrong[i].cell, row, text);
    problems.push_back({.code = wrong[i].code, .span = span, .arguments = {wrong_names[i], meant[i]}});
  }
  for (const std::string& name : missing) problems.push_back({.code = Code::E0608, .span = row, .arguments = {name}});
  return positions;
}

}  // namespace remit
