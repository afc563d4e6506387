#include "engine/program/operands.h"

namespace remit {
namespace {

void each_memory_node(const Memory& memory, const std::function<void(NodeId)>& visit) {
  for (const NodeId key : memory.keys) visit(key);
  for (const NodeId n : {memory.when, memory.amount, memory.from, memory.to, memory.gap, memory.never_below}) {
    if (n != kNoNode) visit(n);
  }
  for (const Memory::Movement& m : memory.movements) {
    visit(m.amount);
    if (m.when != kNoNode) visit(m.when);
  }
}

void each_slice_node(const SliceUse& slice, const std::function<void(NodeId)>& visit) {
  for (const NodeId n : {slice.amount, slice.deductible, slice.after, slice.until_pays, slice.factor}) {
    if (n != kNoNode) visit(n);
  }
  for (const NodeId n : slice.edges) {
    if (n != kNoNode) visit(n);
  }
  for (const SliceUse::Row& row : slice.rows) {
    if (row.when != kNoNode) visit(row.when);
    for (const NodeId n : row.cells) {
      if (n != kNoNode) visit(n);
    }
  }
}

void add_output_roots(const std::vector<Output>& outputs, std::vector<NodeId>& roots) {
  for (const Output& output : outputs) {
    if (output.node != kNoNode) roots.push_back(output.node);
    add_output_roots(output.fields, roots);
  }
}

void add_paper_roots(const std::vector<Paper>& papers, std::vector<NodeId>& roots) {
  for (const Paper& paper : papers) {
    if (paper.when != kNoNode) roots.push_back(paper.when);
    add_paper_roots(paper.one_of, roots);
  }
}

}  // namespace

void each_operand(const Program& program, const Node& node, const std::function<void(NodeId)>& visit) {
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    const NodeId id = program.operands_of(node)[i];
    if (id != kNoNode) visit(id);
  }
  const auto some = [&](std::initializer_list<NodeId> ids) {
    for (const NodeId id : ids) {
      if (id != kNoNode) visit(id);
    }
  };
  switch (node.op) {
    case Op::aggregate:
    case Op::running:
    case Op::group: {
      const Loop& loop = program.loops[node.index];
      some({loop.list, loop.body, loop.when, loop.order, loop.element});
      break;
    }
    case Op::choice: {
      const Choice& choice = program.choices[node.index];
      some({choice.base, choice.base_when});
      for (const Choice::Exception& e : choice.exceptions) some({e.when, e.value});
      break;
    }
    case Op::slice: each_slice_node(program.slices[node.index], visit); break;
    case Op::share: {
      const ShareUse& share = program.shares[node.index];
      some({share.amount, share.list, share.weight, share.order, share.at_most});
      break;
    }
    case Op::after_case:
    case Op::spell_start: each_memory_node(program.memories[node.index], visit); break;
    case Op::input_list: some({program.lists[node.index].derived}); break;
    default: break;
  }
}

auto rule_read(const Node& node) -> std::optional<RuleId> {
  if (node.op == Op::rule || node.op == Op::element_rule) return RuleId{node.index};
  return std::nullopt;
}

auto reachable(const Program& program, const std::vector<NodeId>& roots) -> std::vector<bool> {
  std::vector<bool> seen(program.nodes.size());
  std::vector<NodeId> open;
  const auto add = [&](NodeId id) {
    if (seen[static_cast<std::size_t>(id)]) return;
    seen[static_cast<std::size_t>(id)] = true;
    open.push_back(id);
  };
  for (const NodeId root : roots) add(root);
  while (!open.empty()) {
    const Node& node = program.at(open.back());
    open.pop_back();
    each_operand(program, node, add);
    if (const auto rule = rule_read(node)) add(program.at(*rule).node);
  }
  return seen;
}

auto roots_of(const Program& program) -> std::vector<NodeId> {
  std::vector<NodeId> roots;
  add_output_roots(program.outputs, roots);
  const auto add = [&](NodeId id) {
    if (id != kNoNode) roots.push_back(id);
  };
  add(program.governed_by);
  add(program.ordered_by);
  for (const Requirement& r : program.requirements) {
    add(program.at(r.applies).node);
    add(program.at(r.met).node);
  }
  for (const Papers& p : program.documents) {
    add(p.when);
    add_paper_roots(p.papers, roots);
  }
  for (const Identity& i : program.identities) add(i.holds);
  for (const RuleId payer : program.payers) add(program.at(payer).node);
  for (const Memory& m : program.memories) {
    if (m.contributes) each_memory_node(m, add);
  }
  return roots;
}

}  // namespace remit
