// Values as JSON: exact digits, never exponents.
#pragma once
#include <optional>
#include <string>

#include "engine/io/write_json.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

// With a step on which it lies: exactly the digits of that place (`650.00`); else as many as it has. A ratio that does
// not end has no JSON number: it is a text, `"1/3"`.
auto number_json(const Number& number, const std::optional<Number>& step) -> std::string;

// Dates and times are texts, periods whole numbers, members their names (`codes`: their `as` codes), records objects
// in declared order; what is absent or failed is `null`. Requires: no elements of a list of the case.
void write_value(JsonWriter& out, const Value& value, const Type& type, const std::optional<Number>& step,
                 const TypeTable& types, bool codes);

}  // namespace remit
