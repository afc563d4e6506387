#include "engine/evaluate/explain.h"

#include <charconv>

#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"
#include "engine/text/nearest.h"
#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

constexpr std::uint32_t kLevels = 3;  // that are told unless more is asked for

auto names_of(const Settled& settled) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const remit::Output& output : settled.program().outputs) names.push_back(output.name);
  for (const DeclarationName& rule : settled.names().rules) names.push_back(rule.name);
  return names;
}

// Of the list whose elements the rule is for; absent: there is no such rule.
auto elements_of(const Settled& settled, const std::string& rule) -> std::optional<std::uint32_t> {
  for (const Rule& one : settled.program().rules) {
    if (one.list && settled.names().rules[one.name].name == rule)
      return settled.given->lists[static_cast<std::size_t>(*one.list)].size();
  }
  return std::nullopt;
}

auto no_such(const Session& session, const Settled& settled, const std::string& name) -> Trouble {
  const std::string shown = "`" + excerpt_of(name) + "`", whole = name.substr(0, name.find('['));
  const auto elements = elements_of(settled, whole.substr(whole.rfind('.') + 1));
  if (elements && whole != name) {
    const std::string count = std::to_string(*elements);
    return session.trouble(Status::usage,
                           "there is no " + shown + ": " +
                               (*elements == 0   ? "the list is empty"
                                : *elements == 1 ? "there is one element"
                                                 : "elements are counted from 1 to " + count),
                           "没有 " + shown + "：" + (*elements == 0 ? "列表为空" : "共 " + count + " 项，自 1 起"));
  }
  const std::string near = nearest_name(name, names_of(settled));
  return session.trouble(Status::usage,
                         "there is no result or rule " + shown + (near.empty() ? "" : "; did you mean `" + near + "`?"),
                         "没有结果或规则 " + shown + (near.empty() ? "" : "；是否指 `" + near + "`？"));
}

auto why(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string name, item;
  std::uint32_t levels = kLevels;
  while (!rest.empty()) {
    std::string word = take_word(rest);
    if (word == "item" && !rest.empty()) {
      item = take_word(rest);
    } else if (word == "all") {
      levels = TextOptions().levels;
    } else if (word == "depth" && !rest.empty()) {
      const std::string number = take_word(rest);
      if (std::from_chars(number.data(), number.data() + number.size(), levels).ec != std::errc() || levels == 0)
        return output.trouble(
            session.trouble(Status::usage, "`depth` is a number from 1 on", "`depth` 后应为不小于 1 的数"));
    } else {
      name += (name.empty() ? "" : " ") + word;
    }
  }
  OrTrouble<Settled> made = settle_case(session, "");
  if (!made) return output.trouble(made.error());
  const Settled& settled = made.value();
  name = result_meant(settled, name);
  if (!item.empty() && name.find('[') == std::string::npos) name += "[" + item + "]";
  Evaluator& evaluator = *settled.prepared->evaluator;
  const auto told =
      name.empty() ? std::optional(explain(evaluator, settled.answer)) : remit::why(evaluator, settled.answer, name);
  if (!told) return output.trouble(no_such(session, settled, name));
  if (session.settings.format == Format::json) {
    output.text(
        explanation_json(*told, settled.program(), settled.names(), {.show_personal = session.settings.show_personal}) +
        "\n");
  } else {
    output.text(explanation_text(
        *told, settled.program(), settled.names(),
        {.language = session.settings.language, .show_personal = session.settings.show_personal, .levels = levels}));
  }
  tell_misfit(session, output);
  return settled.answer.errors.empty() ? Status::answered : Status::failed;
}

}  // namespace

auto why_command() -> Command {
  return {
      .name = "why",
      .chinese = "为什么",
      .arguments = "[RESULT | RULE] [item N] [all | depth N]",
      .topic = "questions",
      .en = "Say how a result came about: the rules and inputs behind it, with their sources.",
      .zh = "说明结果由来：所依据的规则、输入及出处。",
      .more_en =
          "Three levels are shown; `all` unfolds the rest, `depth N` so many. `item 3` asks of the third element of\n"
          "the list that the rule is for. A label does for a name. Without one: all results.\n",
      .more_zh =
          "显示三层；`全部` 全部展开，`层数 N` 展开若干层。`项 3` "
          "指规则所在列表的第三项。标签可代替名称。不给名称时说明全部结果。\n",
      .examples = {"why pooled", "why deductible all", "why item 3 in_scope"},
      .completes = {Completes::result},
      .words = {{"item", "项", Completes::result},
                {"all", "全部", Completes::result},
                {"depth", "层数", Completes::result}},
      .run = why,
  };
}

}  // namespace remit::repl
