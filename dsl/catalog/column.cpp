#include "dsl/catalog/column.h"

#include <vector>

#include "dsl/catalog/shape.h"
#include "engine/text/nearest.h"
#include "engine/text/utf8.h"
#include "engine/text/visible.h"
#include "engine/value/date.h"

namespace remit {
namespace {

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

auto member_names(const EnumType& type) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const EnumMember& member : type.members) names.push_back(member.name);
  return names;
}

// A cell as a message shows it.
auto excerpt(std::string_view cell) -> std::string {
  constexpr std::size_t kMost = 60;
  if (cell.size() <= kMost) return visible(cell);
  return visible(cell.substr(0, valid_utf8_prefix(cell.substr(0, kMost)))) + "…";
}

}  // namespace

auto Column::read(std::string_view cell) const -> Value {
  if (cell.empty() && field_.type.optional) return {};
  if (field_.type.kind == TypeKind::text) return short_enough(cell) ? Value::text(std::string(cell)) : Value::failed();
  Value value = typed(cell);
  return value.is_failed() || !on_its_place(value) || !in_range(value) ? Value::failed() : value;
}

// Of anything but a text. Failed where the cell is none of the type, an empty one too.
auto Column::typed(std::string_view cell) const -> Value {
  const TypeKind kind = field_.type.kind;
  switch (kind) {
    case TypeKind::boolean: return cell == "true" || cell == "false" ? Value::boolean(cell == "true") : Value::failed();
    case TypeKind::date: return integer_or_failed(parse_date(cell));
    case TypeKind::time: return integer_or_failed(parse_time(cell));
    case TypeKind::enumeration: return integer_or_failed(member_named(types_.at(EnumId{field_.type.id}).members, cell));
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money: {
      auto number = number_in(cell, kind);
      return number && (kind != TypeKind::count || number->is_integer()) ? Value(*std::move(number)) : Value::failed();
    }
    case TypeKind::days:
    case TypeKind::months: {
      const auto number = number_in(cell, kind);
      return integer_or_failed(number ? number->to_int64() : std::nullopt);
    }
    case TypeKind::text:
    case TypeKind::record:
    case TypeKind::list:
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  return Value::failed();
}

bool Column::on_its_place(const Value& value) const {
  return value.tag() != Value::Tag::number || !field_.limits.step || value.as_number().lies_on(*field_.limits.step);
}

bool Column::in_range(const Value& value) const {
  if (value.tag() == Value::Tag::boolean || (!field_.limits.low && !field_.limits.high)) return true;
  return field_.limits.allow(value.tag() == Value::Tag::number ? value.as_number() : Number::whole(value.as_integer()));
}

bool Column::short_enough(std::string_view cell) const {
  if (!field_.limits.at_most || cell.size() <= static_cast<std::uint64_t>(*field_.limits.at_most)) return true;
  return code_point_count(cell) <= static_cast<std::uint64_t>(*field_.limits.at_most);
}

auto Column::range_text() const -> std::string {
  const Limits& limits = field_.limits;
  if (limits.at_most) return ".." + std::to_string(*limits.at_most);
  const auto end = [&](const std::optional<Number>& number) {
    if (!number) return std::string();
    if (field_.type.kind == TypeKind::rate) return (*number * Number::whole(100)).to_string() + "%";
    return field_.type.kind == TypeKind::date ? print_date(number->to_int64().value_or(0)) : number->to_string();
  };
  return end(limits.low) + (limits.open_above ? "..<" : "..") + end(limits.high);
}

auto Column::problem(std::string_view cell, std::uint32_t row) const -> Diagnostic {
  const std::string number = std::to_string(row);
  const auto told = [&](Code code, const std::vector<std::string>& more) {
    Diagnostic made{};
    made.code = code;
    made.arguments = {number, field_.name};
    if (code != Code::E0615) made.arguments.push_back(excerpt(cell));
    made.arguments.insert(made.arguments.end(), more.begin(), more.end());
    return made;
  };
  const Type& type = field_.type;
  if (type.kind == TypeKind::text) return told(Code::E0613, {range_text()});
  if (cell.empty()) return told(Code::E0615, {});
  const Value value = typed(cell);
  if (value.is_failed() && type.kind == TypeKind::enumeration) {
    const EnumType& members = types_.at(EnumId{type.id});
    return told(Code::E0614, {members.name, nearest_name(cell, member_names(members))});
  }
  if (value.is_failed()) return told(Code::E0611, {type_name({type.kind, false, type.id}, types_)});
  if (!on_its_place(value)) return told(Code::E0612, {field_.limits.step->to_string()});
  return told(Code::E0613, {range_text()});
}

auto Column::key(std::string_view cell, std::string& room) const -> std::string_view {
  switch (field_.type.kind) {
    case TypeKind::text:
    case TypeKind::boolean:
    case TypeKind::enumeration:
    case TypeKind::date: return cell;  // written in one way only
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money:
    case TypeKind::time:
    case TypeKind::days:
    case TypeKind::months:
    case TypeKind::record:
    case TypeKind::list:
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  room = key_text(read(cell), field_.type, types_);
  return room;
}

auto Column::day(const Value& value) const -> std::optional<std::int32_t> {
  if (value.tag() != Value::Tag::integer) return std::nullopt;
  if (field_.type.kind == TypeKind::date) return static_cast<std::int32_t>(value.as_integer());
  if (field_.type.kind == TypeKind::time) return static_cast<std::int32_t>(date_of_time(value.as_integer()));
  return std::nullopt;
}

}  // namespace remit
