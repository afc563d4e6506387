#include "engine/batch/small_domains.h"

#include <algorithm>

#include "engine/program/operands.h"

namespace remit::batch {
namespace {

constexpr std::size_t kMostLeaves = 4;
constexpr std::int64_t kMostValues = 16;

class Finder {
 public:
  Finder(const Program& program, const ProgramNames& names, const std::vector<NodeId>& alike)
      : program_(program), names_(names), alike_(alike), known_(program.nodes.size()), done_(program.nodes.size()) {}

  auto run() -> std::vector<std::optional<SmallDomain>> {
    for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) find(NodeId{i});
    return std::move(known_);
  }

 private:
  // Operands come before the node, and rules that it reads before it: but for chains of rules, nothing is nested.
  auto find(NodeId id) -> const std::optional<SmallDomain>& {
    const auto at = static_cast<std::size_t>(id);
    if (!done_[at]) {
      done_[at] = true;  // a rule that stands later is taken for large
      known_[at] = domain_of(id, program_.at(id));
    }
    return known_[at];
  }

  auto leaf(NodeId id, std::int64_t least, std::int64_t size) const -> std::optional<SmallDomain> {
    if (size < 1 || size > kMostValues) return std::nullopt;
    SmallDomain domain;
    const NodeId node = alike_[static_cast<std::size_t>(id)];
    domain.leaves.push_back({.node = node, .least = least, .size = static_cast<std::uint32_t>(size)});
    domain.combinations = static_cast<std::uint32_t>(size);
    return domain;
  }
  auto input(NodeId id, const Type& type, const FieldType* field) const -> std::optional<SmallDomain> {
    if (type.optional) return std::nullopt;
    if (type.kind == TypeKind::boolean) return leaf(id, 0, 2);
    if (type.kind == TypeKind::enumeration) {
      return leaf(id, 0, static_cast<std::int64_t>(program_.types.at(EnumId{type.id}).members.size()));
    }
    if (type.kind != TypeKind::count || field == nullptr || !field->limits.low || !field->limits.high)
      return std::nullopt;
    const auto low = field->limits.low->to_int64();
    const auto high = field->limits.high->to_int64();
    std::int64_t beyond_first = 0;
    if (!low || !high || field->limits.open_above || __builtin_sub_overflow(*high, *low, &beyond_first) ||
        beyond_first >= kMostValues)
      return std::nullopt;
    return leaf(id, *low, beyond_first + 1);
  }

  auto domain_of(NodeId id, const Node& node) -> std::optional<SmallDomain> {
    switch (node.op) {
      case Op::constant: return SmallDomain{};
      case Op::input:
        return input(id, node.type, node.index < names_.inputs.size() ? &names_.inputs[node.index] : nullptr);
      case Op::element_field: {
        const Type& of = program_.at(program_.operands_of(node)[0]).type;
        if (of.kind != TypeKind::element || of.optional) return std::nullopt;
        const std::uint32_t name = program_.at(ListId{of.id}).columns[node.index];
        return input(id, node.type, name < names_.columns.size() ? &names_.columns[name] : nullptr);
      }
      case Op::rule: {
        const NodeId of = program_.rules[node.index].node;
        return of < id ? find(of) : std::nullopt;
      }
      case Op::dated: return dated(node);
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: {
        auto both = of_operands(node);
        return both ? both : leaf(id, 0, 2);
      }
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::minimum:
      case Op::maximum:
      case Op::round:
      case Op::logical_and:
      case Op::logical_or:
      case Op::logical_not:
      case Op::conditional:
      case Op::table:
      case Op::choice: return of_operands(node);
      default: return std::nullopt;
    }
  }

  auto of_operands(const Node& node) -> std::optional<SmallDomain> {
    if (node.type.optional) return std::nullopt;
    std::vector<NodeId> operands;
    each_operand(program_, node, [&](NodeId id) { operands.push_back(id); });
    for (const NodeId operand : operands) find(operand);
    auto domain = joined(known_, operands);
    if (domain) ++domain->work;
    return domain;
  }

  auto dated(const Node& node) -> std::optional<SmallDomain> {
    const NodeId* operands = program_.operands_of(node);
    if (program_.at(operands[0]).op != Op::governing_date) return std::nullopt;
    const std::vector<NodeId> versions(operands + 1, operands + node.operand_count);
    for (const NodeId version : versions) find(version);
    auto domain = joined(known_, versions);
    if (domain) domain->dated = true;
    return domain;
  }

  const Program& program_;
  const ProgramNames& names_;
  const std::vector<NodeId>& alike_;
  std::vector<std::optional<SmallDomain>> known_;
  std::vector<bool> done_;
};

}  // namespace

auto joined(const std::vector<std::optional<SmallDomain>>& domains, const std::vector<NodeId>& nodes)
    -> std::optional<SmallDomain> {
  SmallDomain all;
  for (const NodeId node : nodes) {
    const auto& one = domains[static_cast<std::size_t>(node)];
    if (!one) return std::nullopt;
    all.work += one->work;
    all.dated = all.dated || one->dated;
    for (const SmallDomain::Leaf& leaf : one->leaves) {
      if (std::ranges::find(all.leaves, leaf) != all.leaves.end()) continue;
      all.leaves.push_back(leaf);
      all.combinations *= leaf.size;
      if (all.combinations > kMostCombinations || all.leaves.size() > kMostLeaves) return std::nullopt;
    }
  }
  std::ranges::sort(all.leaves, {}, &SmallDomain::Leaf::node);
  all.work = std::min(all.work, 1'000U);
  return all;
}

auto small_domains(const Program& program, const ProgramNames& names, const std::vector<NodeId>& alike)
    -> std::vector<std::optional<SmallDomain>> {
  return Finder(program, names, alike).run();
}

auto edges_of(const Program& program) -> std::vector<std::int64_t> {
  std::vector<std::int64_t> edges;
  for (const Timeline& timeline : program.timelines) {
    for (const auto& [from, until] : timeline.versions) {
      edges.push_back(from);
      if (until != INT64_MAX) edges.push_back(until + 1);
    }
  }
  std::ranges::sort(edges);
  const auto [first, last] = std::ranges::unique(edges);
  edges.erase(first, last);
  return edges;
}

}  // namespace remit::batch
