// Values where people alone read them.
#pragma once
#include <string>
#include <string_view>

#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

// As `print_value` (engine/value/print.h), but a number whose digits do not end is cut after four places, which the
// dots say: "53631.7077… CNY", "23.1083…%". What machines read gives it exactly.
auto readable_value(const Value& value, const Type& type, const TypeTable& types, std::string_view language = {})
    -> std::string;

}  // namespace remit
