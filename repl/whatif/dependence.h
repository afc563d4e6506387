// Which parts of a program may change when a variable does.
#pragma once
#include <vector>

#include "repl/whatif/variable.h"

namespace remit::whatif {

// By NodeId: may its value depend on any of the variables? True where that cannot be told. Cost: a few passes over the
// nodes.
auto dependent_nodes(const Program& program, const std::vector<Variable>& variables) -> std::vector<bool>;

// Pins, on top of what is pinned already, all rules that were evaluated, for each element where they are of one, and
// cannot depend on the variables, so that settling the case with other values of them evaluates only the rest, with the
// same answer. The case must have been settled by the evaluator as it is.
void pin_independent(Case& given, Evaluator& evaluator, const std::vector<bool>& dependent);

}  // namespace remit::whatif
