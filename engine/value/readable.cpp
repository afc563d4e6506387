#include "engine/value/readable.h"

#include "engine/number/rounding.h"
#include "engine/value/print.h"

namespace remit {

auto readable_value(const Value& value, const Type& type, const TypeTable& types, std::string_view language)
    -> std::string {
  if (value.tag() != Value::Tag::number || !value.as_number().is_ratio())
    return print_value(value, type, types, language);
  const bool rate = type.kind == TypeKind::rate;
  const Number number = rate ? value.as_number() * Number::whole(100) : value.as_number();
  const std::string unit = rate ? "%" : type.kind == TypeKind::money ? " " + types.at(CurrencyId{type.id}).name : "";
  return number.round_to(Number::decimal(1, 4), Rounding::down).to_fixed(4) + "…" + unit;
}

}  // namespace remit
