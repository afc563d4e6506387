#include "repl/whatif/lanes.h"

#include "engine/batch/operands.h"
#include "engine/batch/values.h"

namespace remit::whatif {

using Shape = batch::Column::Shape;

auto value_in_case(batch::Block& block, const Quantity& quantity, std::uint32_t i) -> std::optional<Value> {
  const batch::Axis* axis = quantity.element ? block.axis_of(quantity.element->list) : block.root();
  if (axis == nullptr) return std::nullopt;
  std::uint32_t lane = i;
  if (quantity.element) {
    const std::uint32_t* firsts = batch::firsts_of(block, *axis);
    lane = firsts[i] + quantity.element->index;
    if (lane >= firsts[i + 1]) return Value::failed();
  }
  const batch::Column* column = quantity.rule ? block.column(*quantity.rule) : block.column(quantity.node);
  for (const std::uint32_t field : quantity.fields) {
    column = block.on(column, axis);
    if (is_bad(*column, lane)) return std::nullopt;
    if (!is_present(*column, lane)) return Value();
    if (column->shape != Shape::record || column->fields[field] == nullptr) return std::nullopt;
    column = column->fields[field];
  }
  column = block.on(column, axis);
  if (is_bad(*column, lane)) return std::nullopt;
  if (!is_present(*column, lane)) return Value();
  const bool whole = column->shape == Shape::record || column->shape == Shape::list || column->shape == Shape::element;
  return whole ? std::nullopt : std::optional(batch::value_at(*column, quantity.type, lane));
}

bool may_fail_in_posting(const batch::AnswerBlock& answers) {
  const Program& program = answers.block->program();
  for (std::size_t i = 0; i < program.memories.size(); ++i) {
    const batch::Column* when = answers.contributions[i].when;
    if (program.memories[i].kind != Memory::Kind::account || when == nullptr) continue;
    if (!when->same || when->low != 0) return true;
  }
  return false;
}

}  // namespace remit::whatif
