#include "dsl/catalog/shape.h"

#include <algorithm>

#include "engine/value/date.h"

namespace remit {
namespace {

auto column(CatalogShape& shape, const std::string& name, Type type) -> std::size_t {
  const auto known = std::find_if(shape.columns.begin(), shape.columns.end(),
                                  [&](const FieldType& field) { return field.name == name; });
  if (known != shape.columns.end()) return static_cast<std::size_t>(known - shape.columns.begin());
  FieldType field;
  field.name = name;
  field.type = type;
  shape.columns.push_back(std::move(field));
  return shape.columns.size() - 1;
}

}  // namespace

auto shape_of(const ast::Catalog& catalog, const Type& row, const TypeTable& types) -> CatalogShape {
  CatalogShape shape;
  shape.columns = types.at(RecordId{row.id}).fields;
  shape.fields = shape.columns.size();
  shape.key = column(shape, catalog.key.text, {.kind = TypeKind::text});
  if (catalog.valid) {
    shape.begin = column(shape, catalog.valid->first.text, {.kind = TypeKind::date, .optional = true});
    shape.end = column(shape, catalog.valid->second.text, {.kind = TypeKind::date, .optional = true});
  }
  return shape;
}

auto describe(const CatalogShape& shape, const TypeTable& types) -> std::string {
  const auto number = [](const auto& limit) { return limit ? limit->to_string() : std::string("-"); };
  std::string text;
  for (const FieldType& column : shape.columns) {
    const Limits& limits = column.limits;
    text += column.name + " : " + type_name(column.type, types) + " to " + number(limits.step) + " " +
            number(limits.low) + (limits.open_above ? "..<" : "..") + number(limits.high) + " at most " +
            (limits.at_most ? std::to_string(*limits.at_most) : "-");
    if (column.type.kind == TypeKind::enumeration) {
      for (const EnumMember& member : types.at(EnumId{column.type.id}).members) text += " | " + member.name;
    }
    text += "\n";
  }
  const auto place = [](const std::optional<std::size_t>& column) { return column ? std::to_string(*column) : "-"; };
  return text + std::to_string(shape.fields) + " key " + std::to_string(shape.key) + " valid " + place(shape.begin) +
         ".." + place(shape.end) + "\n";
}

auto key_text(const Value& key, const Type& type, const TypeTable& types) -> std::string {
  switch (key.tag()) {
    case Value::Tag::text: return key.as_text();
    case Value::Tag::number: return key.as_number().to_string();
    case Value::Tag::boolean: return key.as_bool() ? "true" : "false";
    case Value::Tag::integer: break;
    case Value::Tag::failed:
    case Value::Tag::absent:
    case Value::Tag::sequence:
    case Value::Tag::range:
    case Value::Tag::element: return {};
  }
  switch (type.kind) {
    case TypeKind::enumeration:
      return types.at(EnumId{type.id}).members[static_cast<std::size_t>(key.as_integer())].name;
    case TypeKind::date: return print_date(key.as_integer());
    case TypeKind::time: return print_time(key.as_integer());
    case TypeKind::days:
    case TypeKind::months:
    case TypeKind::boolean:
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money:
    case TypeKind::text:
    case TypeKind::record:
    case TypeKind::list:
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  return std::to_string(key.as_integer());
}

}  // namespace remit
