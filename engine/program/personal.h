// Which values are personal, and so masked in messages and explanations unless asked for.
#pragma once
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// Does the node yield a personal input as it stands: the input itself, a rule or a branch that passes it on? What is
// computed from it (an age, a comparison) is not.
bool is_personal(const Program& program, const ProgramNames& names, NodeId node);

}  // namespace remit
