#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

constexpr int kDeepest = 20;  // scripts that run one another

auto source(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string path = take_word(rest);
  std::string why;
  const auto text = session.host().read(path, why);
  if (!text) {
    return output.trouble(
        session.trouble(Status::environment, "cannot read `" + path + "`: " + why, "无法读取 `" + path + "`：" + why));
  }
  if (runner.depth >= kDeepest)
    return output.trouble(
        session.trouble(Status::usage, "scripts run one another without end", "脚本无穷尽地互相运行"));
  ++runner.depth;
  const Status status = runner.run_script(*text, [&](const Reply& reply) {
    for (const Output::Part& part : reply.parts) {
      if (part.trouble)
        output.trouble({reply.status, part.text});
      else
        output.text(part.text);
    }
  });
  --runner.depth;
  return status;
}

}  // namespace

auto source_command() -> Command {
  return {
      .name = "source",
      .chinese = "执行",
      .arguments = "FILE",
      .topic = "session",
      .en = "Run the commands of a file.",
      .zh = "运行文件中的命令。",
      .more_en = "What a line does not complete goes on on the next; lines that begin with `#` are remarks.\n",
      .more_zh = "一行未完的，续于下一行；以 `#` 开头的行是注释。\n",
      .examples = {"source reform.session"},
      .completes = {Completes::file, Completes::nothing},
      .run = source,
  };
}

}  // namespace remit::repl
