#include "tests/differential/settle_all.h"

#include <span>

namespace remit::differential {

auto settle_all(const Program& program, const ProgramNames& names, const std::vector<Case>& cases) -> Settled {
  batch::BatchEvaluator evaluator(program, names);
  Settled settled;
  for (std::span<const Case> rest = cases; !rest.empty();) {
    const std::size_t next = batch::cases_of_next_block(program, rest);
    const batch::CaseBlock block(program, names, rest.first(next));
    const batch::AnswerBlock& answers = evaluator.settle(block);
    for (std::uint32_t i = 0; i < block.size(); ++i) settled.answers.push_back(answers.answer(i));
    rest = rest.subspan(next);
  }
  settled.counts = evaluator.counts();
  return settled;
}

}  // namespace remit::differential
