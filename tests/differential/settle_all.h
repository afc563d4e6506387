// The evaluator that is held to account against the reference evaluator: the columnar one.
#pragma once
#include <vector>

#include "engine/batch/settle.h"
#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::differential {

struct Settled {
  std::vector<Answer> answers;  // to all cases, in their order
  batch::BatchEvaluator::Counts counts;
};
auto settle_all(const Program& program, const ProgramNames& names, const std::vector<Case>& cases) -> Settled;

}  // namespace remit::differential
