#include "dsl/bound/knowledge.h"

#include <algorithm>
#include <utility>

#include "dsl/bound/arithmetic.h"

namespace remit {
namespace {

// Days of the calendar: 0001-01-01 to 9999-12-31.
constexpr std::int64_t kFirstDay = -719'162;
constexpr std::int64_t kLastDay = 2'932'896;

auto lower_of(const std::optional<Number>& a, const std::optional<Number>& b) -> std::optional<Number> {
  return a && b ? std::optional(std::min(*a, *b)) : std::nullopt;
}
auto higher_of(const std::optional<Number>& a, const std::optional<Number>& b) -> std::optional<Number> {
  return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
}

auto known_of_fields(const RecordType& record, const TypeTable& types) -> Knowledge {
  std::vector<Knowledge> fields;
  for (const FieldType& field : record.fields) fields.push_back(known_of_given(field.type, field.limits, types));
  return with_parts(std::move(fields));
}

auto known_of_sequence(const Value& value, const Type& type, const TypeTable& types) -> Knowledge {
  const std::vector<Value>& values = value.as_sequence();
  std::vector<Knowledge> parts;
  if (type.kind == TypeKind::record) {
    const RecordType& record = types.at(RecordId{type.id});
    for (std::size_t i = 0; i < values.size(); ++i) {
      parts.push_back(known_of_value(values[i], record.fields[i].type, types));
    }
    return with_parts(std::move(parts));
  }
  Knowledge element{.never = true};
  const Type element_type = types.at(ListTypeId{type.id}).element;
  for (const Value& v : values) element = joined(element, known_of_value(v, element_type, types));
  parts.push_back(element);
  Knowledge list = with_parts(std::move(parts));
  list.at_most = static_cast<std::int64_t>(values.size());
  return list;
}

auto joined_parts(const Knowledge& a, const Knowledge& b) -> std::shared_ptr<const std::vector<Knowledge>> {
  if (a.parts == b.parts) return a.parts;
  if (!a.parts || !b.parts || a.parts->size() != b.parts->size()) return nullptr;
  std::vector<Knowledge> parts;
  for (std::size_t i = 0; i < a.parts->size(); ++i) parts.push_back(joined((*a.parts)[i], (*b.parts)[i]));
  return std::make_shared<const std::vector<Knowledge>>(std::move(parts));
}

}  // namespace

bool Knowledge::lies_on(const Number& place) const {
  return never || (step && (step->is_zero() || step->lies_on(place)));
}

auto Knowledge::constant() const -> std::optional<Number> { return low && high && *low == *high ? low : std::nullopt; }

bool Knowledge::includes_zero() const { return (!low || low->sign() <= 0) && (!high || high->sign() >= 0); }

auto known_of_type(const Type& type) -> Knowledge {
  Knowledge known;
  switch (type.kind) {
    case TypeKind::date: return whole_within(kFirstDay, kLastDay);
    case TypeKind::count:
    case TypeKind::time:
    case TypeKind::days:
    case TypeKind::months: known.step = Number::whole(1); break;
    case TypeKind::decimal:
    case TypeKind::rate:
    case TypeKind::money: known.endless = true; break;
    case TypeKind::boolean:
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::record:
    case TypeKind::list:
    case TypeKind::element:
    case TypeKind::nothing: break;
  }
  return known;
}

auto known_of_given(const Type& type, const Limits& limits, const TypeTable& types) -> Knowledge {
  if (type.kind == TypeKind::record) return known_of_fields(types.at(RecordId{type.id}), types);
  if (type.kind == TypeKind::list) {
    const ListType& list = types.at(ListTypeId{type.id});
    Limits each = limits;  // of a list, they are those of its elements, but for its length
    each.at_most = std::nullopt;
    Knowledge known = with_parts({known_of_given(list.element, each, types)});
    known.at_most = limits.at_most.value_or(list.at_most);
    return known;
  }
  Knowledge known = known_of_type(type);
  known.endless = false;
  if (limits.step && !known.step) known.step = limits.step;
  if (limits.low) known.low = limits.low;
  if (limits.high) known.high = limits.high;
  return known;
}

auto known_of_value(const Value& value, const Type& type, const TypeTable& types) -> Knowledge {
  switch (value.tag()) {
    case Value::Tag::absent: return {.never = true};
    case Value::Tag::number: return exactly(value.as_number());
    case Value::Tag::integer:
      if (type.kind == TypeKind::enumeration) return {};
      return exactly(Number::whole(value.as_integer()));
    case Value::Tag::sequence: return known_of_sequence(value, type, types);
    case Value::Tag::failed:
    case Value::Tag::boolean:
    case Value::Tag::text:
    case Value::Tag::range:
    case Value::Tag::element: break;
  }
  return {};
}

auto known_part(const Knowledge& whole, std::size_t index, const Type& type) -> Knowledge {
  if (whole.never) return {.never = true};
  if (whole.parts && index < whole.parts->size()) return (*whole.parts)[index];
  return known_of_type(type);
}

auto with_parts(std::vector<Knowledge> parts) -> Knowledge {
  Knowledge known;
  known.parts = std::make_shared<const std::vector<Knowledge>>(std::move(parts));
  return known;
}

auto joined(const Knowledge& a, const Knowledge& b) -> Knowledge {
  if (a.never || b.never) {
    Knowledge one = a.never ? b : a;
    one.may_fail = a.may_fail || b.may_fail;
    return one;
  }
  Knowledge known;
  if (a.step && b.step) known.step = common_step(*a.step, *b.step);
  known.low = lower_of(a.low, b.low);
  known.high = higher_of(a.high, b.high);
  known.endless = a.may_be_ratio() || b.may_be_ratio();
  known.may_fail = a.may_fail || b.may_fail;
  known.at_most = std::max(a.at_most, b.at_most);
  known.parts = joined_parts(a, b);
  if (a.values && b.values) known.values = either(*a.values, *b.values);
  return known;
}

auto facts_of(const Knowledge& knowledge) -> NodeFacts {
  NodeFacts facts{.step = {},
                  .low = knowledge.low,
                  .high = knowledge.high,
                  .may_be_ratio = knowledge.may_be_ratio(),
                  .may_fail = knowledge.may_fail};
  if (knowledge.step && !knowledge.step->is_ratio()) {
    facts.step = knowledge.step->is_zero() ? Number::whole(1) : *knowledge.step;
  }
  return facts;
}

}  // namespace remit
