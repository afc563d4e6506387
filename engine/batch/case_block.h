// The input of the columnar evaluator: some cases, as columns. What a reader leaves.
//
// A block is as large as its columns fit a processor's second cache: the more nodes a program has, the fewer cases.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/batch/arena.h"
#include "engine/batch/column.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::batch {

// A rule whose value is given, in whatever it would result: on the axis of the cases or of its list.
struct Pin {
  RuleId rule{};
  const Column* where = nullptr;  // a condition on the same axis; nullptr: everywhere
  const Column* value = nullptr;
};

// What is known of one key of a memory before each case: MemoryEntry, as columns. Case i holds [offsets[i],
// offsets[i + 1]).
struct MemoryColumns {
  const std::uint32_t* offsets = nullptr;
  const Byte* known = nullptr;  // by case; nullptr: of all
  std::vector<const Column*> keys;
  const Column* value = nullptr;
  const Column* start = nullptr;
  const Column* end = nullptr;
  std::vector<const Column*> pots;
  const Axis* rows = nullptr;  // below the entries; of a history
  const Column* row = nullptr;
  const Axis* entries = nullptr;
};

class CaseBlock {
 public:
  // Requires: each case was read for this program; the program and the cases outlive the block.
  CaseBlock(const Program& program, const ProgramNames& names, std::span<const Case> cases);
  CaseBlock(const CaseBlock&) = delete;
  auto operator=(const CaseBlock&) -> CaseBlock& = delete;
  ~CaseBlock() = default;

  [[nodiscard]] auto size() const -> std::uint32_t { return root->lanes; }
  // Case i as the reference evaluator takes it.
  [[nodiscard]] auto case_at(std::uint32_t i) const -> const Case& { return cases_[i]; }
  // Values pinned by an analyst, of the same rules in each case. Else the cases that have such: they have no columnar
  // form.
  std::vector<Pin> pins;
  std::vector<std::uint32_t> pinned;

  const Axis* root = nullptr;
  std::vector<const Column*> inputs;              // by InputId; nullptr: no case's value is ever read
  std::vector<const Axis*> axes;                  // by ListId; nullptr: derived lists
  std::vector<std::vector<const Column*>> lists;  // by ListId, by column
  std::vector<const Byte*> papers;                // by ProgramNames::papers; nullptr: given by none
  const Column* as_of = nullptr;                  // bad where a case has none
  std::vector<MemoryColumns> memories;            // by MemoryId

 private:
  std::span<const Case> cases_;
  std::unique_ptr<Arena> arena_;
};

// How many cases from the front make the next block: 256 to 2,048, as many as the program's size asks for, fewer where
// they would have more than sixteen elements of a list each. One case alone may have more.
auto cases_of_next_block(const Program& program, std::span<const Case> cases) -> std::size_t;

}  // namespace remit::batch
