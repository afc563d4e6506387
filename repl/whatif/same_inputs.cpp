#include "repl/whatif/same_inputs.h"

#include <algorithm>

namespace remit::whatif {
namespace {

bool same_type(const Type& a, const TypeTable& in_a, const Type& b, const TypeTable& in_b) {
  if (a.kind != b.kind || a.optional != b.optional) return false;
  if (a.kind == TypeKind::enumeration) {
    const auto& members = in_a.at(EnumId{a.id}).members;
    return std::ranges::equal(members, in_b.at(EnumId{b.id}).members, [](const EnumMember& x, const EnumMember& y) {
      return x.name == y.name && x.code == y.code;
    });
  }
  if (a.kind == TypeKind::money) return in_a.at(CurrencyId{a.id}).step == in_b.at(CurrencyId{b.id}).step;
  // What is made of parts stands as a value of its own only where no rule looks into it.
  return a.kind != TypeKind::list || a.id == b.id;
}

bool same_limits(const Limits& a, const Limits& b) {
  return a.step == b.step && a.low == b.low && a.high == b.high && a.open_above == b.open_above &&
         a.at_most == b.at_most;
}

bool same_shapes(const std::vector<InputShape>& a, const TypeTable& in_a, const std::vector<InputShape>& b,
                 const TypeTable& in_b) {
  return std::ranges::equal(a, b, [&](const InputShape& x, const InputShape& y) {
    return x.kind == y.kind && x.field.name == y.field.name && x.field.code == y.field.code && x.needed == y.needed &&
           x.slot == y.slot && x.list == y.list && same_type(x.field.type, in_a, y.field.type, in_b) &&
           same_limits(x.field.limits, y.field.limits) && same_shapes(x.children, in_a, y.children, in_b);
  });
}

bool same_memory(const Memory& a, const Memory& b, const ProgramNames& names_a, const ProgramNames& names_b) {
  return a.kind == b.kind && a.read == b.read && a.key_types == b.key_types && a.type == b.type && a.pots == b.pots &&
         names_a.memories[a.name].name == names_b.memories[b.name].name;
}

}  // namespace

bool same_inputs(const Service& before, const Service& after) {
  const Program& a = before.program;
  const Program& b = after.program;
  if (a.input_count != b.input_count || a.lists.size() != b.lists.size() || a.memories.size() != b.memories.size()) {
    return false;
  }
  if ((a.governed_by == kNoNode) != (b.governed_by == kNoNode)) return false;
  for (std::size_t i = 0; i < a.memories.size(); ++i) {
    if (!same_memory(a.memories[i], b.memories[i], before.names, after.names)) return false;
  }
  const auto same_paper = [](const DeclarationName& x, const DeclarationName& y) { return x.name == y.name; };
  return std::ranges::equal(before.names.papers, after.names.papers, same_paper) &&
         same_shapes(a.inputs, a.types, b.inputs, b.types);
}

bool same_meaning(const Type& a, const TypeTable& in_a, const Type& b, const TypeTable& in_b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::enumeration:
      return same_type({.kind = a.kind, .id = a.id}, in_a, {.kind = b.kind, .id = b.id}, in_b);
    case TypeKind::list:
      return same_meaning(in_a.at(ListTypeId{a.id}).element, in_a, in_b.at(ListTypeId{b.id}).element, in_b);
    case TypeKind::record:
      return std::ranges::equal(in_a.at(RecordId{a.id}).fields, in_b.at(RecordId{b.id}).fields,
                                [&](const FieldType& x, const FieldType& y) {
                                  return x.name == y.name && same_meaning(x.type, in_a, y.type, in_b);
                                });
    default: return true;
  }
}

}  // namespace remit::whatif
