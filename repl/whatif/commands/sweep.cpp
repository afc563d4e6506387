#include "repl/whatif/sweep.h"

#include <algorithm>

#include "engine/value/print.h"
#include "repl/command/labels.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"
#include "repl/plot/svg.h"
#include "repl/plot/text.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

constexpr std::size_t kRowsShown = 21;  // of a longer table on a terminal, evenly spread
constexpr std::size_t kMostSeries = 8;
const Endings kEndings = {.wanted = {".svg", ".csv"}};

struct Asked {
  whatif::Variable variable;
  std::vector<Value> points;
  std::vector<whatif::Quantity> shown;
  Target file;
  bool ordered = false;  // numbers or dates, which can be plotted as lines
};

auto usage(Session& session) -> Trouble {
  return session.trouble(
      Status::usage,
      "write `sweep INPUT from A to B step S show RESULT, …`, or `sweep INPUT show …` of what has few values",
      "请写作 `测算 输入 自 起 到 止 步长 幅度 显示 结果, …`；取值不多的输入写作 `测算 输入 显示 …`");
}

// Through the values of the type; of a date the step is a number of days.
auto points_of(Session& session, const Clauses& clauses, const whatif::Variable& variable)
    -> OrTrouble<std::vector<Value>> {
  const auto from = value_in(session, clauses.at("from"), variable.field.type);
  if (!from) return from.error();
  const auto to = value_in(session, clauses.at("to"), variable.field.type);
  if (!to) return to.error();
  Type step_type = variable.field.type;
  if (step_type.kind == TypeKind::date) step_type = {.kind = TypeKind::days};
  const auto step = value_in(session, clauses.at("step"), step_type);
  if (!step) return step.error();
  const Value& by = step.value();
  auto points =
      whatif::points_between(variable, from.value(), to.value(),
                             by.tag() == Value::Tag::number ? by.as_number() : Number::whole(by.as_integer()));
  if (!points) return trouble_of(session, points.error());
  return std::move(points).value();
}

auto read(Session& session, const Settled& settled, std::string_view rest) -> OrTrouble<Asked> {
  const Clauses clauses = clauses_of(rest, {"from", "to", "step", "show"});
  const bool range = clauses.has("from");
  const whatif::Service service = service_of(*settled.prepared);
  if (clauses.head.empty() || clauses.at("show").empty()) return usage(session);
  Asked asked;
  auto variable = whatif::find_variable(service, *settled.given, variable_meant(settled, clauses.head));
  if (!variable) return trouble_of(session, variable.error());
  asked.variable = std::move(variable).value();
  for (const std::string& name : names_in(settled, clauses.at("show"))) {
    auto quantity = whatif::find_quantity(service, name);
    if (!quantity) return trouble_of(session, quantity.error());
    asked.shown.push_back(std::move(quantity).value());
  }
  const std::string to = range ? "to#2" : "to";
  asked.file = target_of(clauses.at(to));
  if (clauses.has(to)) {
    if (auto trouble = refused(session, asked.file, kEndings)) return std::move(*trouble);
  }
  if (range) {
    if (clauses.at("to").empty() || clauses.at("step").empty()) return usage(session);
    auto points = points_of(session, clauses, asked.variable);
    if (!points) return points.error();
    asked.points = std::move(points).value();
    asked.ordered = true;
    return asked;
  }
  asked.points = whatif::all_values(asked.variable, service.program.types);
  if (asked.points.empty()) return usage(session);
  return asked;
}

auto table_of(const std::vector<std::vector<std::string>>& rows) -> Table {
  Table table{.rows = rows, .right = std::vector<bool>(rows.front().size(), true)};
  return table;
}

// Bars for each quantity, where the values have no order.
auto bars_of(const whatif::Sweep& swept, const whatif::Service& service, const std::string& language)
    -> std::vector<plot::Bars> {
  std::vector<plot::Bars> all;
  const auto rows = whatif::sweep_rows(swept, service, language);
  for (std::size_t i = 0; i < swept.shown.size(); ++i) {
    if (!swept.shown[i].type.numeric() || swept.shown[i].personal) continue;
    const std::string unit = swept.shown[i].type.kind == TypeKind::money
                                 ? whatif::unit_behind(swept.shown[i].type, service.program.types)
                                 : "";
    plot::Bars bars{.title = rows.front()[i + 1] + unit, .bars = {}};
    for (std::size_t k = 0; k < swept.points.size(); ++k) {
      const Value& value = swept.points[k].shown[i];
      bars.bars.push_back({.label = rows[k + 1].front(),
                           .value = value.tag() == Value::Tag::number ? value.as_number() : Number(),
                           .shown = rows[k + 1][i + 1]});
    }
    all.push_back(std::move(bars));
  }
  return all;
}

auto sweep(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  const OrTrouble<Asked> read_asked = read(session, settled.value(), rest);
  if (!read_asked) return output.trouble(read_asked.error());
  const Asked& asked = read_asked.value();
  const whatif::Service service = service_of(*settled.value().prepared);
  const std::string language = session.chinese() ? "zh" : "";
  const std::vector<std::string> assumed = session.assumed_in(*settled.value().prepared);
  const auto made = whatif::sweep(service, *settled.value().given, asked.variable, asked.points, asked.shown,
                                  [&] { return session.host().stopped(); });
  if (!made) return output.trouble(trouble_of(session, made.error()));
  const whatif::Sweep& swept = made.value();
  if (swept.stopped && !asked.file.path.empty()) return refuse_part(session, asked.file, output);
  const bool for_programs = !asked.file.path.empty() || !is_for_people(session);
  const auto rows = whatif::sweep_rows(swept, service, language, for_programs ? "" : "–");
  const bool picture = asked.file.path.ends_with(".svg");
  const std::string plotted = picture ? session.settings.language : language;  // a picture is for others: labels
  plot::Lines lines = asked.ordered ? whatif::sweep_plot(swept, service, plotted) : plot::Lines{};
  if (lines.series.size() > kMostSeries) lines.series.resize(kMostSeries);
  if (picture) {
    const std::vector<plot::Bars> bars = asked.ordered ? std::vector<plot::Bars>{} : bars_of(swept, service, plotted);
    if (lines.series.empty() && bars.empty()) {
      return output.trouble(session.trouble(Status::usage, "there is no number to plot", "没有可绘制的数"));
    }
    lines.title = label_in(service.names.policy_labels, session.settings.language, service.names.policy);
    return save_file(session, asked.file, kEndings, asked.ordered ? plot::svg_of(lines) : plot::svg_of(bars), output);
  }
  if (!asked.file.path.empty())
    return save_file(session, asked.file, kEndings, print_table(table_of(rows), Format::csv), output);
  if (session.settings.format != Format::table) {
    output.table(table_of(rows));
    return Status::answered;
  }
  std::vector<std::vector<std::string>> some{rows.front()};
  const std::size_t every = (rows.size() - 1 + kRowsShown - 1) / kRowsShown;
  for (std::size_t i = 1; i < rows.size(); i += std::max<std::size_t>(every, 1)) some.push_back(rows[i]);
  output.table(table_of(some));
  if (every > 1) {
    const std::string points = std::to_string(rows.size() - 1), n = std::to_string(every);
    output.text(session.pick("  one of every " + n + " of " + points + " points; all of them with `to FILE.csv`\n",
                             "  共 " + points + " 点，每 " + n + " 点显示一点；`到 文件.csv` 写出全部\n"));
  }
  const plot::TextOptions options = plot_options(session);
  if (tell_unanswered(session, swept, output)) lines.series.clear();
  if (!lines.series.empty() && lines.at.size() > 1) output.text("\n" + plot::text_of(lines, options));
  if (!asked.ordered) {
    for (const plot::Bars& bars : bars_of(swept, service, language)) output.text("\n" + plot::text_of(bars, options));
  }
  if (swept.stopped) output.text(session.pick("stopped\n", "已中断\n"));
  tell_assumed(session, assumed, output);
  return Status::answered;
}

}  // namespace

auto sweep_command() -> Command {
  return {
      .name = "sweep",
      .chinese = "测算",
      .arguments = "INPUT [from A to B step S] show RESULT, … [to FILE.svg|FILE.csv [!]]",
      .topic = "what-if",
      .en = "Settle the case with one value of an input after the other, as a table and a plot.",
      .zh = "让一个输入依次取各值，列表并绘图。",
      .more_en =
          "INPUT is an input, a column of one element (`claim.items[3].amount`), a figure of the policy\n"
          "(`first_deductible`), or a column's total (`scale claim.items.amount`). Without `from`: all members of an "
          "enumeration, or no and yes.\n",
      .more_zh =
          "输入可以是案例的输入、某一项的列（`claim.items[3].amount`），政策中的数值（`first_deductible`"
          "），或列的总额（`缩放 claim.items.amount`）。\n"
          "不写 `自` 时取枚举的各成员，或否与是。\n",
      .examples = {"sweep visit.ordinal from 1 to 4 step 1 show deductible, cash",
                   "sweep first_deductible from 0 to 2_000 step 100 show pooled to deductible.svg",
                   "sweep hospital.level show pooled, large"},
      .completes = {Completes::variable, Completes::nothing},
      .words = {{"from", "自", Completes::expression},
                {"to", "到", Completes::file},
                {"step", "步长", Completes::expression},
                {"show", "显示", Completes::result},
                {"!", "！"}},
      .run = sweep,
  };
}

}  // namespace remit::repl
