#include "engine/evaluate/describe.h"

#include "engine/value/print.h"

namespace remit {
namespace {

constexpr int kDeepest = 12;  // levels of an expression that are spelt out; below, `…`

auto sign_of(Op op) -> const char* {
  switch (op) {
    case Op::add: return " + ";
    case Op::subtract:
    case Op::left: return " - ";
    case Op::multiply: return " * ";
    case Op::divide: return " / ";
    case Op::equal: return " = ";
    case Op::not_equal: return " != ";
    case Op::less: return " < ";
    case Op::less_equal: return " <= ";
    case Op::greater: return " > ";
    case Op::greater_equal: return " >= ";
    case Op::logical_and: return " and ";
    case Op::logical_or: return " or ";
    case Op::or_else: return " or else ";
    case Op::starts_with: return " starts with ";
    default: return nullptr;
  }
}

class Describer {
 public:
  Describer(const Program& program, const ProgramNames& names) : p_(program), names_(names) {}

  auto text(NodeId id, int depth) const -> std::string {
    if (id == kNoNode || depth > kDeepest) return "…";
    const Node& node = p_.at(id);
    const NodeId* operands = p_.operands_of(node);
    if (const char* sign = sign_of(node.op)) return joined(node, sign, depth);
    switch (node.op) {
      case Op::constant: return print_value(p_.constants[node.index], node.type, p_.types);
      case Op::input: return names_.inputs[node.index].name;
      case Op::input_list: return list_name(ListId{node.index});
      case Op::paper_given: return names_.papers[node.index].name;
      case Op::governing_date: return p_.governed_by == kNoNode ? "as of" : text(p_.governed_by, depth + 1);
      case Op::rule: return rule_name(node);
      case Op::element_rule: return text(operands[0], depth + 1) + "." + rule_name(node);
      case Op::element_field: return text(operands[0], depth + 1) + "." + column_name(node, operands[0]);
      case Op::element_value:
      case Op::round:
      case Op::dated:
      case Op::payer: return text(operands[node.op == Op::dated ? 1 : 0], depth + 1);
      case Op::local: return "item";
      case Op::field: return text(operands[0], depth + 1) + "." + field_name(node, operands[0]);
      case Op::logical_not: return "not (" + text(operands[0], depth + 1) + ")";
      case Op::negate: return "-" + text(operands[0], depth + 1);
      case Op::is_present: return text(operands[0], depth + 1) + " is present";
      case Op::contains: return text(operands[1], depth + 1) + " in " + text(operands[0], depth + 1);
      case Op::opening: return names_.memories[p_.memories[node.index].name].name;
      case Op::look_up: return names_.declarations[p_.catalogs[node.index].name].name + "[…]";
      case Op::aggregate: return aggregate(node, depth);
      case Op::minimum: return call("min", node, depth);
      case Op::maximum: return call("max", node, depth);
      case Op::absolute: return call("abs", node, depth);
      case Op::age: return call("age", node, depth);
      case Op::days_between: return call("days", node, depth);
      case Op::months_between: return call("months", node, depth);
      case Op::years_between: return call("years", node, depth);
      default: return "…";
    }
  }

 private:
  auto joined(const Node& node, const char* sign, int depth) const -> std::string {
    std::string all;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      const NodeId id = p_.operands_of(node)[i];
      const Op inner = p_.at(id).op;
      const bool group = sign_of(inner) != nullptr && depth >= 0 && inner != node.op;
      const std::string part = text(id, depth + 1);
      all += (i == 0 ? "" : sign) + (group ? "(" + part + ")" : part);
    }
    return all;
  }
  auto call(const char* name, const Node& node, int depth) const -> std::string {
    std::string all;
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      all += (i == 0 ? "" : ", ") + text(p_.operands_of(node)[i], depth + 1);
    }
    return std::string(name) + "(" + all + ")";
  }
  auto aggregate(const Node& node, int depth) const -> std::string {
    constexpr const char* kWords[] = {"sum of",   "count of", "any of", "all of",
                                      "first of", "min of",   "max of", "list of"};
    const Loop& loop = p_.loops[node.index];
    const NodeId told = loop.body != kNoNode ? loop.body : loop.when;
    return std::string(kWords[static_cast<std::size_t>(loop.kind)]) + " " +
           (told == kNoNode ? "" : text(told, depth + 1) + " ") + "in " + text(loop.list, depth + 1);
  }
  auto rule_name(const Node& node) const -> std::string { return names_.rules[p_.rules[node.index].name].name; }
  auto list_name(ListId list) const -> std::string {
    const std::uint32_t name = p_.at(list).name;
    return name < names_.lists.size() ? names_.lists[name] : "…";
  }
  auto column_name(const Node& node, NodeId element) const -> std::string {
    const List& list = p_.at(ListId{p_.at(element).type.id});
    return node.index < list.columns.size() ? names_.columns[list.columns[node.index]].name : "…";
  }
  auto field_name(const Node& node, NodeId record) const -> std::string {
    const auto& fields = p_.types.at(RecordId{p_.at(record).type.id}).fields;
    return node.index < fields.size() ? fields[node.index].name : "…";
  }

  const Program& p_;
  const ProgramNames& names_;
};

}  // namespace

auto describe_node(const Program& program, const ProgramNames& names, NodeId node) -> std::string {
  return Describer(program, names).text(node, 0);
}

}  // namespace remit
