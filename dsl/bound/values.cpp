#include "dsl/bound/values.h"

namespace remit {
namespace {

void add(std::vector<NodeId>& nodes, NodeId id) {
  if (id != kNoNode) nodes.push_back(id);
}

auto operands(const Program& program, const Node& n, std::uint32_t first, std::uint32_t last) -> std::vector<NodeId> {
  std::vector<NodeId> nodes;
  for (std::uint32_t i = first; i < last; ++i) add(nodes, program.operands_of(n)[i]);
  return nodes;
}

auto values_of(const Choice& choice) -> std::vector<NodeId> {
  std::vector<NodeId> nodes;
  add(nodes, choice.base);
  for (const Choice::Exception& e : choice.exceptions) add(nodes, e.value);
  return nodes;
}

}  // namespace

auto passed_on(const Program& program, NodeId id) -> std::vector<NodeId> {
  const Node& n = program.at(id);
  switch (n.op) {
    case Op::rule:
    case Op::element_rule: return {program.at(RuleId{n.index}).node};
    case Op::add:
    case Op::subtract:
    case Op::minimum:
    case Op::maximum:
    case Op::or_else: return operands(program, n, 0, n.operand_count);
    case Op::negate:
    case Op::absolute:
    case Op::payer: return operands(program, n, 0, 1);
    case Op::left: return operands(program, n, 0, 2);
    case Op::conditional:
    case Op::dated: return operands(program, n, 1, n.operand_count);
    case Op::table: return operands(program, n, n.operand_count / 2, n.operand_count);
    case Op::choice: return values_of(program.choices[n.index]);
    default: return {};
  }
}

}  // namespace remit
