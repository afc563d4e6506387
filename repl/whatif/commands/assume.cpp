#include "engine/value/print.h"
#include "repl/command/labels.h"
#include "repl/command/words.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

auto list(Session& session, const Prepared& prepared, Output& output) -> Status {
  if (session.assumed.empty()) output.text(session.pick("nothing is assumed\n", "没有假定\n"));
  for (const auto& [name, value] : session.assumed) {
    const auto quantity = whatif::find_quantity(service_of(prepared), name);
    if (!quantity) continue;  // the service at hand has no such rule
    output.text(session.pick("assumed: ", "假定：") + name + " = " +
                print_value(value, quantity.value().type, prepared.program().types, session.settings.language) + "\n");
  }
  return Status::answered;
}

// A rule of the case, by its own name or as a result that has its name.
bool is_rule(const Program& program, const whatif::Quantity& quantity) {
  if (quantity.element || !quantity.fields.empty()) return false;
  return quantity.rule || program.at(quantity.node).op == Op::rule;
}

auto assume(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (take_word(rest, "off")) {
    std::string name = take_word(rest);
    if (!rest.empty()) return runner.refuse_left_over(rest, output);
    const OrTrouble<Settled> settled = settle_case(session, "");
    if (settled) name = result_meant(settled.value(), name);
    if (!name.empty() && session.assumed.erase(name) == 0) {
      return output.trouble(session.trouble(Status::usage, "`" + excerpt_of(name) + "` is not assumed",
                                            "没有假定 `" + excerpt_of(name) + "`"));
    }
    if (name.empty()) session.assumed.clear();
    output.text(name.empty() ? session.pick("nothing is assumed\n", "没有假定\n")
                             : name + session.pick(" as the rules give it\n", " 按规则计算\n"));
    return Status::answered;
  }
  const std::size_t sign = rest.find('=');
  OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  const Prepared& prepared = *settled.value().prepared;
  if (rest.empty()) return list(session, prepared, output);
  if (sign == std::string_view::npos) {
    return output.trouble(session.trouble(Status::usage, "write `assume RULE = VALUE`", "请写作 `假定 规则 = 值`"));
  }
  const std::string name = result_meant(settled.value(), std::string(trimmed(rest.substr(0, sign))));
  const auto quantity = whatif::find_quantity(service_of(prepared), name);
  if (!quantity) return output.trouble(trouble_of(session, quantity.error()));
  if (!is_rule(prepared.program(), quantity.value())) {
    return output.trouble(session.trouble(Status::usage, "`" + excerpt_of(name) + "` is no rule of the case",
                                          "`" + excerpt_of(name) + "` 不是案例的规则"));
  }
  auto value = value_in(session, std::string(rest.substr(sign + 1)), quantity.value().type);
  if (!value) return output.trouble(value.error());
  session.assumed[name] = value.value();
  output.text(session.pick("assumed: ", "假定：") + name + " = " +
              print_value(value.value(), quantity.value().type, prepared.program().types, session.settings.language) +
              "\n");
  return Status::answered;
}

}  // namespace

auto assume_command() -> Command {
  return {
      .name = "assume",
      .chinese = "假定",
      .arguments = "[RULE = VALUE | off [RULE]]",
      .topic = "what-if",
      .en = "Pin a rule or a figure at a value, whatever it would be; `off`: as the rules give it again.",
      .zh = "把规则或数值固定为某值；`取消`：恢复按规则计算。",
      .more_en =
          "What is assumed holds for all questions from then on, and stands as assumed in explanations.\n"
          "Without a name: what is assumed.\n",
      .more_zh = "此后所有提问都按假定，说明中注明为假定。不给名称时列出现有假定。\n",
      .examples = {"assume deductible = 1_000", "assume off deductible"},
      .completes = {Completes::result, Completes::expression},
      .words = {{"off", "取消", Completes::result}},
      .run = assume,
  };
}

}  // namespace remit::repl
