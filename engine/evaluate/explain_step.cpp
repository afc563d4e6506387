#include "engine/evaluate/explain_step.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/evaluate/conditions.h"
#include "engine/evaluate/loops.h"
#include "engine/evaluate/slice.h"
#include "engine/evaluate/table.h"

namespace remit {
namespace {

using Outcome = ExceptionSeen::Outcome;

template <class T>
auto size_of(const std::vector<T>& all) -> std::uint32_t {
  return static_cast<std::uint32_t>(all.size());
}

// Calls `visit` with each list that steps have entries in, and the step's entries.
template <class Visit>
void each_list(const Explanation& x, Step& step, Visit visit) {
  visit(x.inputs, step.inputs);
  visit(x.versions, step.versions);
  visit(x.roundings, step.roundings);
  visit(x.exceptions, step.exceptions);
  visit(x.slices, step.slices);
  visit(x.tables, step.tables);
  visit(x.look_ups, step.look_ups);
  visit(x.memories, step.memories);
  visit(x.payers, step.payers);
  visit(x.loops, step.loops);
  visit(x.reads, step.reads);
}

bool chosen_child(const Choice& c, std::uint32_t parent, const std::vector<Standing>& all) {
  for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
    if (c.exceptions[i].parent == parent && all[i] == Standing::chosen) return true;
  }
  return false;
}

auto overriding(const Choice& c, std::uint32_t lower, const std::vector<Standing>& all)
    -> std::optional<std::uint32_t> {
  for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
    const auto& over = c.exceptions[i].over;
    const bool holds = all[i] == Standing::chosen || all[i] == Standing::overridden;
    if (holds && std::ranges::find(over, lower) != over.end()) return c.exceptions[i].name;
  }
  return std::nullopt;
}

}  // namespace

Leaves::Leaves(const Program& program, const Case& given) : given_(given), size_(program.input_count) {
  begins_.reserve(given.lists.size());
  for (const ListColumns& list : given.lists) {
    begins_.push_back(size_);
    size_ += list.columns.size() * list.size();
  }
}

auto Leaves::column(ElementRef element, std::uint32_t column) const -> std::size_t {
  const auto list = static_cast<std::size_t>(element.list);
  return begins_[list] + std::size_t{column} * given_.lists[list].size() + element.index;
}

StepWalk::StepWalk(Evaluator& e, const ExplainOptions& options, RulesMet& rules, Explanation& out)
    : e_(e),
      p_(e.program()),
      options_(options),
      rules_(rules),
      out_(out),
      leaves_(p_, e.given()),
      nodes_(p_.nodes.size()),
      leaves_told_(leaves_.size()) {}

void StepWalk::tell(std::uint32_t number) {
  const RuleAt at{.rule = out_.steps[number].rule, .item = out_.steps[number].item.value_or(kNoItem)};
  begin({.value = out_.steps[number].value, .node = p_.at(at.rule).node});
  in_scope(e_, at, [&](NodeId id) { node(id); });
  end(out_.steps[number]);
}

auto StepWalk::steps_read(const SeenValue& expression) -> EntriesOf<std::uint32_t> {
  Step none;
  begin(expression);
  node(expression.node);
  end(none);
  return none.reads;
}

auto StepWalk::step_of(RuleAt at) -> EntriesOf<std::uint32_t> {
  Step none;
  begin({});
  rule(at);
  end(none);
  return none.reads;
}

void StepWalk::begin(const SeenValue& whole) {
  whole_ = whole;
  nodes_.clear();
  leaves_told_.clear();
  rules_read_.clear();
}

// What was appended since the step before is this one's.
void StepWalk::end(Step& step) {
  std::size_t list = 0;
  each_list(out_, step, [&](const auto& all, auto& entries) {
    entries = {.begin = ends_[list], .end = size_of(all)};
    ends_[list++] = entries.end;
  });
}

auto StepWalk::value(NodeId id) -> Value { return id == whole_.node ? whole_.value : e_.value_of(id); }

void StepWalk::node(NodeId id) {
  if (id == kNoNode) return;
  const Node& n = p_.at(id);
  if (n.op == Op::constant || n.op == Op::local || !nodes_.add(static_cast<std::size_t>(id))) return;
  const NodeId* operands = p_.operands_of(n);
  switch (n.op) {
    case Op::input: return input(id);
    case Op::element_field: return column(id);
    case Op::input_list: return node(p_.lists[n.index].derived);
    case Op::rule: return rule({.rule = RuleId{n.index}});
    case Op::element_rule: return element_rule(n);
    case Op::conditional: return conditional(operands);
    case Op::logical_and: return logical(n, false);
    case Op::logical_or: return logical(n, true);
    case Op::or_else:
      node(operands[0]);
      if (e_.value_of(operands[0]).is_absent()) node(operands[1]);
      return;
    case Op::round: return round(id);
    case Op::dated: return dated(n);
    case Op::choice: return choice(p_.choices[n.index]);
    case Op::table: return table(n);
    case Op::slice: return slice(n);
    case Op::share: return share(n);
    case Op::payer: return payer(n);
    case Op::look_up: return look_up(id);
    case Op::opening:
    case Op::after_case:
    case Op::over_last:
    case Op::spell_start: return memory(id);
    case Op::aggregate: return aggregate(id);
    default: return all_operands(n);
  }
}

void StepWalk::all_operands(const Node& n) {
  for (std::uint32_t i = 0; i < n.operand_count; ++i) node(p_.operands_of(n)[i]);
}

// ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────

void StepWalk::input(NodeId id) {
  const std::uint32_t input = p_.at(id).index;
  if (!leaves_told_.add(input)) return;
  out_.inputs.push_back({.value = e_.given().inputs[input], .node = id});
}

void StepWalk::column(NodeId id) {
  const Node& n = p_.at(id);
  node(p_.operands_of(n)[0]);
  const Value of = e_.value_of(p_.operands_of(n)[0]);
  if (of.tag() != Value::Tag::element) return;
  const ElementRef element = of.as_element();
  if (!leaves_told_.add(leaves_.column(element, n.index))) return;
  const ListColumns& list = e_.given().lists[static_cast<std::size_t>(element.list)];
  out_.inputs.push_back({.value = list.columns[n.index][element.index], .node = id, .element = element});
}

void StepWalk::rule(RuleAt at) {
  const std::uint32_t step = rules_.meet(at);
  if (rules_read_.add(step)) out_.reads.push_back(step);
}

void StepWalk::element_rule(const Node& n) {
  node(p_.operands_of(n)[0]);
  const Value of = e_.value_of(p_.operands_of(n)[0]);
  if (of.tag() == Value::Tag::element) rule({.rule = RuleId{n.index}, .item = of.as_element().index});
}

// A value that may not be written.
auto StepWalk::optional(NodeId id) -> SeenValue {
  node(id);
  return id == kNoNode ? SeenValue{} : seen(id);
}

auto StepWalk::keys(const NodeId* nodes, std::uint32_t count) -> EntriesOf<SeenValue> {
  for (std::uint32_t i = 0; i < count; ++i) node(nodes[i]);  // these may have keys of their own
  const std::uint32_t begin = size_of(out_.values);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (nodes[i] != kNoNode) out_.values.push_back(seen(nodes[i]));
  }
  return {.begin = begin, .end = size_of(out_.values)};
}

// ── What was chosen ──────────────────────────────────────────────────────────────────────────────────────────────

bool StepWalk::holds(NodeId condition) {
  const Value value = e_.value_of(condition);
  return !value.is_failed() && value.as_bool();
}

void StepWalk::conditional(const NodeId* operands) {
  node(operands[0]);
  const Value condition = e_.value_of(operands[0]);
  if (!condition.is_failed()) node(operands[condition.as_bool() ? 1 : 2]);
}

void StepWalk::logical(const Node& n, bool decides) {
  for (std::uint32_t i = 0; i < n.operand_count; ++i) {
    const NodeId operand = p_.operands_of(n)[i];
    node(operand);
    const Value value = e_.value_of(operand);
    if (value.is_failed() || value.as_bool() == decides) return;
  }
}

void StepWalk::dated(const Node& n) {
  const NodeId* operands = p_.operands_of(n);
  const Value date = e_.value_of(operands[0]);
  if (date.is_failed()) return;
  const Timeline& timeline = p_.timelines[n.index];
  for (std::uint32_t i = 0; i < timeline.versions.size(); ++i) {
    const auto [from, until] = timeline.versions[i];
    if (date.as_integer() < from || until < date.as_integer()) continue;
    out_.versions.push_back({.timeline = n.index, .version = i, .date = date.as_integer()});
    node(operands[i + 1]);
  }
}

void StepWalk::choice(const Choice& c) {
  const std::vector<Standing> all = standings(e_, c);
  bool base = true;
  for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
    const Choice::Exception& exception = c.exceptions[i];
    if (all[i] != Standing::not_considered) node(exception.when);
    out_.exceptions.push_back(exception_seen(c, i, all));
    if (all[i] == Standing::chosen && !chosen_child(c, i, all)) node(exception.value);
    if (all[i] == Standing::chosen || all[i] == Standing::failed) base = false;
  }
  if (!base) return;
  node(c.base_when);
  node(c.base);
}

auto StepWalk::exception_seen(const Choice& c, std::uint32_t i, const std::vector<Standing>& all) -> ExceptionSeen {
  const Choice::Exception& exception = c.exceptions[i];
  ExceptionSeen told{.name = exception.name};
  switch (all[i]) {
    case Standing::not_considered: told.outcome = Outcome::parent_not_taken; break;
    case Standing::failed: told.outcome = Outcome::failed; break;
    case Standing::false_condition:
      told.outcome = Outcome::condition_false;
      told.reason = deciding_part(e_, exception.when, out_.values);
      break;
    case Standing::overridden:
      told.outcome = Outcome::overridden;
      told.overridden_by = overriding(c, i, all);
      break;
    case Standing::chosen:
      told.outcome = Outcome::taken;
      told.reason = deciding_part(e_, exception.when, out_.values);
      if (!chosen_child(c, i, all)) told.value = seen(exception.value);
      break;
  }
  return told;
}

void StepWalk::table(const Node& n) {
  const TableUse& use = p_.tables[n.index];
  TableSeen told{.table = n.index, .keys = keys(use.keys.data(), size_of(use.keys))};
  told.rows.begin = size_of(out_.rows);
  add_rows_that_hold(e_, n, out_.rows);
  told.rows.end = size_of(out_.rows);
  for (std::uint32_t i = told.rows.begin; i < told.rows.end; ++i) {
    node(p_.operands_of(n)[n.operand_count / 2 + out_.rows[i]]);
  }
  out_.tables.push_back(told);
}

// ── What was computed ────────────────────────────────────────────────────────────────────────────────────────────

void StepWalk::round(NodeId id) {
  const Node& n = p_.at(id);
  const NodeId operand = p_.operands_of(n)[0];
  node(operand);
  out_.roundings.push_back({.rounding = n.index, .before = seen(operand), .after = seen(id)});
}

void StepWalk::slice(const Node& n) {
  const SliceUse& use = p_.slices[n.index];
  SliceSeen told{.slice = n.index,
                 .amount = optional(use.amount),
                 .deductible = optional(use.deductible),
                 .after = optional(use.after),
                 .until_pays = optional(use.until_pays)};
  if (use.adjustment == SliceUse::Adjustment::own_share) node(use.factor);
  for (const SliceUse::Row& row : use.rows) {
    if (row.when == kNoNode || holds(row.when)) node(row.when);
  }
  told.bands.begin = size_of(out_.bands);
  const auto result = apply_slice(e_, n, &out_.bands);
  told.bands.end = size_of(out_.bands);
  if (result) {
    told.paid = result->paid;
    told.handled = result->stop - result->begin;
    told.left = result->end - result->stop;
  }
  out_.slices.push_back(std::move(told));
}

void StepWalk::share(const Node& n) {
  const ShareUse& use = p_.shares[n.index];
  node(p_.operands_of(n)[0]);
  node(use.amount);
  const Evaluator::Bound element(e_, use.local, e_.value_of(p_.operands_of(n)[0]));
  for (const NodeId id : {use.weight, use.order, use.at_most}) node(id);
}

void StepWalk::payer(const Node& n) {
  const NodeId* operands = p_.operands_of(n);
  node(operands[0]);
  node(operands[1]);
  out_.payers.push_back({.payer = RuleId{n.index}, .amount = seen(operands[0]), .left_before = seen(operands[1])});
}

void StepWalk::look_up(NodeId id) {
  const Node& n = p_.at(id);
  const Value row = value(id);
  const auto by = keys(p_.operands_of(n), n.operand_count);
  out_.look_ups.push_back({.catalog = CatalogId{n.index}, .keys = by, .found = !row.is_failed() && !row.is_absent()});
}

void StepWalk::memory(NodeId id) {
  const Node& n = p_.at(id);
  const std::uint32_t count = n.op == Op::over_last ? n.operand_count - 3 : n.operand_count;  // see Op::over_last
  const auto by = keys(p_.operands_of(n), count);
  out_.memories.push_back({.keys = by, .value = seen(id)});
  for (std::uint32_t i = count; i < n.operand_count; ++i) node(p_.operands_of(n)[i]);
}

void StepWalk::aggregate(NodeId id) {
  const std::uint32_t index = p_.at(id).index;
  const Loop& loop = p_.loops[index];
  node(loop.list);
  const Value list = e_.value_of(loop.list);
  if (list.is_failed()) return;
  const Items items(list);
  LoopSeen told{.loop = index, .value = seen(id)};
  const std::size_t outer = parts_.size();
  Evaluator::Bound local(e_, loop.local);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    if (parts_.size() - outer >= options_.items) {
      told.folded = items.size() - i;
      break;
    }
    const Value item = items.at(i);
    local.set(item);
    element(loop, item, i, told);
  }
  const auto first = parts_.begin() + static_cast<std::ptrdiff_t>(outer);
  told.parts.begin = size_of(out_.parts);
  out_.parts.insert(out_.parts.end(), std::make_move_iterator(first), std::make_move_iterator(parts_.end()));
  told.parts.end = size_of(out_.parts);
  parts_.erase(first, parts_.end());
  out_.loops.push_back(std::move(told));
}

void StepWalk::element(const Loop& loop, const Value& value, std::uint32_t position, LoopSeen& seen) {
  nodes_.clear();  // what depends on the element is to be walked again
  node(loop.when);
  if (loop.when != kNoNode && !holds(loop.when)) {
    ++seen.skipped;
    return;
  }
  node(loop.body);
  const bool of_list = value.tag() == Value::Tag::element;
  parts_.push_back({.value = loop.body == kNoNode ? Value::boolean(true) : e_.value_of(loop.body),
                    .position = position,
                    .element = of_list ? std::optional(value.as_element()) : std::nullopt});
}

}  // namespace remit
