#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"
#include "engine/text/nearest.h"
#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto names_of(const Settled& settled) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const DeclarationName& one : settled.names().exceptions) names.push_back(one.name);
  for (const DeclarationName& one : settled.names().requirements) names.push_back(one.name);
  return names;
}

auto why_not(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string name = take_word(rest);
  if (name.empty())
    return output.trouble(session.trouble(Status::usage, "of which requirement or exception?", "哪个条件或例外？"));
  OrTrouble<Settled> made = settle_case(session, "");
  if (!made) return output.trouble(made.error());
  const Settled& settled = made.value();
  const std::vector<WhyNot> answers = remit::why_not(*settled.prepared->evaluator, name);
  if (answers.empty()) {
    const std::string near = nearest_name(name, names_of(settled));
    return output.trouble(session.trouble(
        Status::usage,
        "there is no exception or requirement `" + excerpt_of(name) + "`" +
            (near.empty() ? "" : "; did you mean `" + near + "`?"),
        "没有例外或条件 `" + excerpt_of(name) + "`" + (near.empty() ? "" : "；是否指 `" + near + "`？")));
  }
  if (session.settings.format == Format::json) {
    output.text(why_not_json(answers, settled.program(), {.show_personal = session.settings.show_personal}) + "\n");
  } else {
    output.text(why_not_text(answers, settled.program(),
                             {.language = session.settings.language, .show_personal = session.settings.show_personal}));
  }
  return Status::answered;
}

}  // namespace

auto why_not_command() -> Command {
  return {
      .name = "why not",
      .arguments = "REQUIREMENT | EXCEPTION",
      .topic = "questions",
      .en = "Say why a requirement is not met, or an exception not taken.",
      .zh = "说明条件为何未满足，或例外为何未采用。",
      .examples = {"why not repeat_stay", "why not deductible.repeat_stay"},
      .completes = {Completes::decided},
      .run = why_not,
  };
}

}  // namespace remit::repl
