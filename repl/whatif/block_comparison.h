// Many cases by two policies: what attribution.h says of one case, for a block of cases at a time by the columnar
// evaluator (engine/batch).
//
// Rules are switched for the whole block at once: those that differ in some of its cases are pinned there at B's value,
// and the block is evaluated again. So a block costs as many evaluations as rules part in any of its cases. A case of
// which the columns cannot tell all that is needed (a value that fails, a shape of its own) is compared by itself.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "engine/batch/settle.h"
#include "repl/whatif/attribution.h"

namespace remit::whatif {

// One thread; both services outlive this.
class BlockComparer {
 public:
  BlockComparer(const Service& before, const Service& after);

  [[nodiscard]] auto results() const -> const std::vector<CommonResult>& { return comparer_.results(); }
  // Whether cases read for the one service are as they would be read for the other.
  [[nodiscard]] bool one_reading() const { return one_reading_; }
  // The same cases, read for each; `take` gets the comparison of each in turn. Equal to what Comparer gives.
  void compare(std::span<const Case> before, std::span<const Case> after,
               const std::function<void(std::size_t, const CaseComparison&)>& take);
  // How many cases were compared by themselves.
  [[nodiscard]] auto alone() const -> std::uint64_t { return alone_; }

 private:
  struct Side {
    Side(const Service& of, const std::vector<CommonResult>& results, bool is_after);

    // What the block's answers say of case i.
    auto read(const batch::AnswerBlock& answers, bool posting_may_fail, std::uint32_t i,
              std::vector<std::optional<Number>>& values, std::vector<CaseError>& errors) const
        -> CaseComparison::State;

    Service service;
    std::vector<std::size_t> outputs;  // by result: of the program
    std::vector<NodeId> nodes;         // by result
    batch::BatchEvaluator evaluator;
  };
  class Attribution;

  void compare_block(std::span<const Case> before, std::span<const Case> after);

  Comparer comparer_;
  Side before_, after_;
  std::vector<bool> comparable_;  // by pair of rules: the values mean the same
  bool one_reading_;
  std::vector<CaseComparison> made_;  // of the block at hand
  std::uint64_t alone_ = 0;
};

}  // namespace remit::whatif
