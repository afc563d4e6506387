#include "engine/io/write_value.h"

#include <cassert>
#include <cstddef>

#include "engine/io/read_value.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto member_name(std::int64_t index, const EnumType& type, bool codes) -> const std::string& {
  const EnumMember& member = type.members[static_cast<std::size_t>(index)];
  return spelling(member.name, member.code, codes);
}

void write_integer(JsonWriter& out, std::int64_t integer, const Type& type, const TypeTable& types, bool codes) {
  switch (type.kind) {
    case TypeKind::date: out.string(print_date(integer)); return;
    case TypeKind::time: out.string(print_time(integer)); return;
    case TypeKind::enumeration: out.string(member_name(integer, types.at(EnumId{type.id}), codes)); return;
    default: out.raw(std::to_string(integer)); return;
  }
}

void write_record(JsonWriter& out, const std::vector<Value>& values, const RecordType& record, const TypeTable& types,
                  bool codes) {
  out.open_object();
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const FieldType& field = record.fields[i];
    out.key(spelling(field.name, field.code, codes));
    write_value(out, values[i], field.type, field.limits.step, types, codes);
  }
  out.close_object();
}

void write_sequence(JsonWriter& out, const std::vector<Value>& values, const Type& type,
                    const std::optional<Number>& step, const TypeTable& types, bool codes) {
  if (type.kind == TypeKind::record) return write_record(out, values, types.at(RecordId{type.id}), types, codes);
  const Type& element = types.at(ListTypeId{type.id}).element;
  out.open_array();
  for (const Value& value : values) write_value(out, value, element, step, types, codes);
  out.close_array();
}

}  // namespace

auto number_json(const Number& number, const std::optional<Number>& step) -> std::string {
  if (number.is_ratio()) return "\"" + number.to_string() + "\"";
  const bool fits = step && number.lies_on(*step);
  return fits ? number.to_fixed(step->places().value_or(0)) : number.to_string();
}

void write_value(JsonWriter& out, const Value& value, const Type& type, const std::optional<Number>& step,
                 const TypeTable& types, bool codes) {
  switch (value.tag()) {
    case Value::Tag::failed:
    case Value::Tag::absent: out.null(); return;
    case Value::Tag::boolean: out.boolean(value.as_bool()); return;
    case Value::Tag::number: {
      const bool by_currency = !step && type.kind == TypeKind::money;
      out.raw(number_json(value.as_number(), by_currency ? types.at(CurrencyId{type.id}).step : step));
      return;
    }
    case Value::Tag::integer: write_integer(out, value.as_integer(), type, types, codes); return;
    case Value::Tag::text: out.string(value.as_text()); return;
    case Value::Tag::sequence: write_sequence(out, value.as_sequence(), type, step, types, codes); return;
    case Value::Tag::range:
    case Value::Tag::element: break;
  }
  assert(false && "an element is not a value of its own");
  out.null();
}

}  // namespace remit
