#include "engine/value/print.h"

#include "engine/text/visible.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kListed = 8;  // elements of a list that are printed; of more, only how many

auto print_money(const Number& amount, const CurrencyType& currency) -> std::string {
  const bool whole_units = amount.lies_on(currency.step);
  return (whole_units ? amount.to_fixed(currency.step.places().value_or(0)) : amount.to_string()) + " " + currency.name;
}

auto print_rate(const Number& rate) -> std::string {
  const Number percent = rate * Number::whole(100);
  return percent.is_ratio() ? "(" + percent.to_string() + ")%" : percent.to_string() + "%";
}

auto print_truth(bool truth, std::string_view language) -> std::string {
  if (language == "zh") return truth ? "是" : "否";
  return truth ? "yes" : "no";
}

auto print_period(std::int64_t length, TypeKind kind, std::string_view language) -> std::string {
  const bool months = kind == TypeKind::months;
  if (language == "zh") return std::to_string(length) + (months ? "个月" : "天");
  return std::to_string(length) + (months ? " months" : " days");
}

auto print_list(const std::vector<Value>& values, const Type& element, const TypeTable& types,
                std::string_view language) -> std::string {
  if (values.size() > kListed) return "[" + std::to_string(values.size()) + "]";
  std::string text = "[";
  for (const Value& value : values) {
    if (text.size() > 1) text += ", ";
    text += print_value(value, element, types, language);
  }
  return text + "]";
}

auto print_record(const std::vector<Value>& values, const RecordType& record, const TypeTable& types,
                  std::string_view language) -> std::string {
  std::string text = "{ ";
  for (std::size_t i = 0; i < record.fields.size() && i < values.size(); ++i) {
    const FieldType& field = record.fields[i];
    text += label_in(field.labels, language, field.name) + " = ";
    text += (field.personal ? "***" : print_value(values[i], field.type, types, language)) + "  ";
  }
  return text + "}";
}

auto print_integer(std::int64_t integer, const Type& type, const TypeTable& types, std::string_view language)
    -> std::string {
  switch (type.kind) {
    case TypeKind::date: return print_date(integer);
    case TypeKind::time: return print_time(integer);
    case TypeKind::days:
    case TypeKind::months: return print_period(integer, type.kind, language);
    case TypeKind::enumeration: {
      const EnumMember& member = types.at(EnumId{type.id}).members[static_cast<std::size_t>(integer)];
      return label_in(language.empty() ? Labels{} : member.labels, language, member.name);
    }
    default: return std::to_string(integer);
  }
}

auto print_number(const Number& number, const Type& type, const TypeTable& types) -> std::string {
  if (type.kind == TypeKind::money) return print_money(number, types.at(CurrencyId{type.id}));
  if (type.kind == TypeKind::rate) return print_rate(number);
  return number.to_string();
}

}  // namespace

auto label_in(const Labels& labels, std::string_view language, const std::string& name) -> std::string {
  const Label* general = nullptr;
  for (const Label& label : labels) {
    if (label.language == language) return label.text;
    if (label.language.empty()) general = &label;
  }
  return general != nullptr ? general->text : name;
}

auto print_value(const Value& value, const Type& type, const TypeTable& types, std::string_view language)
    -> std::string {
  switch (value.tag()) {
    case Value::Tag::failed: return language == "zh" ? "出错" : "failed";
    case Value::Tag::absent: return language == "zh" ? "无" : "absent";
    case Value::Tag::boolean: return print_truth(value.as_bool(), language);
    case Value::Tag::number: return print_number(value.as_number(), type, types);
    case Value::Tag::integer: return print_integer(value.as_integer(), type, types, language);
    case Value::Tag::text: return "\"" + visible(value.as_text()) + "\"";
    case Value::Tag::sequence:
      if (type.kind == TypeKind::record)
        return print_record(value.as_sequence(), types.at(RecordId{type.id}), types, language);
      if (type.kind == TypeKind::list)
        return print_list(value.as_sequence(), types.at(ListTypeId{type.id}).element, types, language);
      return "[" + std::to_string(value.as_sequence().size()) + "]";
    case Value::Tag::range: return "[" + std::to_string(value.as_range().end - value.as_range().begin) + "]";
    case Value::Tag::element: return "[" + std::to_string(value.as_element().index + 1) + "]";
  }
  return {};  // not reached: the switch is exhaustive
}

}  // namespace remit
