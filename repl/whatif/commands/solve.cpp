#include "repl/whatif/solve.h"

#include <algorithm>

#include "repl/command/labels.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

constexpr std::size_t kMostShown = 20;

auto usage(Session& session) -> Trouble {
  return session.trouble(Status::usage, "write `solve RESULT = VALUE for INPUT`; also `>=` and `<=`",
                         "请写作 `求解 结果 = 值 求 输入`；也可用 `>=`、`<=`");
}

// "pooled >= 10_000" in three.
struct Equation {
  std::string quantity, target;
  std::optional<whatif::Relation> relation;
};
auto equation_in(const std::string& text) -> Equation {
  for (const std::string_view sign : {">=", "<=", "="}) {
    const std::size_t at = text.find(sign);
    if (at == std::string::npos) continue;
    return {.quantity = std::string(trimmed(text.substr(0, at))),
            .target = text.substr(at + sign.size()),
            .relation = whatif::relation_named(sign)};
  }
  return {};
}

auto number_of(const Value& value) -> Number {
  return value.tag() == Value::Tag::number ? value.as_number() : Number::whole(value.as_integer());
}

auto read(Session& session, const Settled& settled, std::string_view rest) -> OrTrouble<whatif::SolveQuestion> {
  const Clauses clauses = clauses_of(rest, {"for", "from", "to", "step"});
  const Equation equation = equation_in(clauses.head);
  if (!equation.relation || clauses.at("for").empty()) return usage(session);
  const whatif::Service service = service_of(*settled.prepared);
  auto quantity = whatif::find_quantity(service, result_meant(settled, equation.quantity));
  if (!quantity) return trouble_of(session, quantity.error());
  auto variable = whatif::find_variable(service, *settled.given, variable_meant(settled, clauses.at("for")));
  if (!variable) return trouble_of(session, variable.error());
  const auto target = value_in(session, equation.target, quantity.value().type);
  if (!target) return target.error();
  whatif::SolveQuestion question{.variable = std::move(variable).value(),
                                 .quantity = std::move(quantity).value(),
                                 .relation = *equation.relation,
                                 .target = number_of(target.value())};
  for (const auto& [keyword, into] :
       {std::pair("from", &question.from), {"to", &question.to}, {"step", &question.step}}) {
    if (!clauses.has(keyword)) continue;
    const auto value = value_in(session, clauses.at(keyword), question.variable.field.type);
    if (!value) return value.error();
    *into = number_of(value.value());
  }
  question.stop = [&session] { return session.host().stopped(); };
  return question;
}

// Dates and periods are whole numbers of days or months.
auto point_at(const FieldType& field, const Number& at) -> Value {
  const bool whole =
      field.type.kind == TypeKind::date || field.type.kind == TypeKind::days || field.type.kind == TypeKind::months;
  return whole ? Value::integer(at.to_int64().value_or(0)) : Value(at);
}

auto solve(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  const OrTrouble<whatif::SolveQuestion> asked = read(session, settled.value(), rest);
  if (!asked) return output.trouble(asked.error());
  const whatif::SolveQuestion& question = asked.value();
  const whatif::Service service = service_of(*settled.value().prepared);
  const std::vector<std::string> assumed = session.assumed_in(*settled.value().prepared);
  const auto solved = whatif::solve(service, *settled.value().given, question);
  if (!solved) return output.trouble(trouble_of(session, solved.error()));

  const whatif::Solution& solution = solved.value();
  const FieldType& field = question.variable.field;
  const auto shown = [&](const Number& at) {
    return whatif::plain_text(point_at(field, at), field.type, solution.step, service.program.types,
                              session.settings.language);
  };
  const auto interval = [&](const whatif::Interval& one) {
    return one.from == one.to ? shown(one.from) : shown(one.from) + " .. " + shown(one.to);
  };
  if (!is_for_people(session)) {
    Table table{.rows = {{"from", "to", "decided"}}, .right = {true, true, false}};
    const auto add = [&](const std::vector<whatif::Interval>& all, const char* decided) {
      for (const whatif::Interval& one : all) table.rows.push_back({shown(one.from), shown(one.to), decided});
    };
    add(solution.found, "yes");
    add(solution.undecided, "no");
    output.table(table);
    return Status::answered;
  }
  for (std::size_t i = 0; i < solution.found.size() && i < kMostShown; ++i) {
    output.text(question.variable.name + " = " + interval(solution.found[i]) + "\n");
  }
  if (solution.found.size() > kMostShown) {
    const std::string more = std::to_string(solution.found.size() - kMostShown);
    output.text(session.pick("and " + more + " more intervals\n", "另有 " + more + " 段\n"));
  }
  if (solution.found.empty() && solution.undecided.empty()) {
    output.text(session.pick("no value of `" + question.variable.name + "` gives that\n",
                             "`" + question.variable.name + "` 取任何值都得不到\n"));
    const std::vector<Value> ends{point_at(field, solution.from), point_at(field, solution.to)};
    const auto at_ends = whatif::sweep(service, *settled.value().given, question.variable, ends, {question.quantity});
    if (at_ends) tell_unanswered(session, at_ends.value(), output);
  }
  for (std::size_t i = 0; i < solution.undecided.size() && i < kMostShown; ++i) {
    output.text(session.pick("not decided: ", "未能判定：") + interval(solution.undecided[i]) + "\n");
  }
  output.text(session.pick("searched ", "搜索范围 ") + interval({solution.from, solution.to}) + "\n");
  tell_assumed(session, assumed, output);
  return Status::answered;
}

}  // namespace

auto solve_command() -> Command {
  return {
      .name = "solve",
      .chinese = "求解",
      .arguments = "RESULT = VALUE for INPUT [from A to B] [step S]",
      .topic = "what-if",
      .en = "Find all values of an input for which a result is so much; also `>=` and `<=`.",
      .zh = "求使结果等于某值的全部输入值；也可用 `>=`、`<=`。",
      .more_en =
          "The whole set at the input's digits: a value, an interval, none or several. What could not be decided is\n"
          "told as such. INPUT as in `sweep`.\n",
      .more_zh = "按输入的位数给出全部解：一个值、一段、无解或多段；未能判定的另行说明。输入同 `测算`。\n",
      .examples = {"solve deductible = 500 for first_deductible",
                   "solve cash <= 500 for first_deductible from 0 to 2_000"},
      .completes = {Completes::result, Completes::nothing},
      .words = {{"=", "=", Completes::expression},
                {">=", ">=", Completes::expression},
                {"<=", "<=", Completes::expression},
                {"for", "求", Completes::variable},
                {"from", "自", Completes::expression},
                {"to", "到", Completes::expression},
                {"step", "步长", Completes::expression}},
      .run = solve,
  };
}

}  // namespace remit::repl
