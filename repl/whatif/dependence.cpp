#include "repl/whatif/dependence.h"

#include <algorithm>

#include "engine/program/operands.h"

namespace remit::whatif {
namespace {

// What binds a local hands it values of these nodes.
auto bound_from(const Program& program) -> std::vector<std::vector<NodeId>> {
  std::vector<std::vector<NodeId>> from(program.local_count);
  const auto add = [&](LocalId local, NodeId node) {
    if (node != kNoNode) from[static_cast<std::size_t>(local)].push_back(node);
  };
  for (const Loop& loop : program.loops) add(loop.local, loop.list);
  for (const ShareUse& share : program.shares) add(share.local, share.list);
  for (const List& list : program.lists) add(list.self, list.derived);
  for (const SliceUse& slice : program.slices) {
    if (slice.adjustment != SliceUse::Adjustment::each_rate) continue;
    for (const SliceUse::Row& row : slice.rows) {
      for (const NodeId cell : row.cells) add(slice.rate_local, cell);
    }
  }
  return from;
}

class Dependence {
 public:
  Dependence(const Program& program, const std::vector<Variable>& variables)
      : program_(program), variables_(variables), dependent_(program.nodes.size()), bound_from_(bound_from(program)) {}

  auto run() -> std::vector<bool> {
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
        if (dependent_[i] || !depends(program_.nodes[i])) continue;
        dependent_[i] = true;
        changed = true;
      }
    }
    return std::move(dependent_);
  }

 private:
  bool at(NodeId node) const { return node != kNoNode && dependent_[static_cast<std::size_t>(node)]; }

  bool is_read(const Variable& variable, const Node& node) const {
    switch (variable.kind) {
      case Variable::Kind::input: return node.op == Op::input && node.index == variable.slot;
      case Variable::Kind::column: {
        const bool reads_list = node.op == Op::element_field || node.op == Op::element_value;
        if (!reads_list || (node.op == Op::element_field && node.index != variable.slot)) return false;
        return program_.at(program_.operands_of(node)[0]).type.id == static_cast<std::uint32_t>(variable.element.list);
      }
      case Variable::Kind::figure: {
        const auto rule = rule_read(node);
        return rule && std::ranges::find(variable.rules, *rule) != variable.rules.end();
      }
      case Variable::Kind::total: return true;
    }
    return true;
  }

  bool depends(const Node& node) const {
    if (std::ranges::any_of(variables_, [&](const Variable& one) { return is_read(one, node); })) return true;
    if (const auto rule = rule_read(node); rule && at(program_.at(*rule).node)) return true;
    if (node.op == Op::governing_date && at(program_.governed_by)) return true;
    if (node.op == Op::local) {
      for (const NodeId from : bound_from_[node.index]) {
        if (at(from)) return true;
      }
    }
    if (node.op == Op::element_value &&
        at(program_.at(ListId{program_.at(program_.operands_of(node)[0]).type.id}).derived))
      return true;
    bool any = false;
    each_operand(program_, node, [&](NodeId operand) { any = any || at(operand); });
    return any;
  }

  const Program& program_;
  const std::vector<Variable>& variables_;
  std::vector<bool> dependent_;
  const std::vector<std::vector<NodeId>> bound_from_;
};

}  // namespace

auto dependent_nodes(const Program& program, const std::vector<Variable>& variables) -> std::vector<bool> {
  return Dependence(program, variables).run();
}

void pin_independent(Case& given, Evaluator& evaluator, const std::vector<bool>& dependent) {
  const Program& program = evaluator.program();
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const RuleId id{i};
    const Rule& rule = program.at(id);
    if (dependent[static_cast<std::size_t>(rule.node)] || !evaluator.took_part(id)) continue;
    if (given.assumed.contains(i) || given.assumed_items.contains(i)) continue;
    if (!rule.list) {
      Value value = evaluator.value_of(id);
      if (!value.is_failed()) given.assumed.emplace(i, std::move(value));
      continue;
    }
    const NodeId derived = program.at(*rule.list).derived;
    if (derived != kNoNode && dependent[static_cast<std::size_t>(derived)]) continue;
    std::vector<Value> items;
    bool all = true;
    const std::uint32_t size = evaluator.list_size(*rule.list);
    for (std::uint32_t item = 0; all && item < size; ++item) {
      all = evaluator.took_part(id, item);
      if (all) items.push_back(evaluator.value_of(id, item));
      all = all && !items.back().is_failed();
    }
    if (all) given.assumed_items.emplace(i, std::move(items));
  }
}

}  // namespace remit::whatif
