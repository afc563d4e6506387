#include "dsl/cases/condition.h"

#include <algorithm>
#include <utility>

namespace remit {
namespace {

bool is_junction(Op op) { return op == Op::logical_and || op == Op::logical_or; }

auto flipped(Op op) -> Op {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

// All values v with `v op bound`.
auto interval(Op op, const Number& bound) -> Interval {
  switch (op) {
    case Op::less: return {.high = bound, .high_open = true};
    case Op::less_equal: return {.high = bound};
    case Op::greater: return {.low = bound, .low_open = true};
    case Op::greater_equal: return {.low = bound};
    default: return {.low = bound, .high = bound};
  }
}

bool holds(Op op, std::strong_ordering order) {
  switch (op) {
    case Op::equal: return order == 0;
    case Op::not_equal: return order != 0;
    case Op::less: return order < 0;
    case Op::less_equal: return order <= 0;
    case Op::greater: return order > 0;
    default: return order >= 0;
  }
}

auto always_or_never(bool holds) -> Region { return holds ? always() : never(); }

}  // namespace

// Deep chains are flattened and the rest is gone through in order of nodes, so that no recursion follows the policy.
auto Conditions::region(NodeId condition) -> Region {
  if (condition == kNoNode) return always();
  std::vector<NodeId> open = {condition};
  std::vector<NodeId> needed;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (!known_.emplace(static_cast<std::uint32_t>(id), Region{}).second) continue;
    needed.push_back(id);
    for (const NodeId read : reads(id)) open.push_back(read);
  }
  std::ranges::sort(needed);
  for (const NodeId id : needed) {
    auto made = make(id);
    known_[static_cast<std::uint32_t>(id)] = made ? std::move(*made) : leaf(id, Path::Kind::opaque);
  }
  return known(condition);
}

// Of `a or b or c` all three, of whatever depth.
auto Conditions::reads(NodeId id) const -> std::vector<NodeId> {
  const Node& n = program_.at(id);
  if (n.op == Op::logical_not) return {operand(n, 0)};
  if (n.op == Op::conditional) return {operand(n, 0), operand(n, 1), operand(n, 2)};
  if (const auto inner = paths_.rule_behind(id)) {
    // A value that is just `true` or `false` is a switch that another policy may override, and no condition.
    return program_.at(*inner).op == Op::constant ? std::vector<NodeId>{} : std::vector<NodeId>{*inner};
  }
  if (!is_junction(n.op)) return {};
  std::vector<NodeId> parts;
  std::vector<NodeId> open = {operand(n, 1), operand(n, 0)};
  while (!open.empty()) {
    const NodeId at = open.back();
    open.pop_back();
    const Node& part = program_.at(at);
    if (part.op != n.op) {
      parts.push_back(at);
      continue;
    }
    open.push_back(operand(part, 1));
    open.push_back(operand(part, 0));
  }
  return parts;
}

auto Conditions::make(NodeId id) -> std::optional<Region> {
  const Node& n = program_.at(id);
  switch (n.op) {
    case Op::constant: return always_or_never(program_.constants[n.index].as_bool());
    case Op::rule:
    case Op::element_rule: {
      const std::vector<NodeId> inner = reads(id);
      return inner.empty() ? leaf(id, Path::Kind::opaque) : known(inner.front());
    }
    case Op::logical_and:
    case Op::logical_or: return joined(id);
    case Op::logical_not: return negated(id);
    case Op::conditional: return branches(n);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return compared(n);
    case Op::is_present: return present(operand(n, 0));
    case Op::contains: return contained(n);
    case Op::input:
    case Op::element_field: return leaf(id, Path::Kind::value);
    default: return leaf(id, Path::Kind::opaque);
  }
}

auto Conditions::leaf(NodeId id, Path::Kind kind) -> Region {
  const PathId path = paths_.id({kind, id, kNoNode});
  return region_of(path, Domain::exactly(Number::whole(1), paths_.universe(path)), paths_.universes());
}

auto Conditions::joined(NodeId id) -> std::optional<Region> {
  const bool both = program_.at(id).op == Op::logical_and;
  std::optional<Region> made = both ? always() : never();
  for (const NodeId part : reads(id)) {
    made = both ? intersected(*made, known(part)) : united(*made, known(part), paths_.universes());
    if (!made) return std::nullopt;
  }
  return made;
}

auto Conditions::negated(NodeId id) -> std::optional<Region> {
  return without(always(), known(operand(program_.at(id), 0)), paths_.universes());
}

auto Conditions::branches(const Node& n) -> std::optional<Region> {
  const Region& test = known(operand(n, 0));
  const auto otherwise = without(always(), test, paths_.universes());
  if (!otherwise) return std::nullopt;
  const auto yes = intersected(test, known(operand(n, 1)));
  const auto no = intersected(*otherwise, known(operand(n, 2)));
  return yes && no ? united(*yes, *no, paths_.universes()) : std::nullopt;
}

auto Conditions::compared(const Node& n) -> std::optional<Region> {
  const NodeId a = operand(n, 0);
  const NodeId b = operand(n, 1);
  const auto left = paths_.constant(a);
  const auto right = paths_.constant(b);
  if (left && right) {
    if (left->tag() == Value::Tag::sequence || left->is_absent() || right->is_absent()) return std::nullopt;
    return always_or_never(holds(n.op, compare(*left, *right)));
  }
  if (right) return compared_with(n.op, a, *right);
  if (left) return compared_with(flipped(n.op), b, *left);
  return related(n.op, a, b);
}

auto Conditions::compared_with(Op op, NodeId value, const Value& constant) -> std::optional<Region> {
  if (program_.at(value).op == Op::or_else) return compared_alternative(op, program_.at(value), constant);
  const PathId path = paths_.id({Path::Kind::value, paths_.resolved(value), kNoNode});
  const Universe& universe = paths_.universe(path);
  Domain domain;
  if (const auto number = number_of(constant))
    domain = Domain::within(interval(op, *number), universe);
  else if (constant.tag() == Value::Tag::text)
    domain = Domain::exactly(constant.as_text());
  else
    return std::nullopt;
  if (op == Op::not_equal) domain = domain.united(Domain::absent(), universe).complement(universe);
  return region_of(path, std::move(domain), paths_.universes());
}

// `(a or else b) op constant`
auto Conditions::compared_alternative(Op op, const Node& n, const Value& constant) -> std::optional<Region> {
  const auto there = present(operand(n, 0));
  const auto first = compared_with(op, operand(n, 0), constant);
  const auto absent = there ? without(always(), *there, paths_.universes()) : std::nullopt;
  if (!first || !absent) return std::nullopt;
  const auto other = paths_.constant(operand(n, 1));
  auto second = other && !other->is_absent() ? std::optional(always_or_never(holds(op, compare(*other, constant))))
                                             : compared_with(op, operand(n, 1), constant);
  if (second) second = intersected(*second, *absent);
  return second ? united(*first, *second, paths_.universes()) : std::nullopt;
}

auto Conditions::related(Op op, NodeId a, NodeId b) -> std::optional<Region> {
  a = paths_.resolved(a);
  b = paths_.resolved(b);
  if (a == b) return always_or_never(holds(op, std::strong_ordering::equal));
  if (b < a) {
    std::swap(a, b);
    op = flipped(op);
  }
  const PathId path = paths_.id({Path::Kind::relation, a, b});
  const Universe& universe = paths_.universe(path);
  Domain domain = Domain::within(interval(op, Number()), universe);
  if (op == Op::not_equal) domain = domain.complement(universe);
  return region_of(path, std::move(domain), paths_.universes());
}

auto Conditions::contained(const Node& n) -> std::optional<Region> {
  const Node& list = program_.at(operand(n, 0));
  std::vector<Value> members;
  if (list.op == Op::constant) {
    members = program_.constants[list.index].as_sequence();
  } else if (list.op == Op::make_list) {
    for (std::uint32_t i = 0; i < list.operand_count; ++i) {
      const auto member = paths_.constant(operand(list, i));
      if (!member) return std::nullopt;
      members.push_back(*member);
    }
  } else {
    return std::nullopt;
  }
  std::optional<Region> made = never();
  for (const Value& member : members) {
    const auto one = compared_with(Op::equal, operand(n, 1), member);
    made = made && one ? united(*made, *one, paths_.universes()) : std::nullopt;
  }
  return made;
}

auto Conditions::present(NodeId id) -> std::optional<Region> {
  const NodeId at = paths_.resolved(id);
  if (!program_.at(at).type.optional) return always();
  const PathId path = paths_.id({Path::Kind::value, at, kNoNode});
  const Universe& universe = paths_.universe(path);
  return region_of(path, Domain::absent().complement(universe), paths_.universes());
}

}  // namespace remit
