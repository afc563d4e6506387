#include "engine/evaluate/conditions.h"

#include <algorithm>

#include "engine/evaluate/describe.h"
#include "engine/program/personal.h"

namespace remit {
namespace {

constexpr int kDeepest = 12;  // levels of an expression in which the deciding part, and what it read, are looked for

// Inputs, rules and memories below a node.
void add_read(Evaluator& e, NodeId id, std::vector<SeenValue>& values, std::size_t first, int depth = 0) {
  if (id == kNoNode || depth > kDeepest) return;
  const Node& node = e.program().at(id);
  const bool named = node.op == Op::input || node.op == Op::rule || node.op == Op::element_rule ||
                     node.op == Op::element_field || node.op == Op::opening || node.op == Op::field;
  if (named) {
    const auto known = [&](const SeenValue& v) { return v.node == id; };
    if (std::none_of(values.begin() + static_cast<std::ptrdiff_t>(first), values.end(), known))
      values.push_back(seen(e, id));
    return;
  }
  for (std::uint32_t i = 0; i < node.operand_count; ++i)
    add_read(e, e.program().operands_of(node)[i], values, first, depth + 1);
}

struct Decided {
  NodeId node = kNoNode;
  bool holds = false;
};
auto decided_by(Evaluator& e, NodeId id, int depth) -> Decided {
  const Value value = e.value_of(id);
  const bool holds = !value.is_failed() && value.as_bool();
  const Node& node = e.program().at(id);
  const bool leads_on = !value.is_failed() && depth < kDeepest;
  const bool and_false = node.op == Op::logical_and && !holds;
  const bool or_true = node.op == Op::logical_or && holds;
  if (leads_on && (and_false || or_true)) {
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      const NodeId operand = e.program().operands_of(node)[i];
      if (e.value_of(operand).as_bool() == holds) return decided_by(e, operand, depth + 1);
    }
  }
  if (leads_on && node.op == Op::rule && !holds) return decided_by(e, e.program().rules[node.index].node, depth + 1);
  return {.node = id, .holds = holds};
}

}  // namespace

auto seen(Evaluator& e, NodeId node) -> SeenValue { return {.value = e.value_of(node), .node = node}; }

auto shown(const Program& program, const ProgramNames& names, const SeenValue& seen) -> ShownValue {
  return {.value = seen.value, .type = program.at(seen.node).type, .masked = is_personal(program, names, seen.node)};
}

auto deciding_part(Evaluator& e, NodeId condition, std::vector<SeenValue>& values) -> DecidingPart {
  const Decided decided = decided_by(e, condition, 0);
  const std::size_t first = values.size();
  add_read(e, decided.node, values, first);
  return {.node = decided.node,
          .holds = decided.holds,
          .values = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(values.size())}};
}

auto in_words(const Program& program, const ProgramNames& names, const DecidingPart& part,
              const std::vector<SeenValue>& values) -> ConditionSeen {
  if (part.node == kNoNode) return {};
  ConditionSeen told{.text = describe_node(program, names, part.node), .holds = part.holds};
  for (const SeenValue& value : part.values.of(values)) {
    std::string name = describe_node(program, names, value.node);
    const bool known = std::ranges::any_of(told.values, [&](const NamedValue& v) { return v.name == name; });
    if (!known) told.values.push_back({.name = std::move(name), .value = shown(program, names, value)});
  }
  return told;
}

auto deciding_part(Evaluator& e, NodeId condition) -> ConditionSeen {
  std::vector<SeenValue> values;
  const DecidingPart part = deciding_part(e, condition, values);
  return in_words(e.program(), e.names(), part, values);
}

}  // namespace remit
