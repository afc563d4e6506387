// Dates and periods. What each operator counts is said in engine/program/program.h and engine/value/date.h.
#pragma once
#include "engine/evaluate/evaluator.h"

namespace remit {

auto evaluate_calendar(Evaluator& e, const Node& node) -> Value;

}  // namespace remit
