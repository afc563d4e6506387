#include "engine/program/personal.h"

namespace remit {
namespace {

constexpr int kDeepest = 64;  // rules that pass a value on; a longer chain is taken to be personal

bool column_is_personal(const Program& p, const ProgramNames& names, const Node& node) {
  const List& list = p.at(ListId{p.at(p.operands_of(node)[0]).type.id});
  return node.index < list.columns.size() && names.columns[list.columns[node.index]].personal;
}

bool field_is_personal(const Program& p, const Node& node) {
  const auto& fields = p.types.at(RecordId{p.at(p.operands_of(node)[0]).type.id}).fields;
  return node.index < fields.size() && fields[node.index].personal;
}

bool passes_on(const Program& p, const ProgramNames& names, NodeId id, int depth) {
  if (id == kNoNode) return false;
  if (depth > kDeepest) return true;
  const Node& node = p.at(id);
  const auto operand = [&](std::uint32_t i) { return passes_on(p, names, p.operands_of(node)[i], depth + 1); };
  switch (node.op) {
    case Op::input: return node.index < names.inputs.size() && names.inputs[node.index].personal;
    case Op::element_field: return column_is_personal(p, names, node);
    case Op::field: return field_is_personal(p, node) || operand(0);
    case Op::rule:
    case Op::element_rule: return passes_on(p, names, p.rules[node.index].node, depth + 1);
    case Op::or_else: return operand(0) || operand(1);
    case Op::conditional: return operand(1) || operand(2);
    default: return false;
  }
}

}  // namespace

bool is_personal(const Program& program, const ProgramNames& names, NodeId node) {
  return passes_on(program, names, node, 0);
}

}  // namespace remit
