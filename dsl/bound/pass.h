// The one forward pass over the nodes; a file each for nodes (nodes.cpp), loops (loops.cpp), slices (slices.cpp) and
// failure (failure.cpp).
#pragma once
#include <vector>

#include "dsl/bound/knowledge.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

class BoundPass {
 public:
  // Requires: `elaborated` outlives this.
  explicit BoundPass(const Elaborated& elaborated);

  // By NodeId.
  auto run() -> std::vector<Knowledge>;

 private:
  // Where a local gets its values from.
  struct Origin {
    NodeId list = kNoNode;               // an element of this list; or
    const SliceUse* rates_of = nullptr;  // a rate of these bands
  };

  void find_origins();
  auto node(NodeId id) const -> Knowledge;
  auto arithmetic(const Node& n) const -> Knowledge;
  auto numeric(const Node& n, std::uint32_t operand) const -> Knowledge;
  auto alternatives(const Node& n) const -> Knowledge;
  auto calendar(const Node& n) const -> Knowledge;
  auto given(const Node& n) const -> Knowledge;
  auto element(const Node& n) const -> Knowledge;
  auto column(const List& list, std::uint32_t index, const Type& type) const -> Knowledge;
  auto composed(const Node& n) const -> Knowledge;
  auto split(const Node& n) const -> Knowledge;
  auto memory(const Node& n) const -> Knowledge;

  auto local(const Node& n) const -> Knowledge;
  auto loop(const Node& n) const -> Knowledge;
  auto grouped(const Node& n, const Loop& l) const -> Knowledge;
  auto periods(const Node& n) const -> Knowledge;
  auto numbers(const Node& n) const -> Knowledge;

  auto slice(const Node& n) const -> Knowledge;
  auto axis_of(const SliceUse& s) const -> Knowledge;
  auto handled_by(const SliceUse& s) const -> Knowledge;
  auto rates_of(const SliceUse& s) const -> Knowledge;
  auto changed_rates(const SliceUse& s) const -> Knowledge;
  auto paid_by(const SliceUse& s) const -> Knowledge;
  auto bands_of(const SliceUse& s) const -> Knowledge;
  auto stop_of(const SliceUse& s, const Knowledge& paid) const -> Knowledge;
  bool slice_may_fail(const SliceUse& s) const;

  bool may_fail(NodeId id) const;
  bool fails_itself(const Node& n) const;
  bool dated_may_fail(const Node& n) const;

  // What is known of a node; by its type alone where it comes later, which only what follows from a case can.
  auto of(NodeId id) const -> Knowledge;
  auto of_rule(RuleId id) const -> Knowledge { return of(program_.at(id).node); }
  auto operand(const Node& n, std::uint32_t i) const -> NodeId { return program_.operands_of(n)[i]; }
  auto element_of(NodeId list) const -> Knowledge;
  // Of what an element stands for, or of its column. Requires: `id` is of type element.
  auto list_of(NodeId id) const -> const List& { return program_.at(ListId{program_.at(id).type.id}); }

  const Elaborated& elaborated_;
  const Program& program_;
  std::vector<Origin> origins_;  // by LocalId
  std::vector<Knowledge> known_;
};

}  // namespace remit
