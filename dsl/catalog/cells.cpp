#include "dsl/catalog/cells.h"

#include <algorithm>
#include <set>

#include "engine/text/utf8.h"
#include "engine/value/date.h"

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

// "85%" is 0.85: a rate may stand as people write it.
auto number_in(std::string_view cell, TypeKind kind) -> std::optional<Number> {
  const bool percent = kind == TypeKind::rate && cell.ends_with('%');
  const auto number = Number::parse(percent ? cell.substr(0, cell.size() - 1) : cell);
  if (!number) return std::nullopt;
  return percent ? number.value() * Number::decimal(1, 2) : number.value();
}

auto member_named(const std::vector<EnumMember>& members, std::string_view name) -> std::optional<std::int64_t> {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name) return static_cast<std::int64_t>(i);
  }
  return std::nullopt;
}

auto integer_or_failed(std::optional<std::int64_t> value) -> Value {
  return value ? Value::integer(*value) : Value::failed();
}

// Failed where the cell is none of the type.
auto typed(std::string_view cell, const Type& type, const TypeTable& types) -> Value {
  switch (type.kind) {
    case TypeKind::text: return Value::text(std::string(cell));
    case TypeKind::boolean:
      return cell == "true" || cell == "false" ? Value::boolean(cell == "true") : Value::failed();
    case TypeKind::date: return integer_or_failed(parse_date(cell));
    case TypeKind::time: return integer_or_failed(parse_time(cell));
    case TypeKind::enumeration: return integer_or_failed(member_named(types.at(EnumId{type.id}).members, cell));
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money: {
      const auto number = number_in(cell, type.kind);
      return number && (type.kind != TypeKind::count || number->is_integer()) ? Value(*number) : Value::failed();
    }
    case TypeKind::days:
    case TypeKind::months: {
      const auto number = number_in(cell, type.kind);
      return integer_or_failed(number ? number->to_int64() : std::nullopt);
    }
    case TypeKind::record:
    case TypeKind::list:
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  return Value::failed();
}

auto measure(const Value& value) -> Number {
  if (value.tag() == Value::Tag::number) return value.as_number();
  const auto size = value.tag() == Value::Tag::text ? static_cast<std::int64_t>(code_point_count(value.as_text()))
                                                    : value.as_integer();
  return Number::whole(size);
}

bool in_range(const Value& value, const Limits& limits) {
  const Number size = measure(value);
  if (value.tag() == Value::Tag::text) return !limits.at_most || size <= Number::whole(*limits.at_most);
  if (limits.low && size < *limits.low) return false;
  return !limits.high || size < *limits.high || (!limits.open_above && size == *limits.high);
}

auto range_text(const Limits& limits, TypeKind kind) -> std::string {
  if (limits.at_most) return ".." + std::to_string(*limits.at_most);
  const auto end = [&](const std::optional<Number>& number) {
    if (!number) return std::string();
    return kind == TypeKind::date ? print_date(number->to_int64().value_or(0)) : number->to_string();
  };
  return end(limits.low) + (limits.open_above ? "..<" : "..") + end(limits.high);
}

auto member_names(const EnumType& type) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const EnumMember& member : type.members) names.push_back(member.name);
  return names;
}

// A cell as a message shows it.
auto excerpt(std::string_view cell) -> std::string {
  constexpr std::size_t kMost = 60;
  if (cell.size() <= kMost) return std::string(cell);
  return std::string(cell.substr(0, valid_utf8_prefix(cell.substr(0, kMost)))) + "…";
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
  const Value value = typed(cell, field.type, types_);
  const auto refuse = [&](Code code, std::vector<std::string> more) {
    std::vector<std::string> arguments{number, field.name, excerpt(cell)};
    std::move(more.begin(), more.end(), std::back_inserter(arguments));
    problems.push_back(problem(code, span(cell, row), std::move(arguments)));
    return Value::failed();
  };
  if (value.is_failed() && field.type.kind == TypeKind::enumeration) {
    const EnumType& type = types_.at(EnumId{field.type.id});
    return refuse(Code::E0614, {type.name, nearest_name(cell, member_names(type))});
  }
  if (value.is_failed()) return refuse(Code::E0611, {type_name({field.type.kind, false, field.type.id}, types_)});
  const bool numeric = value.tag() == Value::Tag::number;
  if (numeric && field.limits.step && !value.as_number().lies_on(*field.limits.step)) {
    return refuse(Code::E0612, {field.limits.step->to_string()});
  }
  if (value.tag() != Value::Tag::boolean && !in_range(value, field.limits)) {
    return refuse(Code::E0613, {range_text(field.limits, field.type.kind)});
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
