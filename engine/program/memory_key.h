// Keys that are parts of the calendar: entries of a memory lie under the first day of a month, not under its other
// days.
#pragma once
#include <optional>

#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

// `year of`, `month of` and the like, where that is how the key is made (itself, or by a rule); else nullptr.
auto calendar_key(const Program& program, NodeId key) -> const Node*;

// The key under which entries are kept for what was given: of 2024-04-15 by month, 2024-04-01. Absent: there is none,
// for it is no year of the calendar. Requires: `given` is of the key's type.
auto kept_key(const Program& program, NodeId key, const Value& given) -> std::optional<Value>;

}  // namespace remit
