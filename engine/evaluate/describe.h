// Expressions in words.
#pragma once
#include <string>

#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// A node in the notation of policies, as far as it can be told from the program: `stay.ordinal >= 2`.
auto describe_node(const Program& program, const ProgramNames& names, NodeId node) -> std::string;

}  // namespace remit
