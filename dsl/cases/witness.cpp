#include "dsl/cases/witness.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/value/print.h"

namespace remit {
namespace {

auto value_of(const Sample& sample, const Type& type) -> Value {
  if (sample.text) return Value::text(*sample.text);
  switch (type.kind) {
    case TypeKind::boolean: return Value::boolean(!sample.number.is_zero());
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::days:
    case TypeKind::months:
    case TypeKind::enumeration: return Value::integer(sample.number.to_int64().value_or(0));
    default: return Value(sample.number);
  }
}

auto sign_word(const Number& order) -> std::string_view {
  return order.sign() < 0 ? " < " : order.is_zero() ? " = " : " > ";
}

// "age of {0} at {1}": the operators that turn given dates into numbers, or nothing.
auto measure(Op op) -> std::pair<std::string_view, std::string_view> {
  switch (op) {
    case Op::age: return {"age of ", " at "};
    case Op::days_between: return {"days from ", " to "};
    case Op::months_between: return {"months from ", " to "};
    case Op::years_between: return {"years from ", " to "};
    default: return {};
  }
}

bool is_below(const std::string& name, const std::string& record) {
  return name.size() > record.size() && name.starts_with(record) && name[record.size()] == '.';
}

}  // namespace

auto Witness::name_of(NodeId node) const -> std::string {
  const Program& program = elaborated_.program;
  const Node& n = program.at(node);
  const auto [first, second] = measure(n.op);
  if (!first.empty()) {
    const std::string a = name_of(program.operands_of(n)[0]);
    const std::string b = name_of(program.operands_of(n)[1]);
    return a.empty() || b.empty() ? "" : std::string(first) + a + std::string(second) + b;
  }
  switch (n.op) {
    case Op::input: return elaborated_.names.inputs[n.index].name;
    case Op::element_field: {
      const List& list = program.at(ListId{program.at(program.operands_of(n)[0]).type.id});
      return elaborated_.names.columns[list.columns[n.index]].name;
    }
    case Op::rule:
    case Op::element_rule:
      if (const NodeId inner = paths_.resolved(node); inner != node) return name_of(inner);
      return elaborated_.names.rules[program.at(RuleId{n.index}).name].name;
    case Op::paper_given:
    case Op::governing_date:
      if (const NodeId inner = paths_.resolved(node); inner != node) return name_of(inner);
      return "";
    default: return "";
  }
}

// The inputs that a path is or measures; false where it is computed in another way.
bool Witness::collect_inputs(NodeId node, std::vector<NodeId>& inputs) const {
  const Program& program = elaborated_.program;
  const NodeId at = paths_.resolved(node);
  const Node& n = program.at(at);
  if (n.op == Op::constant) return true;
  if (paths_.is_given(at)) {
    if (std::ranges::find(inputs, at) != inputs.end()) return false;
    inputs.push_back(at);
    return true;
  }
  if (measure(n.op).first.empty()) return false;
  return collect_inputs(program.operands_of(n)[0], inputs) && collect_inputs(program.operands_of(n)[1], inputs);
}

bool Witness::certain(const Box& box) const {
  std::vector<NodeId> inputs;
  std::vector<std::pair<std::string, bool>> there;  // is the value of this name there, and true if a boolean?
  for (const auto& [path, domain] : box.parts) {
    if (paths_.at(path).kind != Path::Kind::value || !collect_inputs(paths_.at(path).node, inputs)) return false;
    const std::string name = name_of(paths_.at(path).node);
    if (name.empty()) return false;
    const Sample sample = domain.sample();
    const bool boolean = elaborated_.program.at(paths_.at(path).node).type.kind == TypeKind::boolean;
    there.emplace_back(name, !sample.absent && !(boolean && sample.number.is_zero()));
  }
  // An optional record that is not there has no fields.
  return std::ranges::none_of(there, [&](const auto& record) {
    return !record.second && std::ranges::any_of(there, [&](const auto& field) {
      return is_below(field.first, record.first) && field.second;
    });
  });
}

auto Witness::print_value(const Sample& sample, const Type& type) const -> std::string {
  if (type.kind == TypeKind::text) return '"' + sample.text.value_or("") + '"';
  if (type.kind == TypeKind::boolean) return sample.number.is_zero() ? "false" : "true";
  if (type.kind == TypeKind::money || type.kind == TypeKind::decimal || type.kind == TypeKind::count) {
    return sample.number.to_string();
  }
  return remit::print_value(value_of(sample, type), type, elaborated_.program.types);
}

auto Witness::print_part(PathId path, const Domain& domain, const Naming& naming) const -> std::string {
  const Path& at = paths_.at(path);
  const auto name = [&](NodeId node) {
    std::string own = naming ? naming({Path::Kind::value, node, kNoNode}) : "";
    if (own.empty()) own = name_of(node);
    return own.empty() ? "…" : own;
  };
  const Sample sample = domain.sample();
  if (at.kind == Path::Kind::relation) return name(at.node) + std::string(sign_word(sample.number)) + name(at.other);
  const Type type = elaborated_.program.at(at.node).type;
  if (sample.absent) return name(at.node) + " is absent";
  if (type.kind == TypeKind::record || type.kind == TypeKind::list || type.kind == TypeKind::element) {
    return name(at.node) + " is present";
  }
  return name(at.node) + " = " + print_value(sample, type);
}

auto Witness::print(const Box& box, const Naming& naming) const -> std::string {
  auto parts = box.parts;
  std::ranges::sort(parts, {}, [&](const auto& part) { return paths_.at(part.first).node; });  // as they were written
  std::string text;
  for (const auto& [path, domain] : parts) {
    text += (text.empty() ? "" : " and ") + print_part(path, domain, naming);
  }
  return text;
}

}  // namespace remit
