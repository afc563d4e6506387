#include "engine/evaluate/explain.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/conditions.h"
#include "engine/evaluate/explain_rules.h"
#include "engine/evaluate/explain_step.h"
#include "engine/evaluate/question.h"

namespace remit {
namespace {

constexpr std::size_t kManySteps = 32;  // for so many there is room from the start

// Of nested lists, where their elements belong.
auto nesting(const Program& program, const Case& given) -> std::vector<ListColumns> {
  const auto nested = [](const List& list) { return list.parent.has_value(); };
  if (std::ranges::none_of(program.lists, nested)) return {};
  std::vector<ListColumns> lists(given.lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (nested(program.lists[i])) lists[i].offsets = given.lists[i].offsets;
  }
  return lists;
}

class Explainer {
 public:
  Explainer(Evaluator& e, const Answer& answer, const ExplainOptions& options)
      : e_(e), p_(e.program()), options_(options), rules_(e, out_.steps), walk_(e, options_, rules_, out_) {
    out_.date = answer.date;
    out_.errors = answer.errors;
    out_.lists = nesting(p_, e.given());
    out_.steps.reserve(kManySteps);
    out_.inputs.reserve(kManySteps);
    out_.values.reserve(kManySteps);
    out_.reads.reserve(kManySteps);
  }

  void add_output(const Output& output, std::optional<std::uint32_t> within = {}) {
    if (!output.list) return add_node(output, within);
    const std::uint32_t size = e_.list_size(*output.list);
    const Value elements = output.node == kNoNode ? Value(ListRange{.list = *output.list, .begin = 0, .end = size})
                                                  : e_.value_of(output.node);
    if (elements.tag() != Value::Tag::range) return;
    const ListRange range = elements.as_range();
    Evaluator::Bound self(e_, p_.at(*output.list).self);
    for (std::uint32_t i = range.begin; i < range.end && i - range.begin < options_.items; ++i) {
      self.set(ElementRef{.list = *output.list, .index = i});
      const auto element = static_cast<std::uint32_t>(out_.elements.size());
      out_.elements.push_back({.list = &output, .index = i, .within = within});
      for (const Output& field : output.fields) add_output(field, element);
    }
  }

  void add_rule(RuleAt at) {
    const auto steps = walk_.step_of(at);
    tell_steps();
    const Value& value = out_.steps[out_.reads[steps.begin]].value;
    out_.results.push_back({.value = {.value = value, .node = p_.at(at.rule).node}, .steps = steps});
  }

  void add_requirements(const Answer& answer) {
    for (const RequirementVerdict& v : answer.requirements) {
      const RuleAt met{.rule = p_.requirements[v.requirement].met, .item = v.item.value_or(kNoItem)};
      out_.requirements.push_back(
          {.requirement = v.requirement,
           .item = v.item,
           .applies = v.applies,
           .met = v.met,
           .reason = in_scope(e_, met, [&](NodeId node) { return deciding_part(e_, node, out_.values); })});
    }
  }

  [[nodiscard]] bool found() const { return !out_.results.empty(); }
  auto take() -> Explanation { return std::move(out_); }

 private:
  void add_node(const Output& output, std::optional<std::uint32_t> within) {
    SeenValue value = seen(e_, output.node);
    const auto steps = walk_.steps_read(value);
    out_.results.push_back({.output = &output, .within = within, .value = std::move(value), .steps = steps});
    tell_steps();
  }

  void tell_steps() {
    while (const auto step = rules_.next()) {
      if (!out_.steps[*step].assumed) walk_.tell(*step);
    }
  }

  Evaluator& e_;
  const Program& p_;
  const ExplainOptions options_;
  Explanation out_;
  RulesMet rules_;
  StepWalk walk_;
};

}  // namespace

auto explain(Evaluator& evaluator, const Answer& answer, const ExplainOptions& options) -> Explanation {
  Explainer explainer(evaluator, answer, options);
  explainer.add_requirements(answer);
  if (!answer.blocked) {
    for (const Output& output : evaluator.program().outputs) explainer.add_output(output);
  }
  return explainer.take();
}

auto why(Evaluator& evaluator, const Answer& answer, const std::string& name, const ExplainOptions& options)
    -> std::optional<Explanation> {
  const Program& program = evaluator.program();
  const Question asked = parse_question(name);
  Explainer explainer(evaluator, answer, options);
  for (const Output& output : program.outputs) {
    if (output.name == name) explainer.add_output(output);
  }
  if (explainer.found()) return explainer.take();
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
  if (!explainer.found()) return std::nullopt;
  return explainer.take();
}

}  // namespace remit
