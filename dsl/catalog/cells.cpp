#include "dsl/catalog/cells.h"

#include <algorithm>
#include <set>

#include "engine/io/read_value.h"

namespace remit {
namespace {

auto names_of(const std::vector<FieldType>& columns) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const FieldType& column : columns) names.push_back(column.name);
  return names;
}

auto problem(Code code, Span span, std::vector<std::string> arguments) -> Diagnostic {
  Diagnostic told{};
  told.code = code;
  told.span = span;
  told.arguments = std::move(arguments);
  return told;
}

// What the reader of inputs says of a cell, in the words of catalogs.
auto told(const InputError& error, std::string row, const std::string& column, const std::string& cell,
          const std::string& type) -> std::pair<Code, std::vector<std::string>> {
  const auto argument = [&](std::size_t i) { return i < error.arguments.size() ? error.arguments[i] : std::string(); };
  switch (error.code) {
    case InputCode::too_precise: return {Code::E0612, {std::move(row), column, cell, argument(1)}};
    case InputCode::out_of_range: return {Code::E0613, {std::move(row), column, cell, argument(1)}};
    case InputCode::unknown_member:
      return {Code::E0614, {std::move(row), column, cell, argument(1), argument(2)}};
    default: return {Code::E0611, {std::move(row), column, cell, type}};
  }
}

// "85%" is 0.85: a rate may stand as people write it.
auto rate_text(std::string_view cell) -> std::string {
  if (!cell.ends_with('%')) return std::string(cell);
  const auto number = Number::parse(cell.substr(0, cell.size() - 1));
  if (!number) return std::string(cell);
  return (number.value() * Number::decimal(1, 2)).to_string();
}

auto as_json(std::string_view text, const Type& type) -> JsonValue {
  JsonValue json;
  json.kind = JsonValue::Kind::string;
  json.text = text;
  if (type.kind == TypeKind::boolean && (text == "true" || text == "false")) {
    json.kind = JsonValue::Kind::boolean;
    json.truth = text == "true";
  }
  return json;
}

}  // namespace

RowReader::RowReader(const CsvTable& table, const CatalogShape& shape, const TypeTable& types)
    : table_(table), shape_(shape), types_(types) {
  const std::vector<std::string>& header = table.header();
  for (const FieldType& column : shape.columns) {
    const auto found = std::find(header.begin(), header.end(), column.name);
    positions_.push_back(found == header.end() ? std::nullopt
                                               : std::optional(static_cast<std::size_t>(found - header.begin())));
  }
}

auto RowReader::header_problems() const -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems;
  const std::vector<std::string> known = names_of(shape_.columns);
  const std::vector<std::string>& header = table_.header();
  const Span first_line = span({0, 1});
  if (header.empty()) return {problem(Code::E0606, first_line, {})};
  std::set<std::string> seen;
  for (const std::string& name : header) {
    if (!seen.insert(name).second) problems.push_back(problem(Code::E0609, first_line, {name}));
    else if (std::find(known.begin(), known.end(), name) == known.end()) {
      problems.push_back(problem(Code::E0607, first_line, {name, nearest_name(name, known)}));
    }
  }
  for (const std::string& name : known) {
    if (!seen.contains(name)) problems.push_back(problem(Code::E0608, first_line, {name}));
  }
  return problems;
}

auto RowReader::span(const CsvTable::Row& row) const -> Span {
  const std::string& text = table_.source().text;
  const std::size_t end = std::min({text.find('\n', row.offset), text.size(), row.offset + 200});
  return {table_.source().id, static_cast<std::uint32_t>(row.offset), static_cast<std::uint32_t>(end)};
}

auto RowReader::span(std::string_view cell, const CsvTable::Row& row) const -> Span {
  const std::string& text = table_.source().text;
  const bool inside = cell.data() >= text.data() && cell.data() <= text.data() + text.size();
  if (!inside) return span(row);  // quotes were doubled: the cell is no part of the text
  const auto begin = static_cast<std::uint32_t>(cell.data() - text.data());
  return {table_.source().id, begin, begin + static_cast<std::uint32_t>(cell.size())};
}

auto RowReader::value(std::string_view cell, const FieldType& field, const CsvTable::Row& row,
                      std::vector<Diagnostic>& problems) const -> Value {
  const std::string number = std::to_string(row.number);
  if (cell.empty() && field.type.optional) return {};
  if (cell.empty() && field.type.kind != TypeKind::text) {
    problems.push_back(problem(Code::E0615, span(cell, row), {number, field.name}));
    return Value::failed();
  }
  const ReadOptions options;
  InputErrors errors;
  const std::string text = field.type.kind == TypeKind::rate ? rate_text(cell) : std::string(cell);
  const Value value = ValueReader(types_, options, errors).read(as_json(text, field.type), field, JsonPath());
  for (const InputError& error : errors.take()) {
    auto [code, arguments] =
        told(error, number, field.name, excerpt(cell), type_name({field.type.kind, false, field.type.id}, types_));
    problems.push_back(problem(code, span(cell, row), std::move(arguments)));
  }
  return value;
}

auto RowReader::read(const CsvTable::Row& row, std::vector<Diagnostic>& problems) const -> std::vector<Value> {
  CsvReader reader = table_.reader_at(row);
  std::vector<std::string_view> cells;
  reader.next(cells);
  if (cells.size() != table_.header().size()) {
    problems.push_back(problem(Code::E0610, span(row),
                               {std::to_string(row.number), std::to_string(cells.size()),
                                std::to_string(table_.header().size())}));
    return std::vector<Value>(shape_.columns.size(), Value::failed());
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
    values.push_back(value(cells[*positions_[i]], shape_.columns[i], row, problems));
  }
  return values;
}

}  // namespace remit
