#include "repl/command/ask.h"

#include <algorithm>

#include "dsl/elaborate/elaborate.h"
#include "engine/io/answer_rows.h"
#include "engine/io/answer_text.h"
#include "engine/io/write_answer.h"
#include "engine/io/write_value.h"
#include "engine/program/personal.h"
#include "engine/value/print.h"
#include "engine/value/readable.h"
#include "repl/command/labels.h"
#include "repl/command/tell.h"

namespace remit::repl {
namespace {

auto as_markdown(const Answer& answer, const Program& program, const RowOptions& options) -> std::string {
  Table singles{.rows = {{options.language == "zh" ? "结果" : "Result", options.language == "zh" ? "数值" : "Value"}},
                .right = {false, true}};
  std::string tables;
  for (const AnswerRows& result : rows_of(answer, program, options)) {
    if (result.is_table)
      tables += "\n" + result.label + "\n\n" + print_table({.rows = result.cells}, Format::markdown);
    else
      singles.rows.push_back({result.label, result.cells.front().front()});
  }
  return print_table(singles, Format::markdown) + tables;
}

auto printed(Session& session, const Settled& settled) -> std::string {
  const std::string& language = session.settings.language;
  const bool personal = session.settings.show_personal;
  const RowOptions rows{.language = language, .show_personal = personal};
  switch (session.settings.format) {
    case Format::table: return answer_text(settled.answer, settled.program(), settled.names(), language, personal);
    case Format::csv: return answer_csv(settled.answer, settled.program(), rows);
    case Format::markdown: return as_markdown(settled.answer, settled.program(), rows);
    case Format::json: break;
  }
  settled.prepared->library->add_hashes(*settled.prepared->compiled);
  return write_answer(settled.answer, settled.program(), settled.names(),
                      {.language = language, .pretty = true, .engine = session.settings.engine}) +
         "\n";
}

}  // namespace

auto service_meant(Session& session, const std::string& text) -> std::string {
  const std::vector<std::string> known = session.services();
  if (std::ranges::find(known, text) != known.end()) return text;
  const auto at_hand = policy_at_hand(session);
  if (!at_hand) return {};
  const std::string name = declaration_meant(*at_hand.value().flat, text);
  return name != text && std::ranges::find(known, name) != known.end() ? name : "";
}

auto settle_case(Session& session, std::string service, const View& view) -> OrTrouble<Settled> {
  if (session.current_case() == nullptr) {
    return session.trouble(Status::usage, "there is no case; type `load CASE.json` or `new`",
                           "尚无案例；请输入 `载入 案例.json` 或 `新建`");
  }
  if (service.empty()) service = session.service();
  if (service.empty()) {
    return session.trouble(Status::usage, "which service? type one of its names, such as `settle`",
                           "哪项服务？请输入其名称，如 `settle`");
  }
  OrTrouble<Prepared*> prepared = session.prepare(service, view);
  if (!prepared) return prepared.error();
  session.set_service(service);  // what is missing is then set for it
  OrTrouble<Case> given = session.read_case(*prepared.value());
  if (!given) return given.error();
  Settled settled{
      .prepared = prepared.value(), .given = std::make_unique<Case>(std::move(given).value()), .answer = {}};
  settled.answer = settled.prepared->evaluator->settle(*settled.given);
  return settled;
}

auto settle(Session& session, const std::string& service, Output& output) -> Status {
  const OrTrouble<Settled> settled = settle_case(session, service);
  if (!settled) return output.trouble(settled.error());
  if (!settled.value().answer.errors.empty()) return output.trouble(session.trouble_of(settled.value().answer.errors));
  output.text(printed(session, settled.value()));
  tell_misfit(session, output);
  tell_assumed(session, session.assumed_in(*settled.value().prepared), output);
  return Status::answered;
}

auto print(const Session& session, const Evaluated& evaluated) -> std::string {
  if (evaluated.personal && !session.settings.show_personal) return "***";
  if (session.settings.format == Format::json) {
    JsonWriter writer;
    write_value(writer, evaluated.value, evaluated.type, std::nullopt, *evaluated.types, false);
    return pretty_json(writer.take());
  }
  if (is_for_people(session))
    return readable_value(evaluated.value, evaluated.type, *evaluated.types, session.settings.language);
  return print_value(evaluated.value, evaluated.type, *evaluated.types, session.settings.language);
}

auto show_expression(Session& session, const std::string& expression, Output& output) -> Status {
  const auto prepared = session.prepare_loosely(session.service());
  const OrTrouble<Evaluated> evaluated =
      session.evaluate(prepared ? expression_meant(*prepared.value(), expression) : expression);
  if (!evaluated) return output.trouble(evaluated.error());
  if (!evaluated.value().errors.empty()) return output.trouble(session.trouble_of(evaluated.value().errors));
  const Value& value = evaluated.value().value;
  output.text(print(session, evaluated.value()) + "\n");
  if (evaluated.value().compares_name && !value.as_bool() && is_for_people(session)) {
    output.text(session.pick("compared, not changed: `set` changes an input, `assume` a rule or a value\n",
                             "只作了比较，未作更改：改输入用 `设`，改规则或数值用 `假定`\n"));
  }
  tell_misfit(session, output);
  tell_assumed(session, evaluated.value().assumed, output);
  return Status::answered;
}

}  // namespace remit::repl
