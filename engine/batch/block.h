// The columnar evaluator for one block of cases: the value of a node for all its lanes at once.
//
// Evaluation is by need, node by node, and every node at most once a block. What a block's data shows is used: a
// column whose lanes are all equal is one value, a condition that no case meets leaves its branch unasked, a date
// that lies in one version for all cases picks it. Bounds travel with the columns; from them an operation knows that
// nothing can leave 64 bits, and runs without looking.
//
// Nothing here reports an error. Where the reference evaluator would, and where a value does not fit its column, the
// lane is marked bad; a value that depends on it is bad too, unless the policy's own conditions pass it by. A case
// whose answer is bad anywhere is settled again by the reference evaluator, so errors are the same by construction.
//
// Constructs without a columnar form are computed by the reference evaluator node by node, lane by lane
// (operators/lane_by_lane.cpp), and go on as columns.
//
// One Block serves one thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/batch/arena.h"
#include "engine/batch/case_block.h"
#include "engine/batch/catalog_cache.h"
#include "engine/batch/column.h"
#include "engine/batch/plan.h"
#include "engine/evaluate/evaluator.h"

namespace remit::batch {

class Tables;

class Block {
 public:
  // `tabulates`: looks up what depends on small domains only.
  explicit Block(const BatchPlan& plan, bool tabulates = true);
  ~Block();
  Block(const Block&) = delete;
  auto operator=(const Block&) -> Block& = delete;

  // Starts with other cases; all columns of those before are gone. `given` outlives its use here, as do the columns of
  // `pins`, which hold on top of the cases' own, at most one a rule.
  // Requires of pins: a plan for what-ifs.
  void begin(const CaseBlock& given, std::span<const Pin> pins = {});

  // Starts with one lane for each combination of the leaves' values, on that day. Only nodes of that domain are asked.
  void begin_combinations(const SmallDomain& domain, Word day);
  auto tabulated_rates(std::uint32_t slice) -> std::vector<const Column*>;
  // A node of words that depends on small domains only, as the table in which its lanes are looked up.
  struct WordTable {
    std::span<const Word> words;
    const Column* index;  // of bytes
    int places;
    Word low, high;  // of the words
  };
  auto word_table(NodeId node) -> std::optional<WordTable>;

  // The node on the axis that its locals ask for. Never nullptr.
  auto column(NodeId node) -> const Column*;
  auto column(RuleId rule) -> const Column* { return pins_.empty() ? column(program().at(rule).node) : pinned(rule); }
  // Where the rule's value is given; nullptr: nowhere.
  auto pinned_where(RuleId rule) -> const Column*;
  [[nodiscard]] bool is_known(NodeId node) const {
    return columns_[static_cast<std::size_t>(plan_.alike[static_cast<std::size_t>(node)])] != nullptr;
  }
  // The column on an axis below its own (or its own). Columns that are the same everywhere stay as they are.
  auto on(const Column* column, const Axis* axis) -> const Column*;

  [[nodiscard]] auto plan() const -> const BatchPlan& { return plan_; }
  [[nodiscard]] auto program() const -> const Program& { return plan_.program; }
  [[nodiscard]] auto given() const -> const CaseBlock& { return *given_; }
  [[nodiscard]] auto root() const -> const Axis* { return &root_; }
  [[nodiscard]] auto cases() const -> std::uint32_t { return root_.lanes; }
  auto arena() -> Arena& { return arena_; }

  // A column of the given cases, on an axis of this block, with its bounds; those of `numbers` that are not small, on
  // which nothing depends but what fits, may be wider.
  auto view(const Column& given, const Axis* axis, bool numbers = false) -> const Column*;

  // A constant of the program, everywhere; nullptr: a list. Made once, for all blocks.
  auto constant(const Node& node) -> const Column*;
  // A condition, everywhere.
  [[nodiscard]] auto always(bool holds) const -> const Column* { return holds ? &true_ : &false_; }

  // The axis on which a rule's values lie: of its list, or of the cases. nullptr: as below.
  auto axis_of(RuleId rule) -> const Axis*;
  // The axis of a list of the case, input or derived; nullptr: the derived list could not be computed as columns.
  auto axis_of(ListId list) -> const Axis*;
  // What the elements of a derived list stand for; nullptr where the list is input.
  auto element_of(ListId list) -> const Column*;
  // What stands for a list's elements on its own axis.
  auto self_of(ListId list) -> const Column*;
  void bind(LocalId local, const Column* column) { locals_[static_cast<std::size_t>(local)] = column; }
  [[nodiscard]] auto bound(LocalId local) const -> const Column* { return locals_[static_cast<std::size_t>(local)]; }

  // The parts of a share, once computed; nullptr: they are not.
  auto parts_of(std::uint32_t share) -> const Column* { return parts_[share]; }
  auto keep_parts(std::uint32_t share, const Column* parts) -> const Column* { return parts_[share] = parts; }
  // Nodes that read a local which is about to stand for something else.
  void forget(LocalId local);

  // The rows of a catalog that were looked up so far, in this block or one before.
  auto catalog(std::uint32_t index, Type record) -> CatalogCache&;

  // The reference evaluator, at case i of this block.
  auto reference(std::uint32_t i) -> Evaluator&;
  // How many lanes of nodes were computed by the reference evaluator since the start.
  std::uint64_t lanes_by_reference = 0;

 private:
  void clear();
  auto pinned(RuleId rule) -> const Column*;
  auto compute(NodeId id) -> const Column*;
  auto tabulated(NodeId id) -> const Column*;
  auto tables() const -> Tables*;  // nullptr: there are none, or rules are pinned, of which they know nothing

  const BatchPlan& plan_;
  const CaseBlock* given_ = nullptr;
  Axis root_, single_{.lanes = 1};
  Arena arena_, lasting_;
  Column true_, false_;
  std::vector<const Column*> constants_;  // by node
  std::vector<const Column*> columns_;    // by node that stands for those alike
  std::vector<Pin> pins_;
  bool pins_known_to_cases_ = true;    // else the reference evaluator, which has the cases, knows nothing of them
  std::vector<const Column*> pinned_;  // by pin: what the rule's lanes are with it
  std::vector<const Column*> locals_;  // by local: what its lanes stand for
  struct OwnAxis {
    bool known = false;
    const Axis* axis = nullptr;
    const Column* element = nullptr;
    const Column* self = nullptr;
  };
  std::vector<OwnAxis> axes_;         // by list
  std::vector<const Column*> parts_;  // by share
  std::unique_ptr<Tables> tables_;    // nullptr: this block does not tabulate
  std::vector<std::unique_ptr<CatalogCache>> catalogs_;
  std::vector<std::unique_ptr<Evaluator>> references_;
  std::vector<std::uint64_t> reference_begun_;  // by case: the block for which it was begun
  std::uint64_t block_ = 0;
};

}  // namespace remit::batch
