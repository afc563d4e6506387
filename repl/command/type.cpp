#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"

namespace remit::repl {
namespace {

auto type(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const OrTrouble<Evaluated> evaluated = session.evaluate(std::string(rest));
  if (!evaluated) return output.trouble(evaluated.error());
  output.text(evaluated.value().type_name + "\n");
  return Status::answered;
}

}  // namespace

auto type_command() -> Command {
  return {.name = "type",
          .chinese = "类型",
          .arguments = "EXPRESSION",
          .topic = "policies",
          .en = "Say of which type an expression is.",
          .zh = "说明表达式的类型。",
          .examples = {"type eligible / claim.total"},
          .completes = {Completes::expression},
          .run = type};
}

}  // namespace remit::repl
