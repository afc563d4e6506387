#include <algorithm>

#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

constexpr std::size_t kDeepest = 20;  // scripts that run one another

auto source(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string path = take_word(rest);
  std::string why;
  const auto text = session.host().read(path, why);
  if (!text) {
    return output.trouble(
        session.trouble(Status::environment, "cannot read `" + path + "`: " + why, "无法读取 `" + path + "`：" + why));
  }
  const auto facts = session.host().facts(path);
  const std::string identity = facts ? facts->identity : "";
  const bool runs = facts && std::ranges::find(runner.scripts, identity) != runner.scripts.end();
  if (runs || runner.scripts.size() >= kDeepest) {
    runner.leaving = true;
    runner.logged = false;
    return runs ? refuse(session, output, Status::usage, "`{}` would run itself without end; no script goes on here",
                         "`{}` 将无穷尽地运行自身；所有脚本到此为止", path)
                : refuse(session, output, Status::usage, "before `{}` 20 scripts run one another; none goes on here",
                         "`{}` 之前已有 20 个脚本层层运行；所有脚本到此为止", path);
  }
  runner.scripts.push_back(identity);
  const Status status = runner.run_script(*text, [&](const Reply& reply) {
    for (const Output::Part& part : reply.parts) {
      if (part.trouble)
        output.trouble({reply.status, part.text});
      else
        output.text(part.text);
    }
  });
  runner.scripts.pop_back();
  runner.leaving = runner.leaving && !runner.scripts.empty();
  runner.logged = false;  // its lines were
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
      .more_en =
          "What a line does not complete goes on on the next; lines that begin with `#` are remarks. It goes on "
          "whatever\n"
          "becomes of a line, but a script that would run itself is refused, and ends all that run.\n",
      .more_zh =
          "一行未完的，续于下一行；以 `#` 开头的行是注释。某行出错时继续运行；脚本若将运行自身，则拒绝，\n"
          "正在运行的脚本全部结束。\n",
      .examples = {"source reform.session"},
      .completes = {Completes::file, Completes::nothing},
      .most = 1,
      .run = source,
  };
}

}  // namespace remit::repl
