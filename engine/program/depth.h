// How many levels of evaluation each node needs below itself, not counting the rules that it reads.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// The deepest expression of one rule that a Program may hold. Evaluating a level takes some 300 bytes of stack when
// optimised and up to 2 kB under sanitizers, so a rule fits the usual 8 MB several times over.
inline constexpr std::uint32_t kMaxDepth = 1'500;

// By node. Requires: operands come before the node.
auto depths_of(const Program& program) -> std::vector<std::uint32_t>;

}  // namespace remit
