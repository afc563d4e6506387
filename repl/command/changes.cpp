#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto one_line(const std::string& text) -> std::string {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

auto changes(Runner& runner, std::string_view, Output& output) -> Status {
  const Session& session = runner.session();
  if (session.changes.all().empty()) {
    output.text(session.pick("no changes\n", "没有变更\n"));
    return Status::answered;
  }
  Table table{.rows = {{session.pick("Change", "变更"), session.pick("Of", "政策"), session.pick("Text", "内容")}}};
  for (const Change& change : session.changes.all())
    table.rows.push_back({change.name, change.policy, excerpt_of(one_line(change.text))});
  output.table(table);
  return Status::answered;
}

auto undo(Runner& runner, std::string_view, Output& output) -> Status {
  Session& session = runner.session();
  if (!session.changes.undo()) return refuse(session, output, Status::usage, "there is no change", "没有变更");
  output.text(session.pick("without ", "已撤销 ") + "`" + session.changes.undone().back().name + "`\n");
  return Status::answered;
}

auto redo(Runner& runner, std::string_view, Output& output) -> Status {
  Session& session = runner.session();
  if (!session.changes.redo())
    return refuse(session, output, Status::usage, "nothing was undone since the last change", "最近变更之后没有撤销过");
  output.text(session.pick("again with ", "已恢复 ") + "`" + session.changes.all().back().name + "`\n");
  return Status::answered;
}

}  // namespace

auto changes_command() -> Command {
  return {
      .name = "changes",
      .chinese = "变更",
      .arguments = "",
      .topic = "changes",
      .en = "List what was declared at the prompt; files are never changed.",
      .zh = "列出在提示符下声明的内容；文件从不改动。",
      .more_en =
          "A declaration changes the policy in use for this session: a name that is there already is overridden,\n"
          "`extend` adds a version from a day on.\n",
      .more_zh = "声明只在本次会话中改变所用政策：已有的名称被改写，`补充` 自某日起增加一个版本。\n",
      .examples = {"value first_deductible = 1_000", "extend value first_deductible { from 2026-01-01 = 1_000 }",
                   "changes"},
      .most = 0,
      .run = changes,
  };
}

auto undo_command() -> Command {
  return {.name = "undo",
          .chinese = "撤销",
          .arguments = "",
          .topic = "changes",
          .en = "Take the last change away.",
          .zh = "撤销最近一项变更。",
          .examples = {"undo"},
          .most = 0,
          .run = undo};
}

auto redo_command() -> Command {
  return {.name = "redo",
          .chinese = "重做",
          .arguments = "",
          .topic = "changes",
          .en = "Bring back what was undone last.",
          .zh = "恢复最近撤销的变更。",
          .examples = {"redo"},
          .most = 0,
          .run = redo};
}

}  // namespace remit::repl
