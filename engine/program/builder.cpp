#include "engine/program/builder.h"

#include <algorithm>

namespace remit {

auto ProgramBuilder::key(const Node& node, std::span<const NodeId> operands) const -> std::size_t {
  constexpr std::size_t kMix = 0x9E3779B97F4A7C15U;
  std::size_t h = static_cast<std::size_t>(node.op);
  const auto add = [&](std::size_t part) {
    h = (h ^ part) * kMix;
    h ^= h >> 29U;
  };
  add(static_cast<std::size_t>(node.type.kind) * 2 + (node.type.optional ? 1 : 0));
  add(node.type.id);
  add(node.index);
  for (const NodeId id : operands) add(static_cast<std::size_t>(id));
  return h;
}

auto ProgramBuilder::node(Op op, Type type, std::span<const NodeId> operands, std::uint32_t index, SourceId source)
    -> NodeId {
  Node made{.op = op,
            .type = type,
            .index = index,
            .operand_count = static_cast<std::uint32_t>(operands.size()),
            .source = source};
  const std::size_t hash = key(made, operands);
  const auto [first, last] = known_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const Node& known = program.at(it->second);
    if (known.op == op && known.type == type && known.index == index &&
        std::ranges::equal(std::span(program.operands_of(known), known.operand_count), operands)) {
      return it->second;
    }
  }
  made.first_operand = static_cast<std::uint32_t>(program.operands.size());
  program.operands.insert(program.operands.end(), operands.begin(), operands.end());
  const NodeId id{static_cast<std::uint32_t>(program.nodes.size())};
  program.nodes.push_back(made);
  known_.emplace(hash, id);
  return id;
}

auto ProgramBuilder::node(Op op, Type type, std::initializer_list<NodeId> operands, std::uint32_t index,
                          SourceId source) -> NodeId {
  return node(op, type, std::span(operands.begin(), operands.size()), index, source);
}

auto ProgramBuilder::constant(Value value, Type type, SourceId source) -> NodeId {
  for (std::uint32_t i = 0; i < program.constants.size(); ++i) {
    if (program.constants[i] == value) return node(Op::constant, type, {}, i, source);
  }
  program.constants.push_back(std::move(value));
  return node(Op::constant, type, {}, static_cast<std::uint32_t>(program.constants.size() - 1), source);
}

auto ProgramBuilder::constant_of(NodeId id) const -> const Value* {
  const Node& n = at(id);
  return n.op == Op::constant ? &program.constants[n.index] : nullptr;
}

}  // namespace remit
