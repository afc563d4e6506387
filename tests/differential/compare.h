// Two answers to one case, bit for bit.
#pragma once
#include <string>

#include "engine/program/answer.h"

namespace remit::differential {

// The first part in which they differ, for people: `outputs[2]: 1.5 against 1.50001`; empty where they are the same.
// Everything counts, the order and the arguments of errors too.
auto first_difference(const Answer& expected, const Answer& found) -> std::string;

}  // namespace remit::differential
