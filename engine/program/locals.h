// Which locals a node depends on: those it reads and does not bind itself.
#pragma once
#include <vector>

#include "engine/program/program.h"

namespace remit {

using Locals = std::vector<LocalId>;  // sorted, each once

void add_locals(Locals& all, const Locals& more);

// By node. Requires: operands come before the node.
auto locals_read(const Program& program) -> std::vector<Locals>;

}  // namespace remit
