#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto use(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string policy = take_word(rest);
  if (policy.empty()) {
    output.text((session.policy().empty() ? session.pick("the policy that applies to the case", "适用于案例的政策")
                                          : session.policy()) +
                "\n");
    return Status::answered;
  }
  const bool any = policy == "any";
  if (const auto trouble = session.use(any ? "" : policy)) return output.trouble(*trouble);
  if (!any) {
    if (const auto opened = session.opened(); !opened) return output.trouble(opened.error());
  }
  output.text(any ? session.pick("from now on the policy that applies to the case\n", "此后按适用于案例的政策\n")
                  : policy + "\n");
  return Status::answered;
}

}  // namespace

auto use_command() -> Command {
  return {
      .name = "use",
      .chinese = "选用",
      .arguments = "[POLICY | any]",
      .topic = "policies",
      .en = "Answer by this policy; `any`: by the one that applies to the case, as at first.",
      .zh = "按此政策作答；`任意`：按适用于案例的政策，如初始状态。",
      .examples = {"use cn.beijing.employee", "use any"},
      .completes = {Completes::policy, Completes::nothing},
      .words = {{"any", "任意"}},
      .most = 1,
      .run = use,
  };
}

}  // namespace remit::repl
