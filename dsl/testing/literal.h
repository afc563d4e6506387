// Values as a policy would write them.
#pragma once
#include <optional>
#include <string>

#include "engine/program/explanation.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

// `30_000.01`, `85%`, `2025-01-01`, `retired`, `"J18.9"`; `chinese`: with those keywords. Absent: no literal says it,
// as with a ratio that does not end, a record, or nothing.
auto literal_text(const Value& value, const Type& type, const TypeTable& types, bool chinese = false)
    -> std::optional<std::string>;

// "stay.ordinal = 2, stay.poor = no": what a condition read, by the names that the policy uses.
auto values_text(const ConditionSeen& seen, const TypeTable& types) -> std::string;

}  // namespace remit
