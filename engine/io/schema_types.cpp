#include "engine/io/schema_types.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/io/read_value.h"
#include "engine/value/date.h"

namespace remit {

const std::string_view kDatePattern = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

namespace {

constexpr std::string_view kTimePattern =
    "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";

// Texts of digits that lie on the place; those with an exponent may lie there, which is for the reader to say.
auto number_pattern(const std::optional<Number>& step) -> std::string {
  std::string fraction = R"((\.[0-9]+)?)";
  if (step) {
    const int places = step->places().value_or(0);
    fraction = places == 0 ? R"((\.0+)?)" : R"((\.[0-9]{1,)" + std::to_string(places) + "}0*)?";
  }
  return "^-?(0|[1-9][0-9]*)(" + fraction + R"(|(\.[0-9]+)?[eE][+-]?[0-9]+)$)";
}

auto is_whole(const FieldType& field) -> bool {
  const TypeKind kind = field.type.kind;
  if (kind == TypeKind::count || kind == TypeKind::days || kind == TypeKind::months) return true;
  return field.limits.step && field.limits.step->is_integer();
}

void types(JsonWriter& out, std::string_view first, bool text_too, bool optional) {
  out.key("type");
  if (!text_too && !optional) {
    out.string(first);
    return;
  }
  out.open_array().string(first);
  if (text_too) out.string("string");
  if (optional) out.string("null");
  out.close_array();
}

auto title_of(const Labels& labels, const std::string& language) -> const std::string& {
  const auto in = [&](std::string_view wanted) {
    return std::find_if(labels.begin(), labels.end(), [&](const Label& label) { return label.language == wanted; });
  };
  for (const std::string_view wanted : {std::string_view(language), std::string_view()}) {
    if (const auto label = in(wanted); label != labels.end()) return label->text;
  }
  return labels.front().text;
}

}  // namespace

auto definition_reference(std::string_view name) -> std::string {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string reference = "#/$defs/";
  for (const char c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      reference += c;
    else
      reference += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return reference;
}

void TypeSchemas::taken(JsonWriter& out, const FieldType& field) { value(out, field, Direction::taken, false); }

void TypeSchemas::given(JsonWriter& out, const FieldType& field, bool never_ratio) {
  value(out, field, Direction::given, never_ratio);
}

void TypeSchemas::annotate(JsonWriter& out, const Labels& labels, bool personal) const {
  if (!labels.empty()) out.key("title").string(title_of(labels, options_.language));
  if (labels.size() > 1) {
    out.key("x-labels").open_object();
    for (const Label& label : labels) out.key(label.language.empty() ? "other" : label.language).string(label.text);
    out.close_object();
  }
  if (personal) out.key("x-personal").boolean(true);
}

void TypeSchemas::type(JsonWriter& out, std::string_view type, bool optional) { types(out, type, false, optional); }

void TypeSchemas::close(JsonWriter& out, const std::vector<std::string>& required) {
  if (!required.empty()) {
    out.key("required").open_array();
    for (const std::string& name : required) out.string(name);
    out.close_array();
  }
  out.key("additionalProperties").boolean(false).close_object();
}

void TypeSchemas::key(JsonWriter& out, const std::vector<Type>& types, Direction direction) {
  const std::string count = std::to_string(types.size());
  out.key("key").open_object().key("type").string("array").key("minItems").raw(count).key("maxItems").raw(count);
  if (!types.empty()) {
    out.key("prefixItems").open_array();
    for (const Type& type : types) value(out, unnamed(type, {}, true), direction, false);
    out.close_array();
  }
  out.close_object();
}

void TypeSchemas::value(JsonWriter& out, const FieldType& field, Direction direction, bool never_ratio) {
  out.open_object();
  annotate(out, field.labels, field.personal);
  switch (field.type.kind) {
    case TypeKind::boolean: type(out, "boolean", field.type.optional); break;
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money:
    case TypeKind::days:
    case TypeKind::months:
      direction == Direction::taken ? taken_number(out, field) : given_number(out, field, never_ratio);
      break;
    case TypeKind::date:
    case TypeKind::time: point(out, field, direction); break;
    case TypeKind::text: text(out, field, direction); break;
    case TypeKind::enumeration:
    case TypeKind::record: reference(out, field, direction); break;
    case TypeKind::list: list(out, field, direction); break;
    case TypeKind::element:
    case TypeKind::nothing: break;  // no value of either leaves or enters
  }
  out.close_object();
}

void TypeSchemas::taken_number(JsonWriter& out, const FieldType& field) {
  const bool period = field.type.kind == TypeKind::days || field.type.kind == TypeKind::months;
  Limits limits = field.limits;
  if (!limits.step && is_whole(field)) limits.step = Number::whole(1);
  if (period) {
    if (!limits.low) limits.low = Number::whole(-kMaxPeriod);
    if (!limits.high) limits.high = Number::whole(kMaxPeriod);
  }
  types(out, is_whole(field) ? "integer" : "number", true, field.type.optional);
  range(out, limits);
  out.key("pattern").string(number_pattern(limits.step));
  written_type(out, field.type);
  if (limits.step) out.key("x-step").string(limits.step->to_string());
}

void TypeSchemas::given_number(JsonWriter& out, const FieldType& field, bool never_ratio) const {
  const bool whole = is_whole(field);
  const bool ratio = !whole && !field.limits.step && !never_ratio;
  types(out, whole ? "integer" : "number", ratio, field.type.optional);
  if (ratio) out.key("pattern").string("^-?[0-9]+/[0-9]+$");
  written_type(out, field.type);
  if (field.limits.step) out.key("x-step").string(field.limits.step->to_string());
}

// In the words of the policy language; whether it may be absent, `type` tells.
void TypeSchemas::written_type(JsonWriter& out, Type type) const {
  type.optional = false;
  out.key("x-type").string(type_name(type, types_));
}

void TypeSchemas::range(JsonWriter& out, const Limits& limits) const {
  if (limits.low) out.key("minimum").raw(limits.low->to_string());
  if (limits.high) out.key(limits.open_above ? "exclusiveMaximum" : "maximum").raw(limits.high->to_string());
  const bool coarse = limits.step && limits.step->is_integer() && *limits.step > Number::whole(1);
  if (coarse) out.key("multipleOf").raw(limits.step->to_string());
}

void TypeSchemas::point(JsonWriter& out, const FieldType& field, Direction direction) const {
  const bool date = field.type.kind == TypeKind::date;
  const auto printed = [&](const Number& number) {
    const std::int64_t at = number.to_int64().value_or(0);
    return date ? print_date(at) : print_time(at);
  };
  type(out, "string", field.type.optional);
  if (date) out.key("format").string("date");
  out.key("pattern").string(date ? kDatePattern : kTimePattern);
  written_type(out, field.type);
  if (direction == Direction::given) return;
  const Limits& limits = field.limits;
  if (limits.low) out.key("x-minimum").string(printed(*limits.low));
  if (limits.high) out.key(limits.open_above ? "x-exclusiveMaximum" : "x-maximum").string(printed(*limits.high));
}

void TypeSchemas::text(JsonWriter& out, const FieldType& field, Direction direction) const {
  type(out, "string", field.type.optional);
  if (direction == Direction::given) return;
  if (field.limits.at_most) out.key("maxLength").raw(std::to_string(*field.limits.at_most));
  out.key("pattern").string(R"(^[^\u0000]*$)");
}

void TypeSchemas::list(JsonWriter& out, const FieldType& field, Direction direction) {
  const ListType& list = types_.at(ListTypeId{field.type.id});
  FieldType element = unnamed(list.element, field.limits, field.personal);
  element.limits.at_most = std::nullopt;  // that was the list's
  type(out, "array", field.type.optional);
  if (direction == Direction::taken) {
    out.key("maxItems").raw(std::to_string(std::min(field.limits.at_most.value_or(list.at_most), kMaxListLength)));
  }
  out.key("items");
  value(out, element, direction, false);
}

void TypeSchemas::reference(JsonWriter& out, const FieldType& field, Direction direction) {
  const std::string target = definition_reference(definition(field.type, direction));
  if (!field.type.optional) {
    out.key("$ref").string(target);
    return;
  }
  out.key("anyOf").open_array();
  out.open_object().key("$ref").string(target).close_object();
  out.open_object().key("type").string("null").close_object();
  out.close_array();
}

// Enums by their names, which no two types share; records also by direction, and those that no author named by number.
auto TypeSchemas::definition(const Type& type, Direction direction) -> std::string {
  if (type.kind == TypeKind::enumeration) {
    const EnumType& written = types_.at(EnumId{type.id});
    definitions_.emplace("enum." + written.name, enumeration(written));
    return "enum." + written.name;
  }
  const auto key = std::pair(type.id, direction);
  if (const auto known = records_.find(key); known != records_.end()) return known->second;
  const RecordType& written = types_.at(RecordId{type.id});
  std::string name = (direction == Direction::taken ? "taken." : "given.") + written.name;
  if (definitions_.contains(name)) name += "." + std::to_string(type.id);
  records_[key] = name;
  definitions_[name];  // the name is taken while its parts are written
  definitions_[name] = record(written, direction);
  return name;
}

auto TypeSchemas::enumeration(const EnumType& type) const -> std::string {
  JsonWriter out;
  out.open_object();
  annotate(out, type.labels);
  out.key("type").string("string").key("oneOf").open_array();
  for (const EnumMember& member : type.members) {
    out.open_object().key("const").string(spelling(member.name, member.code, options_.codes));
    annotate(out, member.labels);
    out.close_object();
  }
  out.close_array().close_object();
  return out.take();
}

auto TypeSchemas::record(const RecordType& type, Direction direction) -> std::string {
  std::vector<std::string> must;
  JsonWriter out;
  out.open_object();
  annotate(out, type.labels);
  out.key("type").string("object").key("properties").open_object();
  for (const FieldType& field : type.fields) {
    const std::string& name = spelling(field.name, field.code, options_.codes);
    if (direction == Direction::given || !field.type.optional) must.push_back(name);
    out.key(name);
    value(out, field, direction, false);
  }
  out.close_object();
  close(out, must);
  return out.take();
}

void TypeSchemas::definitions(JsonWriter& out) {
  for (const auto& [name, schema] : definitions_) out.key(name).raw(schema);
}

}  // namespace remit
