#include "engine/batch/plan.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/batch/walk.h"
#include "engine/evaluate/plan.h"
#include "engine/program/operands.h"

namespace remit::batch {
namespace {

constexpr std::uint32_t kAll = 0xFFFFFFFF;

// Which fields of records are read. Nodes that pass a record on pass on the question; whatever else reads a record
// reads all of it. Operands come before the node, so one walk from the last node is enough within an expression;
// rules are asked again until nothing changes.
class Wanted {
 public:
  explicit Wanted(const Program& program) : program_(program), wanted_(program.nodes.size(), 0) {}

  auto run() -> std::vector<std::uint32_t> {
    for (const Output& output : program_.outputs) want_output(output);
    for (const Memory& memory : program_.memories) {
      for (const NodeId key : memory.keys) want(key, kAll);
      if (memory.amount != kNoNode) want(memory.amount, kAll);
    }
    do {
      changed_ = false;
      for (std::size_t i = program_.nodes.size(); i-- > 0;) ask(program_.nodes[i], wanted_[i]);
    } while (changed_);
    return std::move(wanted_);
  }

 private:
  void want(NodeId id, std::uint32_t fields) {
    if (id == kNoNode) return;
    std::uint32_t& known = wanted_[static_cast<std::size_t>(id)];
    changed_ = changed_ || (known | fields) != known;
    known |= fields;
  }
  void want_output(const Output& output) {
    want(output.node, kAll);
    for (const Output& field : output.fields) want_output(field);
  }

  void ask(const Node& node, std::uint32_t fields) {
    const NodeId* operands = program_.operands_of(node);
    switch (node.op) {
      case Op::field: return want(operands[0], node.index < 31 ? 1U << node.index : kAll);
      case Op::rule:
      case Op::element_rule: return want(program_.rules[node.index].node, fields);
      case Op::is_present: return;
      case Op::conditional: want(operands[1], fields); return want(operands[2], fields);
      case Op::or_else: want(operands[0], fields); return want(operands[1], fields);
      case Op::dated:
        for (std::uint32_t i = 1; i < node.operand_count; ++i) want(operands[i], fields);
        return;
      case Op::choice: {
        const Choice& choice = program_.choices[node.index];
        want(choice.base, fields);
        for (const Choice::Exception& exception : choice.exceptions) want(exception.value, fields);
        return;
      }
      default: each_operand(program_, node, [&](NodeId id) { want(id, kAll); });
    }
  }

  const Program& program_;
  std::vector<std::uint32_t> wanted_;
  bool changed_ = false;
};

// `through_rules`: a rule is what its node is, which holds as long as none is pinned.
auto alike_in(const Program& program, bool through_rules) -> std::vector<NodeId> {
  using Written = std::tuple<Op, TypeKind, bool, std::uint32_t, std::uint32_t, std::vector<NodeId>>;
  std::map<Written, NodeId> known;
  std::vector<NodeId> alike;
  for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
    const Node& node = program.nodes[i];
    const NodeId* first = program.operands_of(node);
    std::vector<NodeId> operands(first, first + node.operand_count);
    for (NodeId& operand : operands) {
      if (operand < NodeId{i}) operand = alike[static_cast<std::size_t>(operand)];
    }
    const NodeId of = through_rules && node.op == Op::rule ? program.rules[node.index].node : NodeId{i};
    const Written written{node.op, node.type.kind, node.type.optional, node.type.id, node.index, std::move(operands)};
    alike.push_back(
        known.emplace(written, of < NodeId{i} ? alike[static_cast<std::size_t>(of)] : NodeId{i}).first->second);
  }
  return alike;
}

// What is wanted of one node is wanted of all that it is computed for.
auto together(std::vector<std::uint32_t> wanted, const std::vector<NodeId>& alike) -> std::vector<std::uint32_t> {
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[static_cast<std::size_t>(alike[i])] |= wanted[i];
  return wanted;
}

// What the rates of a slice depend on; absent: something large, or not on rates alone.
auto domain_of_rates(const SliceUse& slice, const std::vector<std::optional<SmallDomain>>& small)
    -> std::optional<SmallDomain> {
  if (slice.adjustment == SliceUse::Adjustment::each_rate) return std::nullopt;
  std::vector<NodeId> nodes;
  if (slice.factor != kNoNode) nodes.push_back(slice.factor);
  for (const SliceUse::Row& row : slice.rows) {
    if (row.when != kNoNode) nodes.push_back(row.when);
    if (row.cells.size() != slice.edges.size()) return std::nullopt;
    for (const NodeId cell : row.cells) {
      if (cell == kNoNode) return std::nullopt;
      nodes.push_back(cell);
    }
  }
  if (slice.edges.empty() || slice.edges.back() != kNoNode) return std::nullopt;  // it stops at the last edge
  return joined(small, nodes);
}

bool carries(const DeclarationName& name) { return !name.assumptions.empty() || !name.unexpressed.empty(); }

// See BatchPlan::noted; what is a rule as well is told there.
auto noted_by(const Program& program, const ProgramNames& names) -> std::vector<std::uint32_t> {
  std::unordered_set<std::string_view> rules;
  for (const DeclarationName& rule : names.rules) rules.insert(rule.step);
  std::vector<std::uint32_t> noted(program.nodes.size(), BatchPlan::kUnnoted);
  for (std::size_t i = 0; i < noted.size(); ++i) {
    const Node& node = program.nodes[i];
    std::uint32_t used = BatchPlan::kUnnoted;
    if (node.op == Op::table) used = program.tables[node.index].name;
    if (node.op == Op::slice) used = program.slices[node.index].name;
    if (node.op == Op::look_up) used = program.catalogs[node.index].name;
    if (used >= names.declarations.size()) continue;
    const DeclarationName& name = names.declarations[used];
    if (carries(name) && !rules.contains(name.step)) noted[i] = used;
  }
  return noted;
}

// Nodes from which something that carries an assumption can be reached, readers before what they read.
auto leading_to(const Program& program, const std::vector<bool>& assumes, const std::vector<std::uint32_t>& noted)
    -> std::vector<NodeId> {
  std::vector<bool> leads(program.nodes.size());
  std::vector<NodeId> found;
  each_after_what_it_reads(program, [&](NodeId id) {
    const auto rule = rule_read(program.at(id));
    bool here = (rule && assumes[static_cast<std::size_t>(*rule)]) ||
                noted[static_cast<std::size_t>(id)] != BatchPlan::kUnnoted;
    each_read(program, id, [&](NodeId next) { here = here || leads[static_cast<std::size_t>(next)]; });
    leads[static_cast<std::size_t>(id)] = here;
    if (here) found.push_back(id);
  });
  std::ranges::reverse(found);
  return found;
}

}  // namespace

BatchPlan::BatchPlan(const Program& of, const ProgramNames& called, Use of_it)
    : program(of),
      names(called),
      use(of_it),
      alike(alike_in(of, of_it == Use::answers)),
      reads(locals_read(of)),
      readers(of.local_count),
      self_of(of.local_count),
      local_types(of.local_count),
      shares_asked(Plan(of).shares_asked),
      assumes(of.rules.size()),
      noted(noted_by(of, called)),
      small(small_domains(of, called, alike)),
      edges(edges_of(of)),
      wanted(of_it == Use::what_ifs ? std::vector<std::uint32_t>(of.nodes.size(), kAll)
                                    : together(Wanted(of).run(), alike)) {
  for (std::uint32_t i = 0; i < of.nodes.size(); ++i) {
    for (const LocalId local : reads[i]) readers[static_cast<std::size_t>(local)].push_back(NodeId{i});
  }
  for (std::size_t i = 0; i < of.rules.size(); ++i) {
    const bool carried = of.rules[i].name < called.rules.size() && carries(called.rules[of.rules[i].name]);
    assumes[i] = of_it == Use::what_ifs || carried;
  }
  for (const SliceUse& slice : of.slices) small_slices.push_back(domain_of_rates(slice, small));
  assuming_nodes = leading_to(of, assumes, noted);
  for (std::uint32_t i = 0; i < of.lists.size(); ++i) self_of[static_cast<std::size_t>(of.lists[i].self)] = ListId{i};
  for (const Node& node : of.nodes) {
    if (node.op == Op::local) local_types[node.index] = node.type;
  }
}

}  // namespace remit::batch
