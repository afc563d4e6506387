// What has no columnar form: the reference evaluator computes the node, once a lane.
#include <deque>

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/values.h"

namespace remit::batch {
namespace {

auto case_of(Block& block, const Axis& axis, std::uint32_t lane) -> std::uint32_t {
  const Axis* at = &axis;
  for (; at->parent != nullptr; at = at->parent) lane = parents_of(block, *at)[lane];
  return lane;
}

// A column's lane as the reference evaluator takes it: elements are counted within their case.
auto reference_value(Block& block, const Column& column, Type type, std::uint32_t lane, std::uint32_t of_case)
    -> Value {
  if (column.bad != nullptr && column.bad[lane] != 0) return Value::failed();
  if (column.shape != Shape::element) return value_at(column, type, lane);
  if (column.present != nullptr && column.present[lane] == 0) return {};
  const std::uint32_t at = column.index == nullptr ? lane : column.index[lane];
  const std::uint32_t index = at - firsts_of(block, *block.axis_of(column.list))[of_case];
  // A list that fails has elements here, which are bad, and none there.
  Evaluator& e = block.reference(of_case);
  if (index >= e.rooted([&] { return e.list_size(column.list); })) return Value::failed();
  return ElementRef{.list = column.list, .index = index};
}

// Elements of one list, given as values.
auto element_column(Block& block, const Axis* axis, std::span<const Value> values, std::span<const std::uint32_t> cases)
    -> const Column* {
  auto* index = block.arena().lanes<std::uint32_t>(values.size());
  Byte* present = filled(block, 1, axis->lanes);
  Byte* bad = filled(block, 0, axis->lanes);
  std::optional<ListId> list;
  for (std::size_t i = 0; i < values.size(); ++i) {
    index[i] = 0;
    present[i] = values[i].is_absent() ? 0 : 1;
    bad[i] = values[i].is_failed() ? 1 : 0;
    if (values[i].tag() != Value::Tag::element) continue;
    const ElementRef element = values[i].as_element();
    if ((list && *list != element.list) || block.axis_of(element.list) == nullptr) return nullptr;
    list = element.list;
    index[i] = firsts_of(block, *block.axis_of(element.list))[cases[i]] + element.index;
  }
  if (!list) return nullptr;
  auto* column = block.arena().make<Column>();
  column->shape = Shape::element;
  column->axis = axis;
  column->list = *list;
  column->index = index;
  column->present = present;
  column->bad = kernels::any(bad, axis->lanes) ? bad : nullptr;
  return column;
}

}  // namespace

auto lane_by_lane(Block& block, NodeId id) -> const Column* {
  const Node& node = block.program().at(id);
  const Locals& reads = block.plan().reads[static_cast<std::size_t>(id)];
  const Axis* axis = block.root();
  for (const LocalId local : reads) {
    const Column* bound = local_value(block, local);
    if (bound == nullptr || axis == nullptr) return failed_column(block);
    if (!bound->same) axis = deepest(axis, bound->axis);
  }
  if (axis == nullptr) return failed_column(block);
  std::vector<std::uint32_t> cases(axis->lanes);
  Value* values = block.arena().values(axis->lanes);
  for (std::uint32_t lane = 0; lane < axis->lanes; ++lane) {
    cases[lane] = case_of(block, *axis, lane);
    Evaluator& e = block.reference(cases[lane]);
    std::deque<Evaluator::Bound> scope;
    for (const LocalId local : reads) {
      const Column& bound = *block.on(local_value(block, local), axis);
      scope.emplace_back(
          e, local,
          reference_value(block, bound, block.plan().local_types[static_cast<std::size_t>(local)], lane, cases[lane]));
    }
    values[lane] = e.root(id);
    // A value may stand beside an error of what it did not need: the sum before the first element, say.
    if (e.has_errors()) values[lane] = Value::failed();
  }
  block.lanes_by_reference += axis->lanes;
  if (node.type.kind == TypeKind::element) {
    if (const Column* elements = element_column(block, axis, {values, axis->lanes}, cases)) return elements;
  }
  const Making making{.arena = block.arena(), .types = block.program().types, .axis = axis};
  return column_of(making, node.type, {values, axis->lanes});
}

}  // namespace remit::batch
