#include "engine/evaluate/explain.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
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

struct RuleAt {
  RuleId rule{};
  std::uint32_t item = kNoItem;
};

// Walks the expression of one rule and fills its step. Rules that it meets are handed to `meet`, which numbers them.
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

// Gathers steps: those that were met wait in a list, so that no chain of rules takes stack.
class Explainer {
 public:
  Explainer(Evaluator& e, const ExplainOptions& options) : e_(e), p_(e.program()), options_(options) {}

  // Calls `use` with the rule's expression, its element bound.
  template <class Use>
  auto in_scope(RuleAt at, Use use) {
    const Rule& rule = p_.at(at.rule);
    if (!rule.list) return use(rule.node);
    const Evaluator::Bound self(e_, p_.at(*rule.list).self, Value(ElementRef{.list = *rule.list, .index = at.item}));
    return use(rule.node);
  }

  void add_output(const Output& output, const std::string& prefix = {}) {
    if (!output.list) return add_node(prefix + output.name, output);
    const std::uint32_t size = e_.list_size(*output.list);
    const Value elements = output.node == kNoNode ? Value(ListRange{.list = *output.list, .begin = 0, .end = size})
                                                  : e_.value_of(output.node);
    if (elements.tag() != Value::Tag::range) return;
    const ListRange range = elements.as_range();
    Evaluator::Bound self(e_, p_.at(*output.list).self);
    for (std::uint32_t i = range.begin; i < range.end && i - range.begin < options_.items; ++i) {
      self.set(ElementRef{.list = *output.list, .index = i});
      const std::string element = prefix + output.name + item_key(e_.given(), p_, *output.list, i) + ".";
      for (const Output& field : output.fields) add_output(field, element);
    }
  }

  void add_rule(RuleAt at) {
    const std::uint32_t number = meet(at);
    drain();
    const Step& step = out.steps[number];
    const DeclarationName& name = e_.names().rules[step.name];
    out.results.push_back(
        {.name = name.name + step.item, .labels = name.labels, .value = step.value, .steps = {number}});
  }

  void add_requirements(const Answer& answer) {
    for (const RequirementVerdict& v : answer.requirements) {
      const Requirement& requirement = p_.requirements[v.requirement];
      ExplainedRequirement seen{.requirement = v.requirement, .applies = v.applies, .met = v.met};
      const RuleAt met{.rule = requirement.met, .item = v.item.value_or(kNoItem)};
      if (v.item) seen.item = item_key(e_.given(), p_, *p_.at(requirement.met).list, *v.item);
      seen.reason = in_scope(met, [&](NodeId node) { return deciding_part(e_, node); });
      out.requirements.push_back(std::move(seen));
    }
  }

  Explanation out;

 private:
  void add_node(const std::string& name, const Output& output) {
    ExplainedResult result{.name = name, .labels = output.labels, .value = shown(e_, output.node)};
    result.value.masked = result.value.masked || output.personal;
    Step top;
    const std::function<std::uint32_t(RuleAt)> meeting = [&](RuleAt at) { return meet(at); };
    Walk(e_, options_, top, meeting).node(output.node);
    result.steps = top.reads;
    out.results.push_back(std::move(result));
    drain();
  }

  auto meet(RuleAt at) -> std::uint32_t {
    const std::uint64_t key = (static_cast<std::uint64_t>(at.rule) << 32U) | at.item;
    const auto [known, added] = numbers_.try_emplace(key, static_cast<std::uint32_t>(out.steps.size()));
    if (added) {
      out.steps.push_back(heading(at));
      waiting_.push_back(at);
    }
    return known->second;
  }

  auto heading(RuleAt at) -> Step {
    const Rule& rule = p_.at(at.rule);
    Step step{.kind = rule.kind, .name = rule.name};
    if (rule.list) step.item = item_key(e_.given(), p_, *rule.list, at.item);
    step.id = e_.names().rules[rule.name].step + step.item;
    step.value = {.value = e_.value_of(at.rule, rule.list ? std::optional(at.item) : std::nullopt),
                  .type = p_.at(rule.node).type};
    const auto number = static_cast<std::uint32_t>(at.rule);
    step.assumed = e_.given().assumed.contains(number) || e_.given().assumed_items.contains(number);
    return step;
  }

  void drain() {
    const std::function<std::uint32_t(RuleAt)> meeting = [&](RuleAt at) { return meet(at); };
    while (!waiting_.empty()) {
      const RuleAt at = waiting_.back();
      waiting_.pop_back();
      const std::uint32_t number = meet(at);
      Step step = out.steps[number];
      if (!step.assumed) in_scope(at, [&](NodeId node) { Walk(e_, options_, step, meeting).node(node); });
      out.steps[number] = std::move(step);
    }
  }

  Evaluator& e_;
  const Program& p_;
  const ExplainOptions options_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<RuleAt> waiting_;
};

// "claim.items[3].in_scope" and "in_scope[3]": the last name, and the element, from 0.
struct Asked {
  std::string name;
  std::uint32_t item = kNoItem;
};
auto parse_question(const std::string& text) -> Asked {
  Asked asked;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '[' ? text.find(']', i) : std::string::npos;
    if (close == std::string::npos) {
      plain += text[i];
      continue;
    }
    std::uint32_t number = 0;
    for (const char c : text.substr(i + 1, close - i - 1)) number = number * 10 + static_cast<std::uint32_t>(c - '0');
    asked.item = number - 1;
    i = close;
  }
  const std::size_t dot = plain.rfind('.');
  const bool is_step = plain.find('/') != std::string::npos;
  asked.name = is_step || dot == std::string::npos ? plain : plain.substr(dot + 1);
  return asked;
}

bool is_called(const DeclarationName& declaration, const std::string& name) {
  return declaration.name == name || declaration.step == name;
}

auto why_not_requirement(Evaluator& e, Explainer& explainer, const Requirement& requirement, std::uint32_t item)
    -> WhyNot {
  const DeclarationName& name = e.names().requirements[requirement.name];
  WhyNot answer{.id = name.step, .name = name.name, .labels = name.labels};
  const auto list = e.program().at(requirement.met).list;
  if (list) answer.id += item_key(e.given(), e.program(), *list, item);
  const auto element = list ? std::optional(item) : std::nullopt;
  const Value applies =
      e.value_of(requirement.applies, e.program().at(requirement.applies).list ? element : std::nullopt);
  const bool asks = !applies.is_failed() && applies.as_bool();
  const RuleId asked = asks ? requirement.met : requirement.applies;
  const Value met = asks ? e.value_of(requirement.met, element) : applies;
  if (met.is_failed()) {
    answer.outcome = WhyNot::Outcome::failed;
    return answer;
  }
  if (!asks)
    answer.outcome = WhyNot::Outcome::does_not_apply;
  else
    answer.outcome = met.as_bool() ? WhyNot::Outcome::holds : WhyNot::Outcome::condition_false;
  answer.reason =
      explainer.in_scope({.rule = asked, .item = item}, [&](NodeId node) { return deciding_part(e, node); });
  return answer;
}

auto outcome_of(Standing standing) -> WhyNot::Outcome {
  switch (standing) {
    case Standing::not_considered: return WhyNot::Outcome::parent_not_taken;
    case Standing::false_condition: return WhyNot::Outcome::condition_false;
    case Standing::overridden: return WhyNot::Outcome::overridden;
    case Standing::chosen: return WhyNot::Outcome::taken;
    case Standing::failed: return WhyNot::Outcome::failed;
  }
  return WhyNot::Outcome::failed;  // not reached: the switch is exhaustive
}

auto why_not_exception(Evaluator& e, const Choice& choice, std::uint32_t i) -> WhyNot {
  const Choice::Exception& exception = choice.exceptions[i];
  const DeclarationName& name = e.names().exceptions[exception.name];
  const std::vector<Standing> all = standings(e, choice);
  WhyNot answer{.id = name.step, .name = name.name, .labels = name.labels, .outcome = outcome_of(all[i])};
  if (all[i] == Standing::not_considered) {
    answer.other = e.names().exceptions[choice.exceptions[exception.parent].name].name;
  } else if (all[i] != Standing::failed) {
    answer.reason = deciding_part(e, exception.when);
  }
  if (all[i] == Standing::chosen) answer.value = shown(e, exception.value);
  for (std::uint32_t k = 0; k < choice.exceptions.size(); ++k) {
    const auto& over = choice.exceptions[k].over;
    const bool holds = all[k] == Standing::chosen;
    if (holds && choice.exceptions[k].parent == i) {
      answer.outcome = WhyNot::Outcome::refined;
      answer.other = e.names().exceptions[choice.exceptions[k].name].name;
      answer.value.reset();
    }
    if (holds && std::ranges::find(over, i) != over.end())
      answer.other = e.names().exceptions[choice.exceptions[k].name].name;
  }
  return answer;
}

}  // namespace

auto explain(Evaluator& evaluator, const Answer& answer, const ExplainOptions& options) -> Explanation {
  Explainer explainer(evaluator, options);
  explainer.out.date = answer.date;
  explainer.out.errors = answer.errors;
  explainer.add_requirements(answer);
  if (!answer.blocked) {
    for (const Output& output : evaluator.program().outputs) explainer.add_output(output);
  }
  return std::move(explainer.out);
}

auto why(Evaluator& evaluator, const Answer& answer, const std::string& name, const ExplainOptions& options)
    -> std::optional<Explanation> {
  const Program& program = evaluator.program();
  const Asked asked = parse_question(name);
  Explainer explainer(evaluator, options);
  explainer.out.date = answer.date;
  explainer.out.errors = answer.errors;
  for (const Output& output : program.outputs) {
    if (output.name == name) explainer.add_output(output);
  }
  if (!explainer.out.results.empty()) return std::move(explainer.out);
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const Rule& rule = program.rules[i];
    if (!is_called(evaluator.names().rules[rule.name], asked.name)) continue;
    if (rule.list && asked.item == kNoItem) {
      const std::uint32_t size = evaluator.list_size(*rule.list);
      for (std::uint32_t k = 0; k < std::min(size, options.items); ++k)
        explainer.add_rule({.rule = RuleId{i}, .item = k});
    } else if (!rule.list || asked.item < evaluator.list_size(*rule.list)) {
      explainer.add_rule({.rule = RuleId{i}, .item = rule.list ? asked.item : kNoItem});
    }
  }
  if (explainer.out.results.empty()) return std::nullopt;
  return std::move(explainer.out);
}

auto why_not(Evaluator& evaluator, const std::string& name) -> std::vector<WhyNot> {
  const Program& program = evaluator.program();
  const Asked asked = parse_question(name);
  Explainer explainer(evaluator, {});
  std::vector<WhyNot> answers;
  const auto items_of = [&](std::optional<ListId> list) {
    std::vector<std::uint32_t> items;
    if (!list || asked.item != kNoItem) return std::vector<std::uint32_t>{list ? asked.item : kNoItem};
    for (std::uint32_t i = 0; i < evaluator.list_size(*list); ++i) items.push_back(i);
    return items;
  };
  for (const Requirement& requirement : program.requirements) {
    if (!is_called(evaluator.names().requirements[requirement.name], asked.name)) continue;
    for (const std::uint32_t item : items_of(program.at(requirement.met).list)) {
      answers.push_back(why_not_requirement(evaluator, explainer, requirement, item));
    }
  }
  for (const Choice& choice : program.choices) {
    for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
      if (!is_called(evaluator.names().exceptions[choice.exceptions[i].name], asked.name)) continue;
      for (const std::uint32_t item : items_of(program.at(choice.rule).list)) {
        answers.push_back(explainer.in_scope({.rule = choice.rule, .item = item},
                                             [&](NodeId) { return why_not_exception(evaluator, choice, i); }));
      }
    }
  }
  return answers;
}

}  // namespace remit
