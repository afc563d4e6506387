#include "engine/value/date.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto as_of(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string day = take_word(rest);
  if (day == "case") {
    session.as_of.reset();
    output.text(session.pick("by the day of the case\n", "按案例的日期\n"));
    return Status::answered;
  }
  if (!day.empty()) {
    const auto date = parse_date(day);
    if (!date) {
      return output.trouble(session.trouble(Status::usage,
                                            "`" + excerpt_of(day) + "` is no date; one is written 2024-01-31",
                                            "`" + excerpt_of(day) + "` 不是日期；日期写作 2024-01-31"));
    }
    session.as_of = date;
  }
  output.text(session.as_of ? session.pick("by the rules of ", "按此日的规则：") + print_date(*session.as_of) + "\n"
                            : session.pick("by the day of the case\n", "按案例的日期\n"));
  return Status::answered;
}

}  // namespace

auto as_of_command() -> Command {
  return {
      .name = "as of",
      .chinese = "时点",
      .arguments = "[DATE | case]",
      .topic = "questions",
      .en = "Answer by the rules in force on a day, whatever day governs the case; `case`: by that again.",
      .zh = "按某日施行的规则作答，不论案例的日期；`案例`：恢复按案例的日期。",
      .more_en = "For a service that is asked for a day, it is that day. Dates in the case stay as they are.\n",
      .more_zh = "对按时点作答的服务，即为该时点。案例内的日期不变。\n",
      .examples = {"as of 2026-01-01", "as of case"},
      .words = {{"case", "案例"}},
      .most = 1,
      .run = as_of,
  };
}

}  // namespace remit::repl
