#include "engine/evaluate/explain.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "engine/evaluate/conditions.h"
#include "engine/evaluate/explain_step.h"
#include "engine/evaluate/question.h"

namespace remit {
namespace {

// Gathers steps: those that were met wait in a list, so that no chain of rules takes stack.
class Explainer {
 public:
  Explainer(Evaluator& e, const ExplainOptions& options) : e_(e), p_(e.program()), options_(options) {}

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
      seen.reason = in_scope(e_, met, [&](NodeId node) { return deciding_part(e_, node); });
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
    walk_step(e_, options_, output.node, top, meeting);
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
      if (!step.assumed) in_scope(e_, at, [&](NodeId node) { walk_step(e_, options_, node, step, meeting); });
      out.steps[number] = std::move(step);
    }
  }

  Evaluator& e_;
  const Program& p_;
  const ExplainOptions options_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<RuleAt> waiting_;
};

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
  const Question asked = parse_question(name);
  Explainer explainer(evaluator, options);
  explainer.out.date = answer.date;
  explainer.out.errors = answer.errors;
  for (const Output& output : program.outputs) {
    if (output.name == name) explainer.add_output(output);
  }
  if (!explainer.out.results.empty()) return std::move(explainer.out);
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const Rule& rule = program.rules[i];
    if (!asked.asks_for(evaluator.names().rules[rule.name])) continue;
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

}  // namespace remit
