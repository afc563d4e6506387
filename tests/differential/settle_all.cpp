#include "tests/differential/settle_all.h"

#include "engine/evaluate/evaluator.h"

namespace remit::differential {

auto settle_all(const Program& program, const ProgramNames& names, const std::vector<Case>& cases)
    -> std::vector<Answer> {
  Evaluator evaluator(program, names);
  std::vector<Answer> answers(cases.size());
  for (std::size_t i = cases.size(); i-- > 0;) answers[i] = evaluator.settle(cases[i]);
  return answers;
}

}  // namespace remit::differential
