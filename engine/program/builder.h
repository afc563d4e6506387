// Makes a Program bottom-up. Equal nodes are made once (hash-consing), so that sharing is found where the policy
// repeats itself; a node keeps the first place where it was written.
#pragma once
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/program/program.h"

namespace remit {

class ProgramBuilder {
 public:
  auto node(Op op, Type type, std::span<const NodeId> operands, std::uint32_t index, SourceId source) -> NodeId;
  auto node(Op op, Type type, std::initializer_list<NodeId> operands, std::uint32_t index, SourceId source) -> NodeId;
  auto constant(Value value, Type type, SourceId source) -> NodeId;
  auto new_local() -> LocalId { return LocalId{program.local_count++}; }

  [[nodiscard]] auto at(NodeId id) const -> const Node& { return program.at(id); }
  // The value of a constant node, or nullptr.
  [[nodiscard]] auto constant_of(NodeId id) const -> const Value*;

  Program program;

 private:
  auto key(const Node& node, std::span<const NodeId> operands) const -> std::size_t;
  std::unordered_multimap<std::size_t, NodeId> known_;
};

}  // namespace remit
