#include "repl/command/commands.h"
#include "repl/command/runner.h"

namespace remit::repl {
namespace {

auto quit(Runner& runner, std::string_view, Output&) -> Status {
  runner.quitting = true;
  runner.logged = false;
  return Status::answered;
}

}  // namespace

auto quit_command() -> Command {
  return {
      .name = "quit",
      .chinese = "退出",
      .arguments = "",
      .topic = "session",
      .en = "End the session; so does the end of input, Ctrl-D.",
      .zh = "结束会话；输入结束（Ctrl-D）亦然。",
      .examples = {"quit"},
      .most = 0,
      .run = quit,
  };
}

}  // namespace remit::repl
