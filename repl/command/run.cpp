#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto run(Runner& runner, std::string_view rest, Output& output) -> Status {
  const std::string name = take_word(rest), meant = service_meant(runner.session(), name);
  return settle(runner.session(), meant.empty() ? name : meant, output);
}

}  // namespace

auto run_command() -> Command {
  return {
      .name = "run",
      .chinese = "计算",
      .arguments = "[SERVICE]",
      .topic = "questions",
      .en = "Answer the case at hand; the name of a service alone does the same.",
      .zh = "对当前案例作答；单独输入服务名亦可。",
      .more_en = "Without a name: the service asked for last, or the one for which the case is made.\n",
      .more_zh = "不给名称时：上次所用的服务，或案例所对应的服务。\n",
      .examples = {"settle", "run filing"},
      .completes = {Completes::service, Completes::nothing},
      .most = 1,
      .run = run,
  };
}

}  // namespace remit::repl
