// Columns are computed for all lanes; the reference evaluator computes a value only where something asks for it. Here
// the question is followed from the answer down, along the nodes that lead to such a rule, readers before what they
// read: of each node, the lanes in which it is asked for.
#include "engine/batch/took_part.h"

#include <algorithm>

#include "engine/batch/asked_lanes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/conditions.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/orders.h"

namespace remit::batch {
namespace {

class TookPart {
 public:
  TookPart(Block& block, const AnswerBlock& answers, Byte* unknown)
      : block_(block),
        program_(block.program()),
        plan_(block.plan()),
        answers_(answers),
        unknown_(unknown),
        lanes_(block),
        asked_(program_.nodes.size()),
        leads_(program_.nodes.size()),
        rules_(program_.rules.size()),
        declarations_(plan_.names.declarations.size()) {
    for (const NodeId id : plan_.assuming_nodes) leads_[static_cast<std::size_t>(id)] = true;
  }

  auto run() -> Remarked {
    ask_roots();
    follow_all();
    return {took_part(rules_), took_part(declarations_)};
  }
  auto asked_by(std::span<const NodeId> nodes) -> std::vector<const Column*> {
    ask(program_.governed_by, lanes_.all());
    for (const NodeId id : nodes) ask(id, lanes_.all());
    follow_all();
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i] != nullptr) rules_[i] = by_rule(rules_[i], RuleId{i});
    }
    return std::move(rules_);
  }

 private:
  // What asks may stand below: elements that ask for something of their case.
  auto by_rule(const Column* where, RuleId rule) -> const Column* {
    const Axis* own = block_.axis_of(rule);
    while (own != nullptr && !where->same && where->axis->depth > own->depth) where = any_below(block_, *where);
    if (own != nullptr && (where->same || deepest(where->axis, own) == own)) return where;
    give_up();
    return nullptr;
  }
  void follow_all() {
    for (const NodeId id : plan_.assuming_nodes) {
      const Column* where = asked_[static_cast<std::size_t>(id)];
      if (where == nullptr || nowhere(*where)) continue;
      const std::uint32_t noted = plan_.noted[static_cast<std::size_t>(id)];
      if (noted != BatchPlan::kUnnoted) add(declarations_[noted], where);
      follow(id, where);
    }
  }
  auto took_part(const std::vector<const Column*>& lanes) -> std::vector<std::pair<std::uint32_t, const Byte*>> {
    std::vector<std::pair<std::uint32_t, const Byte*>> took;
    for (std::uint32_t i = 0; i < lanes.size(); ++i) {
      if (lanes[i] == nullptr || nowhere(*lanes[i])) continue;
      const Column* cases = lanes_.in_cases(lanes[i]);
      if (!nowhere(*cases)) took.emplace_back(i, cases->same ? nullptr : cases->bytes);
    }
    return took;
  }

  // ── Asking ──

  bool leads(NodeId id) const { return id != kNoNode && leads_[static_cast<std::size_t>(id)]; }

  void ask(NodeId id, const Column* where) {
    if (leads(id)) add(asked_[static_cast<std::size_t>(id)], where);
  }
  void ask_rule(RuleId rule, const Column* where) {
    if (plan_.assumes[static_cast<std::size_t>(rule)]) add(rules_[static_cast<std::size_t>(rule)], where);
    if (const Column* pinned = block_.pinned_where(rule); pinned != nullptr) where = lanes_.without(where, pinned);
    ask(program_.at(rule).node, where);
  }
  void add(const Column*& known, const Column* where) {
    if (where == nullptr) return give_up();
    known = known == nullptr ? where : lanes_.joined(known, where);
  }
  void give_up() { std::fill_n(unknown_, block_.cases(), Byte{1}); }

  // A column that decides who asks for what, asked for in these lanes. Where it is bad, what reads it is bad as a rule;
  // but not where that was computed by the reference evaluator, lane by lane, which knows more.
  auto deciding(const Column* column, const Column* where) -> const Column* {
    if (column->shape == Shape::failed) unknown_where(where);
    if (column->bad != nullptr) unknown_where(lanes_.both(where, condition_of(block_, column->bad, column->axis)));
    return column;
  }
  void unknown_where(const Column* lanes) {
    const Column* cases = lanes == nullptr ? lanes_.all() : lanes_.in_cases(lanes);
    if (nowhere(*cases)) return;
    if (cases->same) return give_up();
    kernels::either({.lanes = unknown_}, {.lanes = cases->bytes}, unknown_, block_.cases());
  }
  auto holds(NodeId node, const Column* where) -> const Column* {
    const Column* condition = node == kNoNode ? lanes_.all() : deciding(block_.column(node), where);
    return condition->shape == Shape::bytes ? condition : lanes_.none();
  }

  // ── What a service asks, as engine/batch/settle.cpp ──

  void ask_roots() {
    const Column* open = lanes_.without_mask(lanes_.all(), answers_.blocked);
    ask(program_.governed_by, lanes_.all());
    for (const AnswerBlock::Verdict& verdict : answers_.verdicts) {
      const Requirement& requirement = program_.requirements[verdict.requirement];
      const Column* some = lanes_.of_elements(verdict.axis);
      ask_rule(requirement.applies, some);
      if (verdict.applies->shape == Shape::bytes) ask_rule(requirement.met, lanes_.both(some, verdict.applies));
    }
    for (std::size_t i = 0; i < program_.documents.size(); ++i) {
      ask(program_.documents[i].when, lanes_.all());
      for (const Paper& paper : program_.documents[i].papers)
        ask_paper(paper, holds(program_.documents[i].when, lanes_.all()));
    }
    for (const Output& output : program_.outputs) ask_output(output, open);
    for (const RuleId payer : program_.payers) ask_rule(payer, open);
    for (const Identity& identity : program_.identities) ask(identity.holds, open);
    for (const RuleId rule : plan_.shares_asked) {
      const ShareUse& share = program_.shares[program_.at(program_.at(rule).node).index];
      ask(share.list, open);
      if (leads(share.amount)) ask(share.amount, lanes_.both(open, lanes_.without_elements(block_.column(share.list))));
    }
    const Column* posting = lanes_.without_mask(open, answers_.pended);
    for (const Memory& memory : program_.memories) {
      if (memory.contributes) ask_memory(memory, posting);
    }
  }
  void ask_paper(const Paper& paper, const Column* where) {
    ask(paper.when, where);
    for (const Paper& one : paper.one_of) ask_paper(one, where);
  }
  void ask_output(const Output& output, const Column* where) {
    ask(output.node, where);
    if (!output.list) return;
    const Axis* axis = block_.axis_of(*output.list);
    if (axis == nullptr) return give_up();
    if (axis->lanes == 0) return;
    const Column* list = output.node == kNoNode ? nullptr : block_.column(output.node);
    for (const Output& field : output.fields) {
      const Column* some = lanes_.both(lanes_.spread_over(axis), where);
      if (list != nullptr) some = at_elements(list, some, where);
      ask_output(field, some);
    }
  }
  // The elements of their own axis that a list holds, where it is asked for.
  auto at_elements(const Column* list, const Column* all, const Column* where) -> const Column* {
    if (list->shape != Shape::list || list->element->shape != Shape::element) return nullptr;
    if (list->element->index == nullptr) return all;
    return lanes_.scattered(*list->element, lanes_.both(lanes_.spread_over(list->elements), where));
  }

  void ask_memory(const Memory& memory, const Column* where) {
    if (memory.list) {
      const Axis* axis = block_.axis_of(*memory.list);
      if (axis == nullptr) return give_up();
      if (axis->lanes == 0) return;
      where = lanes_.both(lanes_.spread_over(axis), where);
    }
    ask(memory.when, where);
    const Column* made = lanes_.both(where, holds(memory.when, where));
    for (const NodeId key : memory.keys) ask(key, made);
    for (const NodeId part : {memory.amount, memory.from, memory.to}) ask(part, made);
    if (memory.gap != kNoNode) ask(memory.gap, made);
    for (const Memory::Movement& movement : memory.movements) {
      ask(movement.when, made);
      const Column* moves = lanes_.both(made, holds(movement.when, made));
      ask(movement.amount, moves);
      if (!movement.credit) ask(memory.never_below, moves);
    }
  }

  // ── From a node to what it reads ──

  void follow(NodeId id, const Column* where) {
    const Node& node = program_.at(id);
    const NodeId* operands = program_.operands_of(node);
    switch (node.op) {
      case Op::rule: return ask_rule(RuleId{node.index}, where);
      case Op::element_rule: return follow_element_rule(node, where);
      case Op::logical_and:
      case Op::logical_or: return follow_logical(node, where);
      case Op::conditional: {
        ask(operands[0], where);
        const Column* when = holds(operands[0], where);
        ask(operands[1], lanes_.both(where, when));
        return ask(operands[2], lanes_.without(where, when));
      }
      case Op::or_else: return follow_or_else(operands, where);
      case Op::dated: return follow_dated(node, where);
      case Op::choice: return follow_choice(program_.choices[node.index], where);
      case Op::table: return follow_table(node, where);
      case Op::slice: return follow_slice(node, where);
      case Op::aggregate: return follow_loop(node, where);
      case Op::running:
      case Op::group:
      case Op::share: return follow_whole_list(node, where);
      case Op::after_case:
      case Op::spell_start: {
        for (std::uint32_t i = 0; i < node.operand_count; ++i) ask(operands[i], where);
        return ask_memory(program_.memories[node.index], lanes_.in_cases(where));
      }
      default: each_operand_asked(node, where);
    }
  }
  void each_operand_asked(const Node& node, const Column* where) {
    if (node.op == Op::input_list) return ask(program_.lists[node.index].derived, lanes_.in_cases(where));
    for (std::uint32_t i = 0; i < node.operand_count; ++i) ask(program_.operands_of(node)[i], where);
  }

  void follow_element_rule(const Node& node, const Column* where) {
    const NodeId operand = program_.operands_of(node)[0];
    ask(operand, where);
    const Column* of = deciding(block_.column(operand), where);
    if (of->shape != Shape::element) return of->shape == Shape::absent ? void() : give_up();
    const Axis* own = block_.axis_of(of->list);
    if (own == nullptr) return give_up();
    if (own->lanes == 0) return;
    if (of->index == nullptr && of->present == nullptr) {
      return ask_rule(RuleId{node.index}, where->same ? lanes_.spread_over(own) : where);
    }
    ask_rule(RuleId{node.index}, lanes_.scattered(*of, where));
  }
  void follow_logical(const Node& node, const Column* where) {
    for (std::uint32_t i = 0; i < node.operand_count && where != nullptr && !nowhere(*where); ++i) {
      const NodeId operand = program_.operands_of(node)[i];
      ask(operand, where);
      if (i + 1 == node.operand_count) return;
      const Column* so = holds(operand, where);
      where = node.op == Op::logical_or ? lanes_.without(where, so) : lanes_.both(where, so);
    }
  }

  void follow_or_else(const NodeId* operands, const Column* where) {
    ask(operands[0], where);
    const Column* a = deciding(block_.column(operands[0]), where);
    if (a->shape == Shape::absent) return ask(operands[1], where);
    if (a->present == nullptr) return;
    ask(operands[1], lanes_.without(where, condition_of(block_, a->present, a->axis)));
  }

  void follow_dated(const Node& node, const Column* where) {
    const NodeId* operands = program_.operands_of(node);
    ask(operands[0], where);
    const Column* date = deciding(block_.column(operands[0]), where);
    if (date->shape != Shape::words) return date->shape == Shape::failed ? void() : give_up();
    const auto& versions = program_.timelines[node.index].versions;
    for (std::uint32_t i = 0; i < versions.size(); ++i) {
      if (leads(operands[i + 1]))
        ask(operands[i + 1], lanes_.both(where, in_period(block_, *date, versions[i].from, versions[i].until)));
    }
  }

  void follow_choice(const Choice& choice, const Column* where) { follow_exceptions(choice, Choice::kBase, where); }
  void follow_exceptions(const Choice& choice, std::uint32_t parent, const Column* where) {
    const Column* none = where;
    for (std::uint32_t i = 0; i < choice.exceptions.size() && where != nullptr; ++i) {
      if (choice.exceptions[i].parent != parent) continue;
      ask(choice.exceptions[i].when, where);
      none = lanes_.without(none, holds(choice.exceptions[i].when, where));
      const Column* chosen = lanes_.both(where, holds(choice.exceptions[i].when, where));
      for (std::uint32_t k = 0; k < choice.exceptions.size() && chosen != nullptr; ++k) {
        if (choice.exceptions[k].parent != parent || k == i) continue;
        const bool over = std::ranges::find(choice.exceptions[k].over, i) != choice.exceptions[k].over.end();
        if (over) chosen = lanes_.without(chosen, holds(choice.exceptions[k].when, where));
      }
      if (chosen == nullptr) return give_up();
      if (!nowhere(*chosen)) follow_exceptions(choice, i, chosen);
    }
    if (none == nullptr) return give_up();
    if (nowhere(*none)) return;
    if (parent != Choice::kBase) return ask(choice.exceptions[parent].value, none);
    ask(choice.base_when, none);
    ask(choice.base, lanes_.both(none, holds(choice.base_when, none)));
  }

  void follow_table(const Node& node, const Column* where) {
    const NodeId* operands = program_.operands_of(node);
    const std::uint32_t rows = node.operand_count / 2;
    const bool exclusive = program_.tables[node.index].exclusive;
    const Column* open = where;
    for (std::uint32_t i = 0; i < rows && open != nullptr && !nowhere(*open); ++i) {
      ask(operands[i], open);
      const Column* when = holds(operands[i], open);
      if (leads(operands[rows + i])) ask(operands[rows + i], lanes_.both(open, when));
      if (exclusive) open = lanes_.without(open, when);
    }
  }

  void follow_slice(const Node& node, const Column* where) {
    const SliceUse& slice = program_.slices[node.index];
    const bool each = slice.adjustment == SliceUse::Adjustment::each_rate;
    for (const NodeId n : {slice.amount, slice.deductible, slice.after, slice.until_pays}) ask(n, where);
    if (!each) ask(slice.factor, where);
    bool cells = each && leads(slice.factor);
    for (const NodeId edge : slice.edges) ask(edge, where);
    for (const SliceUse::Row& row : slice.rows) {
      ask(row.when, where);
      for (const NodeId cell : row.cells) cells = cells || leads(cell);
    }
    if (cells) follow_bands(node, slice, where);
  }
  // Cells, and what changes a rate, are asked for where their band is reached.
  void follow_bands(const Node& node, const SliceUse& slice, const Column* where) {
    const bool each = slice.adjustment == SliceUse::Adjustment::each_rate;
    if (each && leads(slice.factor) && decides_by_rate(slice)) return give_up();
    const auto id = static_cast<std::uint32_t>(&node - program_.nodes.data());
    if (block_.column(NodeId{id})->shape == Shape::failed) return;  // whoever asks is bad
    const std::vector<const Column*> bands = reached_bands(block_, node);
    if (bands.empty()) return give_up();
    for (const SliceUse::Row& row : slice.rows) {
      const Column* here = lanes_.both(where, holds(row.when, where));
      for (std::size_t i = 0; i < row.cells.size() && i < bands.size(); ++i) {
        if (row.cells[i] == kNoNode) break;
        ask(row.cells[i], lanes_.both(here, bands[i]));
        if (each) ask(slice.factor, lanes_.both(here, bands[i]));
      }
    }
  }
  // Does anything on the way from the changed rate depend on the rate, which is another one for each band?
  bool decides_by_rate(const SliceUse& slice) const {
    const auto reads_rate = [&](NodeId id) {
      return std::ranges::binary_search(plan_.reads[static_cast<std::size_t>(id)], slice.rate_local);
    };
    return std::ranges::any_of(plan_.assuming_nodes, [&](NodeId id) {
      const Node& node = program_.at(id);
      if (node.op == Op::conditional) return reads_rate(program_.operands_of(node)[0]);
      const bool passes = node.op == Op::add || node.op == Op::subtract || node.op == Op::multiply ||
                          node.op == Op::minimum || node.op == Op::maximum;
      return !passes && reads_rate(id);
    });
  }

  void follow_loop(const Node& node, const Column* where) {
    const Loop& loop = program_.loops[node.index];
    ask(loop.list, where);
    if (!leads(loop.when) && !leads(loop.body) && !leads(loop.order)) return;
    const Column* list = list_for(block_, loop);
    if (list == nullptr) return give_up();
    deciding(list, where);
    if (list->elements->lanes == 0) return;
    const Column* elements = lanes_.both(lanes_.spread_over(list->elements), where);
    ask(loop.order, elements);
    const bool stops = loop.kind == Loop::Kind::any || loop.kind == Loop::Kind::all || loop.kind == Loop::Kind::first;
    if (stops) elements = until_decided(loop, *list, elements);
    ask(loop.when, elements);
    ask(loop.body, lanes_.both(elements, holds(loop.when, elements)));
  }
  // Elements up to the one that decides, and it.
  auto until_decided(const Loop& loop, const Column& list, const Column* elements) -> const Column* {
    const Axis* axis = list.elements;
    const Column* decides = holds(loop.when, elements);
    if (loop.body != kNoNode && loop.kind != Loop::Kind::first) {
      const Column* body = holds(loop.body, lanes_.both(elements, decides));
      decides = loop.kind == Loop::Kind::any ? lanes_.both(decides, body) : lanes_.without(decides, body);
    }
    const std::uint32_t* order = nullptr;
    if (loop.order != kNoNode) {
      order = order_of(block_, *axis, block_.column(loop.order));
      if (order == nullptr) return nullptr;
    }
    return lanes_.until(axis, order, elements, decides);
  }

  // Computed for a whole list at once, where any of its elements is asked for.
  void follow_whole_list(const Node& node, const Column* where) {
    for (std::uint32_t i = 0; i < node.operand_count; ++i) ask(program_.operands_of(node)[i], where);
    const bool share = node.op == Op::share;
    const NodeId list_node = share ? program_.shares[node.index].list : program_.loops[node.index].list;
    const LocalId local = share ? program_.shares[node.index].local : program_.loops[node.index].local;
    ask(list_node, where);
    std::vector<NodeId> parts;
    if (share) {
      const ShareUse& use = program_.shares[node.index];
      ask(use.amount, where);
      parts = {use.weight, use.order, use.at_most};
    } else {
      const Loop& loop = program_.loops[node.index];
      ask(loop.element, where);
      parts = {loop.when, loop.order, loop.body};
    }
    if (std::ranges::none_of(parts, [&](NodeId part) { return leads(part); })) return;
    const Column* list = block_.column(list_node);
    if (list->shape != Shape::list || list->axis != block_.root()) return give_up();
    deciding(list, lanes_.in_cases(where));
    if (list->elements->lanes == 0) return;
    block_.bind(local, list->element);
    const Column* elements = lanes_.both(lanes_.spread_over(list->elements), lanes_.in_cases(where));
    for (const NodeId part : parts) {
      const bool body = !share && part == program_.loops[node.index].body && part != kNoNode;
      ask(part, body ? lanes_.both(elements, holds(program_.loops[node.index].when, elements)) : elements);
    }
  }

  Block& block_;
  const Program& program_;
  const BatchPlan& plan_;
  const AnswerBlock& answers_;
  Byte* unknown_;
  AskedLanes lanes_;
  std::vector<const Column*> asked_;         // by node
  std::vector<bool> leads_;                  // by node
  std::vector<const Column*> rules_;         // by rule
  std::vector<const Column*> declarations_;  // by ProgramNames::declarations
};

}  // namespace

auto assumptions_of(Block& block, const AnswerBlock& answers, Byte* unknown) -> Remarked {
  return TookPart(block, answers, unknown).run();
}

auto rules_asked_by(Block& block, std::span<const NodeId> nodes, Byte* unknown) -> std::vector<const Column*> {
  const AnswerBlock none;
  return TookPart(block, none, unknown).asked_by(nodes);
}

}  // namespace remit::batch
