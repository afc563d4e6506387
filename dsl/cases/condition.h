// From boolean nodes to regions. Comparisons of a value with constants, of two values with each other, members, ranges
// and presence are understood, joined by `and or not if`, through rules and named conditions; any other condition is a
// path of its own that is true or false.
//
// So a region without boxes is a proof that the condition never holds. That it has one proves that the condition can
// hold only where the paths of a box do not depend on each other: see witness.h.
#pragma once
#include <unordered_map>
#include <vector>

#include "dsl/cases/paths.h"

namespace remit {

class Conditions {
 public:
  // Requires: as for Paths.
  explicit Conditions(const Elaborated& elaborated) : program_(elaborated.program), paths_(elaborated) {}

  // Where it holds. kNoNode: always.
  auto region(NodeId condition) -> Region;
  [[nodiscard]] auto paths() const -> const Paths& { return paths_; }

 private:
  auto reads(NodeId id) const -> std::vector<NodeId>;  // the conditions that it is made of
  auto make(NodeId id) -> std::optional<Region>;
  auto joined(NodeId id) -> std::optional<Region>;  // `and`, `or`
  auto negated(NodeId id) -> std::optional<Region>;
  auto branches(const Node& n) -> std::optional<Region>;
  auto compared(const Node& n) -> std::optional<Region>;
  auto compared_with(Op op, NodeId value, const Value& constant) -> std::optional<Region>;
  auto compared_alternative(Op op, const Node& n, const Value& constant) -> std::optional<Region>;
  auto related(Op op, NodeId a, NodeId b) -> std::optional<Region>;
  auto contained(const Node& n) -> std::optional<Region>;
  auto present(NodeId id) -> std::optional<Region>;
  auto leaf(NodeId id, Path::Kind kind) -> Region;
  auto known(NodeId id) const -> const Region& { return known_.at(static_cast<std::uint32_t>(id)); }
  auto operand(const Node& n, std::uint32_t i) const -> NodeId { return program_.operands_of(n)[i]; }

  const Program& program_;
  std::unordered_map<std::uint32_t, Region> known_;  // by NodeId
  Paths paths_;
};

}  // namespace remit
