#include "dsl/cases/paths.h"

namespace remit {
namespace {

auto whole_from(std::int64_t low, std::int64_t high) -> Universe {
  return {.step = Number::whole(1), .range = {.low = Number::whole(low), .high = Number::whole(high)}};
}

}  // namespace

auto number_of(const Value& value) -> std::optional<Number> {
  switch (value.tag()) {
    case Value::Tag::number: return value.as_number();
    case Value::Tag::integer: return Number::whole(value.as_integer());
    case Value::Tag::boolean: return Number::whole(value.as_bool() ? 1 : 0);
    case Value::Tag::failed:
    case Value::Tag::absent:
    case Value::Tag::text:
    case Value::Tag::sequence:
    case Value::Tag::range:
    case Value::Tag::element: break;
  }
  return std::nullopt;
}

auto Paths::id(const Path& path) -> PathId {
  const auto [at, fresh] = ids_.emplace(path, PathId{static_cast<std::uint32_t>(paths_.size())});
  if (fresh) {
    paths_.push_back(path);
    universes_.push_back(universe_of(path));
  }
  return at->second;
}

bool Paths::is_given(NodeId node) const {
  const Node& n = program_.at(node);
  if (n.op == Op::input || n.op == Op::governing_date) return true;
  return n.op == Op::element_field && program_.at(program_.operands_of(n)[0]).op == Op::local;
}

auto Paths::rule_behind(NodeId node) const -> std::optional<NodeId> {
  const Node& n = program_.at(node);
  if (n.op == Op::rule) return program_.at(RuleId{n.index}).node;
  if (n.op != Op::element_rule) return std::nullopt;
  const Rule& rule = program_.at(RuleId{n.index});
  const Node& element = program_.at(program_.operands_of(n)[0]);
  const bool at_hand = rule.list && element.op == Op::local && LocalId{element.index} == program_.at(*rule.list).self;
  return at_hand ? std::optional(rule.node) : std::nullopt;
}

auto Paths::resolved(NodeId node) const -> NodeId {
  NodeId at = node;
  while (true) {
    const Node& n = program_.at(at);
    if (const auto inner = rule_behind(at))
      at = *inner;
    else if (n.op == Op::governing_date && program_.governed_by != kNoNode)
      at = program_.governed_by;
    else
      break;
  }
  return is_given(at) || program_.at(at).op == Op::constant ? at : node;
}

auto Paths::constant(NodeId node) const -> std::optional<Value> {
  const NodeId at = resolved(node);
  const Node& n = program_.at(at);
  if (n.op == Op::constant) return program_.constants[n.index];
  if (!n.type.numeric() || n.type.optional) return std::nullopt;
  const NodeFacts& facts = program_.facts[static_cast<std::size_t>(at)];
  if (facts.may_fail || !facts.low || !facts.high || *facts.low != *facts.high) return std::nullopt;
  return Value(*facts.low);
}

auto Paths::declared_limits(NodeId node) const -> const Limits* {
  const Node& n = program_.at(node);
  if (n.op == Op::input) return &elaborated_.names.inputs[n.index].limits;
  if (n.op != Op::element_field) return nullptr;
  const List& list = program_.at(ListId{program_.at(program_.operands_of(n)[0]).type.id});
  return &elaborated_.names.columns[list.columns[n.index]].limits;
}

bool Paths::is_open(PathId id) const {
  const Path& path = at(id);
  const Type type = program_.at(path.node).type;
  if (path.kind != Path::Kind::value || type.kind == TypeKind::boolean || type.kind == TypeKind::enumeration)
    return false;
  if (!is_given(path.node)) return type.ordered();
  const Limits* limits = declared_limits(path.node);
  return type.kind == TypeKind::date && (limits == nullptr || (!limits->low && !limits->high));
}

auto Paths::universe_of(const Path& path) const -> Universe {
  if (path.kind == Path::Kind::relation) return whole_from(-1, 1);
  const Type type = program_.at(path.node).type;
  Universe universe;
  if (type.kind == TypeKind::text) {
    universe.text = true;
  } else if (type.kind == TypeKind::enumeration) {
    universe = whole_from(0, static_cast<std::int64_t>(program_.types.at(EnumId{type.id}).members.size()) - 1);
  } else if (type.kind == TypeKind::boolean) {
    universe = whole_from(0, 1);
  } else if (type.ordered()) {
    const NodeFacts& facts = program_.facts[static_cast<std::size_t>(path.node)];
    const Limits* limits = declared_limits(path.node);
    universe = {.step = facts.step, .range = {.low = facts.low, .high = facts.high}};
    universe.range.high_open = limits != nullptr && limits->high && limits->open_above;
  } else {
    universe = whole_from(0, 0);  // only whether it is there
  }
  universe.optional = type.optional;
  return universe;
}

}  // namespace remit
