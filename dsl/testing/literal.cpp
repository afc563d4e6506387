#include "dsl/testing/literal.h"

#include "dsl/format/expression.h"
#include "engine/value/date.h"
#include "engine/value/print.h"

namespace remit {
namespace {

using ast::Expr;
using ast::ExprKind;

auto leaf(ExprKind kind, std::string text, ast::Word word = ast::Word::none) -> Expr {
  Expr e;
  e.kind = kind;
  e.word = word;
  e.text = std::move(text);
  return e;
}

auto printed(const Number& magnitude, bool negative, const char* unit, bool chinese) -> std::string {
  return (negative ? "-" : "") + print_expression(leaf(ExprKind::number, magnitude.to_string() + unit), chinese);
}

auto number_text(const Number& number, const Type& type, bool chinese) -> std::optional<std::string> {
  const bool rate = type.kind == TypeKind::rate;
  const Number shown = rate ? number * Number::whole(100) : number;
  if (shown.is_ratio()) return std::nullopt;
  return printed(shown.abs(), shown.sign() < 0, rate ? "%" : "", chinese);
}

}  // namespace

auto literal_text(const Value& value, const Type& type, const TypeTable& types, bool chinese)
    -> std::optional<std::string> {
  const auto whole = [&] { return std::to_string(value.as_integer()); };
  switch (value.tag()) {
    case Value::Tag::boolean:
      return print_expression(leaf(ExprKind::boolean, {}, value.as_bool() ? ast::Word::yes : ast::Word::no), chinese);
    case Value::Tag::number: return number_text(value.as_number(), type, chinese);
    case Value::Tag::text: return print_expression(leaf(ExprKind::text, value.as_text()), chinese);
    case Value::Tag::integer: break;
    case Value::Tag::failed:
    case Value::Tag::absent:
    case Value::Tag::sequence:
    case Value::Tag::range:
    case Value::Tag::element: return std::nullopt;
  }
  switch (type.kind) {
    case TypeKind::date: return print_date(value.as_integer());
    case TypeKind::time: return print_time(value.as_integer());
    case TypeKind::days: return print_expression(leaf(ExprKind::period, whole(), ast::Word::days), chinese);
    case TypeKind::months: return print_expression(leaf(ExprKind::period, whole(), ast::Word::months), chinese);
    case TypeKind::enumeration:
      return print_expression(
          leaf(ExprKind::name, types.at(EnumId{type.id}).members[static_cast<std::size_t>(value.as_integer())].name),
          chinese);
    default: return std::nullopt;
  }
}

auto values_text(const ConditionSeen& seen, const TypeTable& types) -> std::string {
  std::string text;
  for (const NamedValue& v : seen.values) {
    text += (text.empty() ? "" : ", ") + v.name + " = " + print_value(v.value.value, v.value.type, types);
  }
  return text;
}

}  // namespace remit
