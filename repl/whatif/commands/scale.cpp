#include "repl/whatif/scale.h"

#include "repl/command/words.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

// Puts a value into the case at hand: "claim.items[].amount" of one element.
void put(Draft& draft, const whatif::ScaledValue& scaled, const TypeTable& types) {
  Draft* at = &draft;
  std::string_view path = scaled.path;
  while (!path.empty() && at != nullptr) {
    const std::string_view part = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    const bool list = part.ends_with("[]");
    at = &at->field(std::string(list ? part.substr(0, part.size() - 2) : part));
    if (list) at = at->element(scaled.element.value_or(0));
  }
  if (at != nullptr) *at = Draft::of(scaled.value, scaled.type, types);
}

auto scale(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const Clauses asked = clauses_of(rest, {"to"});
  if (asked.head.empty() || asked.at("to").empty()) {
    return output.trouble(session.trouble(Status::usage,
                                          "write `scale COLUMN to TOTAL`, as in `scale claim.items.amount to 200_000`",
                                          "请写作 `缩放 列 到 总额`，如 `缩放 claim.items.amount 到 200_000`"));
  }
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  const Prepared& prepared = *settled.value().prepared;
  const OrTrouble<Evaluated> total = session.evaluate(asked.at("to"));
  if (!total) return output.trouble(total.error());
  if (total.value().value.tag() != Value::Tag::number) {
    return output.trouble(session.trouble(Status::usage, "a total is a number", "总额应为数"));
  }
  const auto scaled =
      whatif::scale(service_of(prepared), *settled.value().given, asked.head, total.value().value.as_number());
  if (!scaled) return output.trouble(trouble_of(session, scaled.error()));
  for (const whatif::ScaledValue& value : scaled.value().values) {
    put(session.current_case()->draft, value, prepared.program().types);
  }
  std::string text = asked.head + ": " + scaled.value().before.to_string() + " → " + scaled.value().after.to_string();
  if (!scaled.value().followed.empty()) {
    const std::vector<std::string>& followed = scaled.value().followed;
    text +=
        session.pick("; with it " + whatif::quoted_list(followed), "；随之改变 " + whatif::quoted_list_zh(followed));
  }
  output.text(text + "\n");
  return Status::answered;
}

}  // namespace

auto scale_command() -> Command {
  return {
      .name = "scale",
      .chinese = "缩放",
      .arguments = "COLUMN to TOTAL",
      .topic = "what-if",
      .en = "Make a bill larger or smaller, its lines in proportion; they add up to the total to the last unit.",
      .zh = "按比例放大或缩小账单，各行之和恰为总额。",
      .more_en =
          "What the service ensures of the column is followed: an input that equals its sum, and the first factor\n"
          "where each line is a product. The case at hand is changed.\n",
      .more_zh = "服务所保证的关系随之保持：等于该列之和的输入；每行为乘积时的第一个因数。改变的是当前案例。\n",
      .examples = {"scale claim.items.amount to 200_000"},
      .completes = {Completes::input, Completes::nothing},
      .words = {{"to", "到", Completes::expression}},
      .run = scale,
  };
}

}  // namespace remit::repl
