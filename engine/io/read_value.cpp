#include "engine/io/read_value.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/io/meant.h"
#include "engine/text/nearest.h"
#include "engine/text/utf8.h"
#include "engine/text/visible.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kExcerpt = 60;
constexpr std::string_view kMask = "***";

auto is_scalar(JsonKind kind) -> bool { return kind == JsonKind::string || kind == JsonKind::number; }

}  // namespace

void InputErrors::add(InputCode code, const JsonPath& path, std::vector<std::string> arguments) {
  const bool missing = code == InputCode::missing || code == InputCode::missing_opening;
  if (missing && is_meant(path.print())) return;
  if (errors_.size() == kMaxInputErrors) {
    ++more_;
    return;
  }
  errors_.push_back({code, path.print(), std::move(arguments)});
}

void InputErrors::take_as_meant(const JsonPath& path) {
  if (meant_.size() < kMaxInputErrors) meant_.push_back(path.print());
}

bool InputErrors::is_meant(std::string_view path) const {
  return std::any_of(meant_.begin(), meant_.end(), [&](const std::string& meant) {
    const bool within = path.starts_with(meant);
    return within && (path.size() == meant.size() || path[meant.size()] == '.' || path[meant.size()] == '[');
  });
}

auto InputErrors::suggestion(std::string_view name, const Keys& known) const -> std::string {
  if (errors_.size() >= kMaxInputErrors) return "";
  const auto other = std::find(known.otherwise.begin(), known.otherwise.end(), name);
  if (other == known.otherwise.end()) return nearest_name(excerpt(name), known.spelt);
  return known.spelt[static_cast<std::size_t>(other - known.otherwise.begin())];
}

auto InputErrors::take() -> std::vector<InputError> {
  if (more_ > 0) errors_.push_back({InputCode::more_problems, "$", {std::to_string(more_)}});
  more_ = 0;
  return std::exchange(errors_, {});
}

auto range_text(const Limits& limits, TypeKind kind) -> std::string {
  const auto end = [&](const std::optional<Number>& number) -> std::string {
    if (!number) return "";
    if (kind == TypeKind::date) return print_date(number->to_int64().value_or(0));
    if (kind == TypeKind::time) return print_time(number->to_int64().value_or(0));
    return number->to_string();
  };
  return end(limits.low) + (limits.open_above ? "..<" : "..") + end(limits.high);
}

auto unnamed(Type type, Limits limits, bool personal) -> FieldType {
  FieldType field;
  field.type = type;
  field.limits = std::move(limits);
  field.personal = personal;
  return field;
}

auto excerpt(std::string_view text) -> std::string {
  if (text.size() <= kExcerpt) return visible(text);
  const std::string_view begin = text.substr(0, kExcerpt);
  return visible(begin.substr(0, valid_utf8_prefix(begin))) + "…";
}

Members::Members(const JsonValue& object, const Keys& known, bool allow_unknown, const JsonPath& path,
                 InputErrors& errors, InputCode unknown) {
  read(object, known, allow_unknown, path, errors, unknown);
}

void Members::read(const JsonValue& object, const Keys& known, bool allow_unknown, const JsonPath& path,
                   InputErrors& errors, InputCode unknown) {
  const std::vector<std::string>& keys = known.spelt;
  found_.assign(keys.size(), std::nullopt);
  std::vector<std::string> suggested;
  std::size_t next = 0;  // keys mostly come in the order declared
  for (const JsonValue member : object) {
    const std::string_view key = member.key();
    if (next >= keys.size() || keys[next] != key) {
      next = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
    }
    if (next == keys.size()) {
      if (allow_unknown) continue;
      const std::string shown = excerpt(key);
      suggested.push_back(errors.suggestion(key, known));
      errors.add(unknown, {path, shown}, {shown, suggested.back()});
    } else if (found_[next]) {
      errors.add(InputCode::duplicate_key, {path, key}, {std::string(key)});
    } else {
      found_[next++] = member;
    }
  }
  // A key that is misspelt is one problem: the one that it was meant for is not missing as well.
  for (std::size_t i = 0; i < keys.size() && !suggested.empty(); ++i) {
    const bool meant = !found_[i] && std::find(suggested.begin(), suggested.end(), keys[i]) != suggested.end();
    if (meant) errors.take_as_meant({path, keys[i]});
  }
}

auto ValueReader::read(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (json.kind() == JsonKind::null) {
    if (field.type.optional) return {};
    errors_.add(InputCode::null_value, path, {type_name(field.type, types_)});
    return Value::failed();
  }
  switch (field.type.kind) {
    case TypeKind::boolean: return truth(json, field, path);
    case TypeKind::count:
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money: return number(json, field, path);
    case TypeKind::date:
    case TypeKind::time: return date_or_time(json, field, path);
    case TypeKind::days:
    case TypeKind::months: return period(json, field, path);
    case TypeKind::text: return text(json, field, path);
    case TypeKind::enumeration: return member(json, field, path);
    case TypeKind::record: return record(json, field, path);
    case TypeKind::list: return list(json, field, path);
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  assert(false && "no type of an input");
  return wrong_type(json, field.type, path);
}

auto ValueReader::is_list(const JsonValue& json, std::int64_t at_most, const Type& type, const JsonPath& path) -> bool {
  if (json.kind() == JsonKind::array) return is_short(json, at_most, path);
  wrong_type(json, type, path);
  return false;
}

auto ValueReader::is_list(const JsonValue& json, std::int64_t at_most, const JsonPath& path) -> bool {
  if (json.kind() == JsonKind::array) return is_short(json, at_most, path);
  wrong_type(json, "[…]", path);
  return false;
}

auto ValueReader::is_short(const JsonValue& json, std::int64_t at_most, const JsonPath& path) -> bool {
  const auto limit = std::min(at_most, kMaxListLength);
  if (std::cmp_less_equal(json.size(), limit)) return true;
  errors_.add(InputCode::list_too_long, path, {std::to_string(json.size()), std::to_string(limit)});
  return false;
}

auto ValueReader::is_object(const JsonValue& json, const Type& type, const JsonPath& path) -> bool {
  if (json.kind() != JsonKind::object) wrong_type(json, type, path);
  return json.kind() == JsonKind::object;
}

auto ValueReader::is_object(const JsonValue& json, const JsonPath& path) -> bool {
  if (json.kind() != JsonKind::object) wrong_type(json, "{…}", path);
  return json.kind() == JsonKind::object;
}

auto ValueReader::text(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (json.kind() != JsonKind::string) return wrong_type(json, field.type, path);
  if (json.text().find('\0') != std::string_view::npos) {
    errors_.add(InputCode::holds_nul, path);
    return Value::failed();
  }
  const std::size_t length = field.limits.at_most ? code_point_count(json.text()) : 0;
  if (field.limits.at_most && std::cmp_greater(length, *field.limits.at_most)) {
    errors_.add(InputCode::text_too_long, path, {std::to_string(length), std::to_string(*field.limits.at_most)});
    return Value::failed();
  }
  return Value::text(std::string(json.text()));
}

auto ValueReader::truth(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (json.kind() != JsonKind::boolean) return wrong_type(json, field.type, path);
  return Value::boolean(json.truth());
}

auto ValueReader::digits(const JsonValue& json, const FieldType& field, const JsonPath& path) -> std::optional<Number> {
  if (!is_scalar(json.kind())) {
    wrong_type(json, field.type, path);
    return std::nullopt;
  }
  auto parsed = Number::parse(json.text());
  const bool written = json.kind() == JsonKind::number || is_json_number(json.text());
  if (!written || (!parsed && parsed.error() == NumberError::malformed)) {
    errors_.add(InputCode::not_a_number, path,
                {shown(json.text(), field), type_name(field.type, types_), number_meant(hintable(json.text(), field))});
    return std::nullopt;
  }
  if (!parsed) {
    errors_.add(InputCode::too_many_digits, path, {std::to_string(Number::kMaxDigits)});
    return std::nullopt;
  }
  return std::move(parsed).value();
}

auto ValueReader::number(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  auto number = digits(json, field, path);
  if (!number) return Value::failed();
  if (field.type.kind == TypeKind::count && !number->is_integer()) {
    errors_.add(InputCode::not_whole, path, {shown(json.text(), field)});
    return Value::failed();
  }
  const auto& step = field.limits.step;
  if (step && !number->lies_on(*step)) {
    errors_.add(InputCode::too_precise, path,
                {shown(json.text(), field), step->to_string(), type_name(field.type, types_)});
    return Value::failed();
  }
  return in_range(*number, field, json.text(), path) ? Value(*std::move(number)) : Value::failed();
}

auto ValueReader::period(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  const auto number = digits(json, field, path);
  if (!number) return Value::failed();
  if (!number->is_integer()) {
    errors_.add(InputCode::not_whole, path, {shown(json.text(), field)});
    return Value::failed();
  }
  const Number longest = Number::whole(kMaxPeriod);
  if (number->abs() > longest) {
    errors_.add(InputCode::out_of_range, path,
                {shown(json.text(), field), "-" + longest.to_string() + ".." + longest.to_string()});
    return Value::failed();
  }
  return in_range(*number, field, json.text(), path) ? Value::integer(*number->to_int64()) : Value::failed();
}

auto ValueReader::date_or_time(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (json.kind() != JsonKind::string) return wrong_type(json, field.type, path);
  const bool is_date = field.type.kind == TypeKind::date;
  const auto point = is_date ? parse_date(json.text()) : parse_time(json.text());
  if (!point) {
    const std::string_view found = hintable(json.text(), field);
    errors_.add(is_date ? InputCode::not_a_date : InputCode::not_a_time, path,
                {shown(json.text(), field), is_date ? date_meant(found) : time_meant(found)});
    return Value::failed();
  }
  return in_range(Number::whole(*point), field, json.text(), path) ? Value::integer(*point) : Value::failed();
}

namespace {

// The member that people call so.
auto member_labelled(const EnumType& type, std::string_view text, bool codes) -> std::string {
  for (const EnumMember& member : type.members) {
    const bool meant = std::ranges::any_of(member.labels, [&](const Label& label) { return label.text == text; });
    if (meant) return spelling(member.name, member.code, codes);
  }
  return "";
}

// "`primary`, `secondary`"; of many only some, and a sign that there are more.
auto listed(const std::vector<std::string>& names) -> std::string {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) text += (i == 0 ? "`" : ", `") + names[i] + "`";
  return names.size() > kMost ? text + ", …" : text;
}

}  // namespace

auto ValueReader::member(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (json.kind() != JsonKind::string) return wrong_type(json, field.type, path);
  const EnumType& type = types_.at(EnumId{field.type.id});
  for (std::size_t i = 0; i < type.members.size(); ++i) {
    const bool meant = spelling(type.members[i].name, type.members[i].code, options_.codes) == json.text();
    if (meant) return Value::integer(static_cast<std::int64_t>(i));
  }
  Keys known;
  for (const EnumMember& member : type.members) {
    known.spelt.push_back(spelling(member.name, member.code, options_.codes));
    known.otherwise.push_back(spelling(member.name, member.code, !options_.codes));
  }
  const std::string labelled = member_labelled(type, json.text(), options_.codes);
  errors_.add(InputCode::unknown_member, path,
              {shown(json.text(), field), type.name,
               labelled.empty() ? errors_.suggestion(json.text(), known) : labelled, listed(known.spelt)});
  return Value::failed();
}

auto ValueReader::record(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  if (!is_object(json, field.type, path)) return Value::failed();
  const RecordType& type = types_.at(RecordId{field.type.id});
  Keys keys;
  for (const FieldType& part : type.fields) keys.add(part, options_.codes);
  const Members members(json, keys, options_.allow_unknown, path, errors_);
  std::vector<Value> values;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    values.push_back(part(members.at(i), type.fields[i], field.personal, {path, keys.spelt[i]}));
  }
  return Value::sequence(std::move(values));
}

auto ValueReader::part(const JsonValue* json, const FieldType& field, bool personal, const JsonPath& path) -> Value {
  if (json == nullptr && field.type.optional) return {};
  if (json == nullptr) {
    errors_.add(InputCode::missing, path, {type_name(field.type, types_), "", path.last()});
    return Value::failed();
  }
  if (!personal || field.personal) return read(*json, field, path);
  FieldType masked = field;
  masked.personal = true;
  return read(*json, masked, path);
}

auto ValueReader::list(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value {
  const ListType& type = types_.at(ListTypeId{field.type.id});
  if (!is_list(json, field.limits.at_most.value_or(type.at_most), field.type, path)) return Value::failed();
  FieldType element = unnamed(type.element, field.limits, field.personal);
  element.limits.at_most = std::nullopt;  // that was the list's
  std::vector<Value> values;
  for (const JsonValue part : json) values.push_back(read(part, element, {path, values.size()}));
  return Value::sequence(std::move(values));
}

auto ValueReader::in_range(const Number& value, const FieldType& field, std::string_view found, const JsonPath& path)
    -> bool {
  if (field.limits.allow(value)) return true;
  std::string meant;  // a percentage without its sign
  const Number part = value * Number::decimal(1, 2);
  if (field.type.kind == TypeKind::rate && value > Number::whole(1) && field.limits.allow(part) &&
      !hintable(found, field).empty()) {
    meant = part.to_string();
  }
  errors_.add(InputCode::out_of_range, path, {shown(found, field), range_text(field.limits, field.type.kind), meant});
  return false;
}

auto ValueReader::wrong_type(const JsonValue& json, std::string_view expected, const JsonPath& path) -> Value {
  errors_.add(InputCode::wrong_type, path, wrong_type_arguments(json.kind(), expected));
  return Value::failed();
}
auto ValueReader::wrong_type(const JsonValue& json, const Type& type, const JsonPath& path) -> Value {
  return wrong_type(json, type_name(type, types_), path);
}

auto ValueReader::hintable(std::string_view found, const FieldType& field) const -> std::string_view {
  return field.personal && !options_.show_personal ? std::string_view() : found;
}

auto ValueReader::shown(std::string_view found, const FieldType& field) const -> std::string {
  return field.personal && !options_.show_personal ? std::string(kMask) : excerpt(found);
}

}  // namespace remit
