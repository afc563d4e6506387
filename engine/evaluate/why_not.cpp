// Why an exception was not taken, or a requirement is not met.
#include <algorithm>

#include "engine/evaluate/choice.h"
#include "engine/evaluate/conditions.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_rules.h"
#include "engine/evaluate/question.h"

namespace remit {
namespace {

auto why_not_requirement(Evaluator& e, const Requirement& requirement, std::uint32_t item) -> WhyNot {
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
  answer.reason = in_scope(e, {.rule = asked, .item = item}, [&](NodeId node) { return deciding_part(e, node); });
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
  if (all[i] == Standing::chosen) answer.value = shown(e.program(), e.names(), seen(e, exception.value));
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

auto why_not(Evaluator& evaluator, const std::string& name) -> std::vector<WhyNot> {
  const Program& program = evaluator.program();
  const Question asked = parse_question(name);
  std::vector<WhyNot> answers;
  const auto items_of = [&](std::optional<ListId> list) {
    std::vector<std::uint32_t> items;
    if (!list || asked.item != kNoItem) return std::vector<std::uint32_t>{list ? asked.item : kNoItem};
    for (std::uint32_t i = 0; i < evaluator.list_size(*list); ++i) items.push_back(i);
    return items;
  };
  for (const Requirement& requirement : program.requirements) {
    const auto list = program.at(requirement.met).list;
    if (!asked.asks_for_requirement(evaluator.names().requirements[requirement.name], list.has_value())) continue;
    for (const std::uint32_t item : items_of(list)) {
      answers.push_back(why_not_requirement(evaluator, requirement, item));
    }
  }
  for (const Choice& choice : program.choices) {
    for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
      if (!asked.asks_for_exception(evaluator.names().exceptions[choice.exceptions[i].name])) continue;
      for (const std::uint32_t item : items_of(program.at(choice.rule).list)) {
        answers.push_back(in_scope(evaluator, {.rule = choice.rule, .item = item},
                                   [&](NodeId) { return why_not_exception(evaluator, choice, i); }));
      }
    }
  }
  return answers;
}

}  // namespace remit
