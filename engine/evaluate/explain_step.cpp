#include "engine/evaluate/explain_step.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "engine/evaluate/choice.h"
#include "engine/evaluate/conditions.h"
#include "engine/evaluate/loops.h"
#include "engine/evaluate/slice.h"
#include "engine/evaluate/table.h"

namespace remit {
namespace {

using Outcome = ExceptionSeen::Outcome;

class Walk {
 public:
  Walk(Evaluator& e, const ExplainOptions& options, Step& step, const std::function<std::uint32_t(RuleAt)>& meet)
      : e_(e), p_(e.program()), options_(options), step_(step), meet_(meet) {}

  void node(NodeId id) {
    if (id == kNoNode) return;
    const Node& n = p_.at(id);
    const NodeId* operands = p_.operands_of(n);
    if (!seen_.insert(static_cast<std::uint32_t>(id)).second) return;
    switch (n.op) {
      case Op::constant:
      case Op::local: return;
      case Op::input: return input(e_.names().inputs[n.index].name, e_.names().inputs[n.index].labels, id);
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

 private:
  void all_operands(const Node& n) {
    for (std::uint32_t i = 0; i < n.operand_count; ++i) node(p_.operands_of(n)[i]);
  }

  void input(const std::string& path, const Labels& labels, NodeId id) {
    const bool known = std::ranges::any_of(step_.inputs, [&](const NamedValue& v) { return v.name == path; });
    if (!known) step_.inputs.push_back({.name = path, .labels = labels, .value = shown(e_, id)});
  }

  void column(NodeId id) {
    const Node& n = p_.at(id);
    node(p_.operands_of(n)[0]);
    const Value element = e_.value_of(p_.operands_of(n)[0]);
    if (element.tag() != Value::Tag::element) return;
    const ElementRef at = element.as_element();
    const std::uint32_t name = p_.at(at.list).columns[n.index];
    std::string path = e_.names().column_paths[name];
    const std::size_t brackets = path.rfind("[]");
    if (brackets != std::string::npos) path.replace(brackets, 2, item_key(e_.given(), p_, at.list, at.index));
    input(path, e_.names().columns[name].labels, id);
  }

  void rule(RuleAt at) {
    const std::uint32_t number = meet_(at);
    if (std::ranges::find(step_.reads, number) == step_.reads.end()) step_.reads.push_back(number);
  }
  void element_rule(const Node& n) {
    node(p_.operands_of(n)[0]);
    const Value element = e_.value_of(p_.operands_of(n)[0]);
    if (element.tag() == Value::Tag::element) rule({.rule = RuleId{n.index}, .item = element.as_element().index});
  }

  void conditional(const NodeId* operands) {
    node(operands[0]);
    const Value condition = e_.value_of(operands[0]);
    if (!condition.is_failed()) node(operands[condition.as_bool() ? 1 : 2]);
  }
  void logical(const Node& n, bool decides) {
    for (std::uint32_t i = 0; i < n.operand_count; ++i) {
      const NodeId operand = p_.operands_of(n)[i];
      node(operand);
      const Value value = e_.value_of(operand);
      if (value.is_failed() || value.as_bool() == decides) return;
    }
  }

  void round(NodeId id) {
    const Node& n = p_.at(id);
    const NodeId operand = p_.operands_of(n)[0];
    node(operand);
    const RoundingRule& used = p_.roundings[n.index];
    step_.roundings.push_back({.before = shown(e_, operand),
                               .after = shown(e_, id),
                               .mode = used.mode,
                               .step = used.step,
                               .declared = used.declared});
  }

  void dated(const Node& n) {
    const NodeId* operands = p_.operands_of(n);
    const Value date = e_.value_of(operands[0]);
    if (date.is_failed()) return;
    const Timeline& timeline = p_.timelines[n.index];
    for (std::size_t i = 0; i < timeline.versions.size(); ++i) {
      const auto [from, until] = timeline.versions[i];
      if (date.as_integer() < from || until < date.as_integer()) continue;
      VersionUsed used{.name = timeline.name, .date = date.as_integer()};
      if (from != INT64_MIN) used.from = from;
      if (until != INT64_MAX) used.until = until;
      step_.versions.push_back(used);
      node(operands[i + 1]);
    }
  }

  void choice(const Choice& c) {
    const std::vector<Standing> all = standings(e_, c);
    bool base = true;
    for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
      const Choice::Exception& exception = c.exceptions[i];
      if (all[i] != Standing::not_considered) node(exception.when);
      step_.exceptions.push_back(exception_seen(c, i, all));
      const bool has_chosen_child = chosen_child(c, i, all);
      if (all[i] == Standing::chosen && !has_chosen_child) node(exception.value);
      if (all[i] == Standing::chosen || all[i] == Standing::failed) base = false;
    }
    if (!base) return;
    node(c.base_when);
    node(c.base);
  }
  static bool chosen_child(const Choice& c, std::uint32_t parent, const std::vector<Standing>& all) {
    for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
      if (c.exceptions[i].parent == parent && all[i] == Standing::chosen) return true;
    }
    return false;
  }
  auto exception_seen(const Choice& c, std::uint32_t i, const std::vector<Standing>& all) -> ExceptionSeen {
    const Choice::Exception& exception = c.exceptions[i];
    ExceptionSeen seen{.name = exception.name};
    switch (all[i]) {
      case Standing::not_considered: seen.outcome = Outcome::parent_not_taken; break;
      case Standing::failed: seen.outcome = Outcome::failed; break;
      case Standing::false_condition:
        seen.outcome = Outcome::condition_false;
        seen.reason = deciding_part(e_, exception.when);
        break;
      case Standing::overridden:
        seen.outcome = Outcome::overridden;
        seen.overridden_by = overriding(c, i, all);
        break;
      case Standing::chosen:
        seen.outcome = Outcome::taken;
        seen.reason = deciding_part(e_, exception.when);
        if (!chosen_child(c, i, all)) seen.value = shown(e_, exception.value);
        break;
    }
    return seen;
  }
  auto overriding(const Choice& c, std::uint32_t lower, const std::vector<Standing>& all) -> std::string {
    for (std::uint32_t i = 0; i < c.exceptions.size(); ++i) {
      const auto& over = c.exceptions[i].over;
      const bool holds = all[i] == Standing::chosen || all[i] == Standing::overridden;
      if (holds && std::ranges::find(over, lower) != over.end())
        return e_.names().exceptions[c.exceptions[i].name].name;
    }
    return {};
  }

  void table(const Node& n) {
    const TableUse& use = p_.tables[n.index];
    TableSeen seen{.name = use.name};
    for (const NodeId key : use.keys) {
      node(key);
      seen.keys.push_back({.name = describe_node(e_, key), .value = shown(e_, key)});
    }
    for (const std::uint32_t row : rows_that_hold(e_, n)) {
      seen.rows.push_back(row < use.rows.size() ? use.rows[row] : row + 1);
      node(p_.operands_of(n)[n.operand_count / 2 + row]);
    }
    step_.tables.push_back(std::move(seen));
  }

  void slice(const Node& n) {
    const SliceUse& use = p_.slices[n.index];
    SliceSeen seen{.name = use.name, .amount = shown(e_, use.amount), .type = p_.at(use.amount).type};
    const auto optional = [&](NodeId id, std::optional<ShownValue>& into) {
      node(id);
      if (id != kNoNode) into = shown(e_, id);
    };
    node(use.amount);
    optional(use.deductible, seen.deductible);
    optional(use.after, seen.after);
    optional(use.until_pays, seen.until_pays);
    if (use.adjustment == SliceUse::Adjustment::own_share) node(use.factor);
    for (const SliceUse::Row& row : use.rows) {
      if (row.when == kNoNode || holds(row.when)) node(row.when);
    }
    std::vector<SliceBand> bands;
    const auto result = apply_slice(e_, n, &bands);
    for (const SliceBand& b : bands) {
      seen.bands.push_back({.from = b.from,
                            .until = b.until,
                            .handled = b.handled,
                            .paid = b.paid,
                            .rate = {.value = b.rate, .type = cell_type(use)}});
    }
    if (result) {
      seen.paid = result->paid;
      seen.handled = result->stop - result->begin;
      seen.left = result->end - result->stop;
    }
    step_.slices.push_back(std::move(seen));
  }
  bool holds(NodeId condition) {
    const Value value = e_.value_of(condition);
    return !value.is_failed() && value.as_bool();
  }
  auto cell_type(const SliceUse& use) const -> Type {
    for (const SliceUse::Row& row : use.rows) {
      for (const NodeId cell : row.cells) {
        if (cell != kNoNode) return p_.at(cell).type;
      }
    }
    return {.kind = TypeKind::rate};
  }

  void share(const Node& n) {
    const ShareUse& use = p_.shares[n.index];
    node(p_.operands_of(n)[0]);
    node(use.amount);
    const Evaluator::Bound element(e_, use.local, e_.value_of(p_.operands_of(n)[0]));
    for (const NodeId id : {use.weight, use.order, use.at_most}) node(id);
  }

  void payer(const Node& n) {
    const NodeId* operands = p_.operands_of(n);
    node(operands[0]);
    node(operands[1]);
    step_.payers.push_back({.name = e_.names().rules[p_.rules[n.index].name].name,
                            .amount = shown(e_, operands[0]),
                            .left_before = shown(e_, operands[1])});
  }

  auto keys_of(const Node& n, std::uint32_t count) -> std::vector<ShownValue> {
    std::vector<ShownValue> keys;
    for (std::uint32_t i = 0; i < count; ++i) {
      const NodeId key = p_.operands_of(n)[i];
      if (key == kNoNode) continue;
      node(key);
      keys.push_back(shown(e_, key));
    }
    return keys;
  }
  void look_up(NodeId id) {
    const Node& n = p_.at(id);
    const Catalog& catalog = p_.catalogs[n.index];
    const Value row = e_.value_of(id);
    step_.look_ups.push_back(
        {.name = catalog.name, .keys = keys_of(n, n.operand_count), .found = !row.is_failed() && !row.is_absent()});
  }
  void memory(NodeId id) {
    const Node& n = p_.at(id);
    const std::uint32_t keys = n.op == Op::over_last ? n.operand_count - 3 : n.operand_count;  // see Op::over_last
    step_.memories.push_back({.name = p_.memories[n.index].name,
                              .keys = keys_of(n, keys),
                              .value = shown(e_, id),
                              .after_case = n.op == Op::after_case});
    for (std::uint32_t i = keys; i < n.operand_count; ++i) node(p_.operands_of(n)[i]);
  }

  void aggregate(NodeId id) {
    const Loop& loop = p_.loops[p_.at(id).index];
    node(loop.list);
    const Value list = e_.value_of(loop.list);
    if (list.is_failed()) return;
    const Items items(list);
    LoopSeen seen{.kind = loop.kind, .list = describe_node(e_, loop.list), .value = shown(e_, id)};
    Evaluator::Bound local(e_, loop.local);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (seen.parts.size() >= options_.items) {
        seen.folded = items.size() - i;
        break;
      }
      local.set(items.at(i));
      element(loop, items.at(i), i, seen);
    }
    step_.loops.push_back(std::move(seen));
  }
  void element(const Loop& loop, const Value& value, std::uint32_t i, LoopSeen& seen) {
    seen_.clear();  // what depends on the element is to be walked again
    node(loop.when);
    if (loop.when != kNoNode && !holds(loop.when)) {
      ++seen.skipped;
      return;
    }
    node(loop.body);
    const bool of_list = value.tag() == Value::Tag::element;
    seen.parts.push_back({.item = of_list ? item_key(e_.given(), p_, value.as_element().list, value.as_element().index)
                                          : "[" + std::to_string(i + 1) + "]",
                          .value = loop.body == kNoNode
                                       ? ShownValue{.value = Value::boolean(true), .type = {.kind = TypeKind::boolean}}
                                       : shown(e_, loop.body)});
  }

  Evaluator& e_;
  const Program& p_;
  const ExplainOptions& options_;
  Step& step_;
  const std::function<std::uint32_t(RuleAt)>& meet_;
  std::unordered_set<std::uint32_t> seen_;  // nodes; shared ones are told once
};

}  // namespace

void walk_step(Evaluator& e, const ExplainOptions& options, NodeId node, Step& step,
               const std::function<std::uint32_t(RuleAt)>& meet) {
  Walk(e, options, step, meet).node(node);
}

}  // namespace remit
