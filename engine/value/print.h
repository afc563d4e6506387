// Values as people read them, in messages and explanations: "1300.00 CNY", "60%", "2024-01-31", "retired".
#pragma once
#include <string>
#include <string_view>

#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

// The label in `language`, else the one for every language, else `name`.
auto label_in(const Labels& labels, std::string_view language, const std::string& name) -> std::string;

// `language`: "zh", "en", or empty for the names that the policy uses. Money and rates keep their exact digits; a
// list of more than a few elements says how many it has.
auto print_value(const Value& value, const Type& type, const TypeTable& types, std::string_view language = {})
    -> std::string;

}  // namespace remit
