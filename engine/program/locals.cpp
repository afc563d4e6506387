#include "engine/program/locals.h"

#include <algorithm>
#include <optional>

#include "engine/program/operands.h"

namespace remit {
namespace {

void add_local(Locals& all, LocalId local) {
  const auto place = std::ranges::lower_bound(all, local);
  if (place == all.end() || *place != local) all.insert(place, local);
}

// The local that a node binds for what it reads.
auto bound_by(const Program& program, const Node& node) -> std::optional<LocalId> {
  switch (node.op) {
    case Op::aggregate:
    case Op::running:
    case Op::group: return program.loops[node.index].local;
    case Op::share: return program.shares[node.index].local;
    case Op::slice:
      if (program.slices[node.index].adjustment != SliceUse::Adjustment::each_rate) return std::nullopt;
      return program.slices[node.index].rate_local;
    case Op::after_case:
    case Op::spell_start: {
      const auto list = program.memories[node.index].list;
      return list ? std::optional(program.at(*list).self) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace

void add_locals(Locals& all, const Locals& more) {
  for (const LocalId local : more) add_local(all, local);
}

auto locals_read(const Program& program) -> std::vector<Locals> {
  std::vector<Locals> reads(program.nodes.size());
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    const Node& node = program.nodes[i];
    Locals inside;
    each_operand(program, node, [&](NodeId id) { add_locals(inside, reads[static_cast<std::size_t>(id)]); });
    if (const auto bound = bound_by(program, node)) std::erase(inside, *bound);
    reads[i] = std::move(inside);
    if (node.op == Op::local) add_local(reads[i], LocalId{node.index});
    // Written operands are evaluated outside of what the node binds: the element of a share, keys of a memory.
    for (std::uint32_t k = 0; k < node.operand_count; ++k) {
      const NodeId operand = program.operands_of(node)[k];
      if (operand != kNoNode) add_locals(reads[i], reads[static_cast<std::size_t>(operand)]);
    }
  }
  return reads;
}

}  // namespace remit
