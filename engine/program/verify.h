// The invariants of a Program, which evaluators rely on without looking. Tests call this after every lowering.
#pragma once
#include <string>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// What is wrong, a sentence each; empty: nothing. Checked: ids are in range; operands stand before the node; each
// operator has its number of operands, of kinds that it takes; rules read rules of smaller numbers only, in their
// scope; no rule or result depends on a local that nothing binds; no expression is deeper than kMaxDepth; trees of
// exceptions, rows of tables and bands, and timelines are well-formed.
auto verify(const Program& program) -> std::vector<std::string>;

}  // namespace remit
