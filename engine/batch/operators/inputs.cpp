// What a case gives, and the parts of records and elements.
#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"

namespace remit::batch {
namespace {

auto list_column(Block& block, const Axis* axis, const Axis* elements, const Column* element) -> const Column* {
  auto* column = block.arena().make<Column>();
  column->shape = Shape::list;
  column->axis = axis;
  column->elements = elements;
  column->element = element;
  return column;
}

// What `part` is at the elements that `of` stands for; absent where the element is, bad where it is.
auto at_elements(Block& block, const Column& of, const Column* part) -> const Column* {
  if (of.index != nullptr) part = gathered(block, *part, of.index, of.axis);
  return masked(block, part, of.axis, {.present = of.present, .bad = of.bad});
}

auto element_operand(Block& block, const Node& node) -> const Column* {
  const Column* of = block.column(block.program().operands_of(node)[0]);
  return of->shape == Shape::element && block.axis_of(of->list) != nullptr ? of : nullptr;
}

}  // namespace

auto input_column(Block& block, const Node& node) -> const Column* {
  const Column* given = block.given().inputs[node.index];
  return given == nullptr ? failed_column(block) : block.view(*given, block.root(), node.type.numeric());
}

auto input_list_column(Block& block, const Node& node) -> const Column* {
  const ListId list{node.index};
  const Axis* axis = block.axis_of(list);
  if (axis == nullptr) return nullptr;
  if (axis->parent != block.root()) return nullptr;
  const Column* column = list_column(block, block.root(), axis, block.self_of(list));
  const NodeId derived = block.program().at(list).derived;
  if (derived == kNoNode) return column;
  const Column* of = block.column(derived);  // where the list failed, nothing stands on its axis
  return masked(block, column, block.root(), {.present = of->present, .bad = of->bad});
}

auto paper_column(Block& block, const Node& node) -> const Column* {
  const Byte* given = block.given().papers[node.index];
  if (given == nullptr) return condition_column(block, false);
  return condition_result(block, block.root(), false, given, {});
}

auto governing_date_column(Block& block) -> const Column* {
  if (block.program().governed_by != kNoNode) return block.column(block.program().governed_by);
  return block.view(*block.given().as_of, block.root());
}

auto local_value(Block& block, LocalId local) -> const Column* {
  if (const Column* bound = block.bound(local)) return bound;
  const auto list = block.plan().self_of[static_cast<std::size_t>(local)];
  return list ? block.self_of(*list) : nullptr;
}

auto local_column(Block& block, const Node& node) -> const Column* { return local_value(block, LocalId{node.index}); }

auto element_field_column(Block& block, const Node& node) -> const Column* {
  const Column* of = element_operand(block, node);
  if (of == nullptr) return nullptr;
  const auto list = static_cast<std::size_t>(of->list);
  const Column* given = block.given().lists[list][node.index];
  if (given == nullptr) return failed_column(block);
  return at_elements(block, *of, block.view(*given, block.axis_of(of->list), node.type.numeric()));
}

auto element_list_column(Block& block, const Node& node) -> const Column* {
  const Column* of = element_operand(block, node);
  const ListId list{node.index};
  if (of == nullptr) return nullptr;
  const Axis* axis = block.axis_of(list);
  if (axis == nullptr || axis->parent != block.axis_of(of->list)) return nullptr;
  return at_elements(block, *of, list_column(block, axis->parent, axis, block.self_of(list)));
}

auto element_rule_column(Block& block, const Node& node) -> const Column* {
  const Column* of = element_operand(block, node);
  if (of == nullptr) return nullptr;
  const Column* rule = block.column(RuleId{node.index});
  if (rule->same) return at_elements(block, *of, rule);
  return at_elements(block, *of, block.on(rule, block.axis_of(of->list)));
}

auto element_value_column(Block& block, const Node& node) -> const Column* {
  const Column* of = element_operand(block, node);
  if (of == nullptr) return nullptr;
  if (const Column* element = block.element_of(of->list)) return at_elements(block, *of, element);
  if (block.program().at(of->list).derived != kNoNode) return nullptr;
  const Column* given = block.given().lists[static_cast<std::size_t>(of->list)][0];
  return given == nullptr ? failed_column(block) : at_elements(block, *of, block.view(*given, block.axis_of(of->list)));
}

auto field_column(Block& block, const Node& node) -> const Column* {
  const Column* of = block.column(block.program().operands_of(node)[0]);
  if (of->shape == Shape::failed || of->shape == Shape::absent) return of;
  if (of->shape != Shape::record || of->fields[node.index] == nullptr) return nullptr;
  return masked(block, of->fields[node.index], of->axis, {.present = of->present, .bad = of->bad});
}

auto record_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  auto* fields = block.arena().lanes<const Column*>(node.operand_count);
  auto* record = block.arena().make<Column>();
  record->shape = Shape::record;
  record->axis = block.root();
  record->same = true;
  const Axis* axis = block.root();
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    fields[i] = block.column(operands[i]);
    if (fields[i]->shape == Shape::failed) return failed_column(block);
    if (fields[i]->same) continue;
    record->same = false;
    axis = deepest(axis, fields[i]->axis);
    if (axis == nullptr) return nullptr;
  }
  record->axis = axis;
  for (std::uint32_t i = 0; i < node.operand_count && !record->same; ++i) {
    fields[i] = block.on(fields[i], axis);
    record->bad = either(block, record->bad, fields[i]->bad, axis->lanes);
  }
  record->fields = {fields, node.operand_count};
  return record;
}

}  // namespace remit::batch
