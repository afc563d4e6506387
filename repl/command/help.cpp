#include <algorithm>

#include "engine/text/nearest.h"
#include "engine/text/utf8.h"
#include "repl/command/chinese.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto usage_shown(const Session& session, const Command& command) -> std::string {
  return session.chinese() ? usage_in_chinese(command) : usage(command);
}

auto pick(const Session& session, std::string_view en, std::string_view zh) -> std::string_view {
  return session.chinese() ? zh : en;
}

auto topic_text(const Session& session, std::string_view topic) -> std::string_view {
  return session.chinese() ? topic_in_chinese(topic) : topic;
}

auto topics_of(const Commands& commands) -> std::vector<std::string> {
  std::vector<std::string> topics;
  for (const Command& command : commands) {
    if (std::find(topics.begin(), topics.end(), command.topic) == topics.end()) topics.emplace_back(command.topic);
  }
  return topics;
}

// In lines that all begin at a column and fit a terminal of 80; cut at blanks, or between Chinese characters.
auto wrapped(std::string_view text, std::size_t indent) -> std::string {
  constexpr std::size_t kWidth = 80;
  std::string made, word;
  std::size_t column = indent;
  bool quoted = false;  // between two `
  const auto flush = [&] {
    const std::size_t width = columns(word);
    if (column + width > kWidth && column > indent) {
      while (made.ends_with(' ')) made.pop_back();
      made += "\n" + std::string(indent, ' ');
      column = indent;
    }
    made += word;
    column += width;
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    const std::string_view character = text.substr(at, end - at);
    const bool wide = columns(character) == 2;
    const bool closes = wide && std::string_view("，。；：、）”").find(character) != std::string_view::npos;
    if (wide && !closes && !quoted) flush();
    quoted = quoted != (character == "`");
    word += character;
    if (character == " ") flush();
    at = end;
  }
  flush();
  return made + "\n";
}

auto listed(const Session& session, const Command& command) -> std::string {
  constexpr std::size_t kColumn = 30;
  std::string line = "  " + usage_shown(session, command);
  const std::size_t width = columns(line);
  line += width + 2 > kColumn ? "\n" + std::string(kColumn, ' ') : std::string(kColumn - width, ' ');
  return line + wrapped(pick(session, command.en, command.zh), kColumn);
}

auto explained(const Session& session, const Command& command) -> std::string {
  std::string text = usage_shown(session, command) + "\n  " + wrapped(pick(session, command.en, command.zh), 2);
  std::string more(pick(session, command.more_en, command.more_zh));
  if (more.ends_with('\n')) more.pop_back();
  std::replace(more.begin(), more.end(), '\n', session.chinese() ? '\0' : ' ');
  std::erase(more, '\0');
  if (!more.empty()) text += "  " + wrapped(more, 2);
  if (session.chinese()) text += "  英文：`" + std::string(command.name) + "`\n";
  for (const std::string_view example : command.examples)
    text += "    " + (session.chinese() ? example_in_chinese(command, example) : std::string(example)) + "\n";
  return text;
}

auto help(Runner& runner, std::string_view rest, Output& output) -> Status {
  const Session& session = runner.session();
  const Commands& commands = runner.commands();
  const std::vector<std::string> topics = topics_of(commands);
  if (rest.empty()) {
    for (const std::string& topic : topics) {
      output.text(std::string(topic_text(session, topic)) + "\n");
      for (const Command& command : commands) {
        if (command.topic == topic) output.text(listed(session, command));
      }
    }
    output.text(
        std::string(pick(session,
                         "Anything else is an expression, such as `deductible + 1`, or a declaration, such as\n"
                         "`value first_deductible = 1_000`, which changes the policy for this session.\n"
                         "`help TOPIC` and `help COMMAND` tell more.\n",
                         "其余输入是表达式，如 `deductible + 1`；或声明，如 `value first_deductible = 1_000`，\n"
                         "只在本次会话中修改政策。命令的英文名同样可用。`帮助 主题` 与 `帮助 命令` 有更多说明。\n")));
    return Status::answered;
  }
  std::vector<std::string> known = topics;
  std::vector<const Command*> named, begun;
  for (const Command& command : commands) {
    known.emplace_back(command.name);
    known.emplace_back(command.chinese);
    const auto names = {command.name, command.chinese, command.topic, topic_in_chinese(command.topic)};
    if (std::ranges::find(names, rest) != names.end()) named.push_back(&command);
    if (command.name.starts_with(std::string(rest) + " ")) begun.push_back(&command);  // `save` of `save test`
  }
  const std::vector<const Command*>& found = named.empty() ? begun : named;
  for (const Command* command : found)
    output.text((command == found.front() ? "" : "\n") + explained(session, *command));
  if (!found.empty()) return Status::answered;
  const std::string near = nearest_name(rest, known);
  return output.trouble(
      session.trouble(Status::usage,
                      "there is no command or topic `" + excerpt_of(rest) + "`" +
                          (near.empty() ? "" : "; did you mean `" + near + "`?"),
                      "没有命令或主题 `" + excerpt_of(rest) + "`" + (near.empty() ? "" : "；是否指 `" + near + "`？")));
}

}  // namespace

auto help_command() -> Command {
  return {
      .name = "help",
      .chinese = "帮助",
      .arguments = "[TOPIC | COMMAND]",
      .topic = "session",
      .en = "List the commands, or tell more of some.",
      .zh = "列出命令，或详细说明。",
      .examples = {"help cases", "help why not"},
      .completes = {Completes::topic},
      .run = help,
  };
}

}  // namespace remit::repl
