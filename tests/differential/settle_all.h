// The evaluator that is held to account against the reference evaluator.
#pragma once
#include <vector>

#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::differential {

// The answers to all cases, in their order. Here, and nowhere else, the columnar evaluator is called.
//
// Until there is one it is the reference evaluator again, from the last case to the first: what one case leaves behind
// for the next would show.
auto settle_all(const Program& program, const ProgramNames& names, const std::vector<Case>& cases)
    -> std::vector<Answer>;

}  // namespace remit::differential
