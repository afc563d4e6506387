#include <algorithm>
#include <span>

#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

constexpr std::string_view kFormats[] = {"table", "csv", "json", "markdown"};
constexpr std::string_view kPlots[] = {"auto", "braille", "ascii"};

// One of some words, each the member of the setting that stands at its place; without a word the setting is told.
template <class Setting>
auto choose(const Session& session, std::string_view rest, std::span<const std::string_view> words, Setting& setting,
            Output& output) -> Status {
  const auto chosen = std::ranges::find(words, rest);
  if (chosen != words.end()) {
    setting = static_cast<Setting>(chosen - words.begin());
    return Status::answered;
  }
  if (rest.empty()) {
    output.text(std::string(words[static_cast<std::size_t>(setting)]) + "\n");
    return Status::answered;
  }
  const auto listed = [&](std::string_view comma) {
    std::string list;
    for (const std::string_view word : words) list += std::string(list.empty() ? "" : comma) + std::string(word);
    return list;
  };
  return refuse(session, output, Status::usage, "`{}` is none of " + listed(", "),
                "`{}` 不是 " + listed("、") + " 之一", rest);
}

auto format(Runner& runner, std::string_view rest, Output& output) -> Status {
  return choose(runner.session(), rest, kFormats, runner.session().settings.format, output);
}

auto plot(Runner& runner, std::string_view rest, Output& output) -> Status {
  return choose(runner.session(), rest, kPlots, runner.session().settings.plot, output);
}

auto timer(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (rest != "on" && rest != "off" && !rest.empty())
    return refuse(session, output, Status::usage, "`timer on` or `timer off`", "请输入 `计时 开` 或 `计时 关`");
  if (!rest.empty()) session.settings.timer = rest == "on";
  if (rest.empty()) output.text(session.settings.timer ? "on\n" : "off\n");
  return Status::answered;
}

auto language(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (rest != "en" && rest != "zh" && !rest.empty())
    return refuse(session, output, Status::usage, "`language en` or `language zh`",
                  "请输入 `语言 英文` 或 `语言 中文`");
  if (!rest.empty()) session.settings.language = rest;
  if (rest.empty()) output.text(session.settings.language + "\n");
  return Status::answered;
}

auto send_output(Runner& runner, std::string_view rest, Output& output) -> Status {
  // What a result is written as, the formats and the commands decide.
  static const Endings kEndings = {.wanted = {}, .others = {".remit", ".svg"}};
  const Target target = take_target(rest);
  if (target.path.empty() && rest.empty()) {
    output.text((runner.output_file.empty() ? "off" : runner.output_file) + "\n");
    return Status::answered;
  }
  if (!rest.empty()) return runner.refuse_left_over(rest, output);
  if (target.path == "off") {
    runner.show_output();
    return Status::answered;
  }
  if (const auto trouble = refused(runner.session(), target, kEndings)) return output.trouble(*trouble);
  const auto trouble = runner.send_output_to(target);
  return trouble ? output.trouble(*trouble) : Status::answered;
}

auto log(Runner& runner, std::string_view rest, Output& output) -> Status {
  static const Endings kEndings = {.wanted = {}, .others = {".remit", ".json", ".ndjson", ".csv", ".svg"}};
  const Target target = take_target(rest);
  if (!rest.empty()) return runner.refuse_left_over(rest, output);
  runner.logged = false;
  std::string script;
  for (const std::string& input : runner.log) script += input + "\n";
  if (target.path.empty()) {
    output.text(script);
    return Status::answered;
  }
  return save_file(runner.session(), target, kEndings, script, output);
}

}  // namespace

auto format_command() -> Command {
  return {.name = "format",
          .chinese = "格式",
          .arguments = "[table | csv | json | markdown]",
          .topic = "session",
          .en = "Choose how results are shown.",
          .zh = "选择结果的显示方式。",
          .examples = {"format markdown"},
          .words = {{"table", "表格"}, {"csv"}, {"json"}, {"markdown"}},
          .run = format};
}

auto plot_command() -> Command {
  return {.name = "plot",
          .chinese = "图形",
          .arguments = "[auto | braille | ascii]",
          .topic = "session",
          .en = "Choose what plots in the session are made of: Braille dots and blocks, or ASCII.",
          .zh = "选择会话中图形所用的符号：盲文点与方块，或 ASCII。",
          .more_en = "`auto`: ASCII where the terminal has nothing else. Files are as they are.\n",
          .more_zh = "`auto`：终端没有其他符号时用 ASCII。文件不受影响。\n",
          .examples = {"plot ascii"},
          .words = {{"auto", "自动"}, {"braille", "盲文"}, {"ascii"}},
          .run = plot};
}

auto timer_command() -> Command {
  return {.name = "timer",
          .chinese = "计时",
          .arguments = "[on | off]",
          .topic = "session",
          .en = "Tell how long each command took.",
          .zh = "显示每条命令所用时间。",
          .examples = {"timer on"},
          .words = {{"on", "开"}, {"off", "关"}},
          .run = timer};
}

auto language_command() -> Command {
  return {.name = "language",
          .chinese = "语言",
          .arguments = "[en | zh]",
          .topic = "session",
          .en = "Choose the language of labels and messages; keywords of both are understood.",
          .zh = "选择标签与提示的语言；两种语言的关键词均可输入。",
          .examples = {"language zh"},
          .words = {{"en", "英文"}, {"zh", "中文"}},
          .run = language};
}

auto output_command() -> Command {
  return {.name = "output",
          .chinese = "输出",
          .arguments = "[FILE [!] | off]",
          .topic = "session",
          .en = "Write what follows into a file instead of showing it, until `output off`.",
          .zh = "此后的结果写入文件而不显示，直至 `输出 关`。",
          .more_en = "The file is written as a whole after each command.\n",
          .more_zh = "每条命令之后整体写入。\n",
          .examples = {"output stay.md", "output off"},
          .completes = {Completes::file, Completes::nothing},
          .words = {{"off", "关"}, {"to", "到", Completes::file}, {"!", "！"}},
          .run = send_output};
}

auto log_command() -> Command {
  return {.name = "log",
          .chinese = "记录",
          .arguments = "[FILE [!]]",
          .topic = "keeping",
          .en = "Write what was typed so far as a script, which `source FILE` or `remit repl < FILE` replays.",
          .zh = "将已输入的内容写成脚本，可用 `执行 文件` 或 `remit repl < 文件` 重放。",
          .more_en = "In place of `source` stand the lines that were run; `edit` stands as the `reload` after it.\n",
          .more_zh = "`执行` 记作所运行的各行；`编辑` 记作其后的 `重读`。\n",
          .examples = {"log reform.session"},
          .completes = {Completes::file, Completes::nothing},
          .words = {{"to", "到", Completes::file}, {"!", "！"}},
          .run = log};
}

}  // namespace remit::repl
