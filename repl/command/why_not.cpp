#include <algorithm>

#include "dsl/testing/flip.h"
#include "dsl/testing/literal.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"
#include "engine/text/nearest.h"
#include "engine/value/print.h"
#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto names_of(const Settled& settled) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const DeclarationName& one : settled.names().exceptions) names.push_back(one.name);
  for (const DeclarationName& one : settled.names().requirements) names.push_back(one.name);
  return names;
}

// Of which can be asked.
auto tell_names(const Session& session, const Settled& settled, Output& output) -> Status {
  Table table{.rows = {{session.pick("Name", "名称"), session.pick("Kind", "种类"), session.pick("Label", "标签")}}};
  const auto add = [&](const std::vector<DeclarationName>& names, const std::string& kind) {
    for (const DeclarationName& one : names)
      table.rows.push_back({one.name, kind, label_in(one.labels, session.settings.language, "")});
  };
  add(settled.names().requirements, session.pick("requirement", "条件"));
  add(settled.names().exceptions, session.pick("exception", "例外"));
  table.rows.erase(std::unique(table.rows.begin(), table.rows.end()), table.rows.end());
  output.table(table);
  return Status::answered;
}

// The least change that would do, and others.
void tell_flips(const Session& session, const Settled& settled, const std::string& name, Output& output) {
  const TypeTable& types = settled.program().types;
  const auto written = [&](const Flip& flip, const Value& value) {
    if (value.is_absent()) return session.pick("absent", "缺失");
    return literal_text(value, flip.field.type, types, false).value_or(print_value(value, flip.field.type, types));
  };
  const auto change = [&](const Flip& flip) -> std::string {
    if (flip.field.personal && !session.settings.show_personal)
      return flip.path + session.pick(", which is personal: `--show-personal` shows to what",
                                      "（个人信息，须以 `--show-personal` 显示其值）");
    return (flip.after.is_absent() ? "unset " + flip.path : flip.path + " = " + written(flip, flip.after)) +
           session.pick(" (is ", "（现为 ") + written(flip, flip.before) + session.pick(")", "）");
  };
  const auto flips = find_flips(settled.program(), settled.names(), *settled.prepared->evaluator, *settled.given, name);
  if (flips && flips->empty())
    output.text(
        session.pick("  least change: none was found of a single input with which the case has an answer; not every "
                     "value was tried\n",
                     "  最小改动：未找到只改一项输入且案例仍有答案的办法；并未试遍各值\n"));
  for (std::size_t i = 0; flips && i < flips->size(); ++i) {
    output.text((i == 0 ? session.pick("  least change: ", "  最小改动：") : session.pick("  or: ", "  或：")) +
                change((*flips)[i]) + "\n");
  }
}

// What was answered by the declaration that it is of, by its step.
using Answered = std::vector<std::pair<std::string, std::vector<WhyNot>>>;
auto by_step(const std::vector<WhyNot>& answers) -> Answered {
  Answered steps;
  for (const WhyNot& answer : answers) {
    const std::string step = answer.id.substr(0, answer.id.find('['));
    auto found = std::ranges::find(steps, step, &Answered::value_type::first);
    if (found == steps.end()) found = steps.insert(found, {step, {}});
    found->second.push_back(answer);
  }
  return steps;
}

// The service of the policy at hand that has a requirement of this name; empty: none has.
auto service_requiring(Session& session, const std::string& requirement) -> std::string {
  const auto at_hand = policy_at_hand(session);
  if (!at_hand) return {};
  for (const FlatDeclaration& flat : at_hand.value().flat->declarations) {
    const auto* service = std::get_if<ast::Service>(&flat.declaration->body);
    if (service == nullptr) continue;
    const bool has =
        std::ranges::any_of(service->requires_, [&](const ast::Name& one) { return one.text == requirement; });
    if (has) return flat.declaration->name.text;
  }
  return {};
}

auto why_not(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string name;
  while (!rest.empty()) name += (name.empty() ? "" : " ") + take_word(rest);
  OrTrouble<Settled> made = settle_case(session, "");
  if (!made) return output.trouble(made.error());
  const Settled& settled = made.value();
  if (name.empty()) return tell_names(session, settled, output);
  name = decided_meant(settled, name);
  const std::vector<WhyNot> answers = remit::why_not(*settled.prepared->evaluator, name);
  if (answers.empty()) {
    if (const std::string service = service_requiring(session, name); !service.empty()) {
      return output.trouble(session.trouble(
          Status::usage,
          "`" + name + "` is a requirement of the service `" + service + "`; type `run " + service + "` first",
          "`" + name + "` 是服务 `" + service + "` 的条件；请先输入 `运行 " + service + "`"));
    }
    const std::string near = nearest_name(name, names_of(settled));
    return output.trouble(session.trouble(
        Status::usage,
        "there is no exception or requirement `" + excerpt_of(name) + "`" +
            (near.empty() ? "" : "; did you mean `" + near + "`?"),
        "没有例外或条件 `" + excerpt_of(name) + "`" + (near.empty() ? "" : "；是否指 `" + near + "`？")));
  }
  if (session.settings.format == Format::json) {
    output.text(why_not_json(answers, settled.program(), {.show_personal = session.settings.show_personal}) + "\n");
    return Status::answered;
  }
  const std::size_t item = name.find('[');
  for (const auto& [step, told] : by_step(answers)) {
    output.text(why_not_text(told, settled.program(),
                             {.language = session.settings.language, .show_personal = session.settings.show_personal}));
    const std::size_t end = item == std::string::npos ? item : name.find(']', item);
    tell_flips(session, settled, step + (item == std::string::npos ? "" : name.substr(item, end + 1 - item)), output);
  }
  tell_misfit(session, output);
  return Status::answered;
}

}  // namespace

auto why_not_command() -> Command {
  return {
      .name = "why not",
      .chinese = "为何不",
      .arguments = "REQUIREMENT | EXCEPTION",
      .topic = "questions",
      .en = "Say why a requirement is not met, or an exception not taken.",
      .zh = "说明条件为何未满足，或例外为何未采用。",
      .more_en = "With the values that decided it, and the least change of a single input that would make it so.\n",
      .more_zh = "给出起决定作用的取值，以及使其成立的单项输入的最小改动。\n",
      .examples = {"why not repeat_stay", "why not deductible.repeat_stay"},
      .completes = {Completes::decided},
      .run = why_not,
  };
}

}  // namespace remit::repl
