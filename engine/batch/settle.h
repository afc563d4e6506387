// The columnar evaluator: what a Program means, for many cases at once.
//
//   BatchEvaluator evaluator(program, names);
//   const AnswerBlock& answers = evaluator.settle(CaseBlock(program, names, cases));
//   for (…) write(answers.answer(i));
//
// It gives the reference evaluator's answers, bit for bit. Cases whose answer is an error, or holds a number that did
// not fit its column, are settled again by the reference evaluator, once their answer is asked for; `redone` counts
// them.
//
// A BatchEvaluator serves one thread. The Program and its names outlive it; the block outlives its answers.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/batch/block.h"
#include "engine/batch/case_block.h"
#include "engine/program/answer.h"

namespace remit::batch {

// The answers of one block, as columns. Valid until the evaluator settles another.
struct AnswerBlock {
  // A result: a column of the cases; or of a list, a column of lists and what is given of each element.
  struct Result {
    const Column* value = nullptr;
    std::vector<Result> fields;  // on the axis of the list's elements
  };
  struct Verdict {
    std::uint32_t requirement = 0;
    const Axis* axis = nullptr;  // of the cases, or of a list's elements
    const Column* applies = nullptr;
    const Column* met = nullptr;
  };
  struct PaperColumns {
    const Paper* paper = nullptr;
    const Column* required = nullptr;
    const Byte* given = nullptr;  // nullptr: by none
    std::vector<PaperColumns> one_of;
  };
  struct DocumentsColumns {
    const Column* applies = nullptr;
    std::vector<PaperColumns> papers;
  };
  // What a memory gets from each case; of a memory inside a list, from each element.
  struct Contributions {
    const Column* when = nullptr;
    std::vector<const Column*> keys;
    const Column* amount = nullptr;
    const Column* from = nullptr;
    const Column* to = nullptr;
    const Axis* axis = nullptr;
    std::vector<const Column*> movements, movements_when;
  };

  const Column* date = nullptr;
  std::vector<Verdict> verdicts;
  std::vector<DocumentsColumns> documents;
  std::vector<Result> results;               // as Program::outputs
  std::vector<Contributions> contributions;  // by MemoryId
  const Byte* blocked = nullptr;             // nullptr: none is
  const Byte* pended = nullptr;
  std::vector<std::pair<std::uint32_t, const Byte*>> assumed;  // a rule, and where it took part (nullptr: everywhere)
  std::vector<std::pair<std::uint32_t, const Byte*>> noted;    // a table, bands or a catalog with a remark; the same
  const Byte* again = nullptr;  // by case: the columns do not tell its answer; nullptr: they tell all

  // The case's answer as the reference evaluator gives it.
  [[nodiscard]] auto answer(std::uint32_t i) const -> Answer;
  [[nodiscard]] bool is_settled_again(std::uint32_t i) const { return again != nullptr && again[i] != 0; }
  // Whether the answer is an error that the columns do not show: postings are made when it is put together.
  [[nodiscard]] bool fails_in_posting(std::uint32_t i) const;

  Block* block = nullptr;
  Evaluator* alone = nullptr;  // by which cases are settled again, and postings made
};

class BatchEvaluator {
 public:
  BatchEvaluator(const Program& program, const ProgramNames& names, BatchPlan::Use of_it = BatchPlan::Use::answers);

  auto settle(const CaseBlock& given) -> const AnswerBlock&;

  struct Counts {
    std::uint64_t cases = 0;
    std::uint64_t redone = 0;              // to be settled again by the reference evaluator
    std::uint64_t lanes_by_reference = 0;  // lanes of nodes that have no columnar form
  };
  [[nodiscard]] auto counts() const -> Counts;

 private:
  BatchPlan plan_;
  std::vector<NodeId> stepping_stones_;
  Block block_;
  std::unique_ptr<Evaluator> alone_;
  AnswerBlock answers_;
  Counts counts_;
};

}  // namespace remit::batch
