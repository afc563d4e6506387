#include "repl/whatif/waterfall.h"

#include "repl/command/tell.h"
#include "repl/command/words.h"
#include "repl/plot/svg.h"
#include "repl/plot/text.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

const Endings kEndings = {.wanted = {".svg"}};

// For programs: what the bars say, one a row.
auto table_of(const std::vector<plot::Waterfall>& falls) -> Table {
  static constexpr const char* kKinds[] = {"whole", "part", "subtotal"};
  Table table{.rows = {{"chain", "step", "kind", "amount"}}, .right = {true, false, false, true}};
  for (std::size_t i = 0; i < falls.size(); ++i) {
    for (const plot::Step& step : falls[i].steps) {
      std::string amount = step.shown;
      std::erase(amount, ',');
      table.rows.push_back({std::to_string(i + 1), step.label, kKinds[static_cast<std::size_t>(step.kind)], amount});
    }
  }
  return table;
}

auto waterfall(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const Clauses asked = clauses_of(rest, {"to"});
  if (!asked.head.empty()) return runner.refuse_left_over(asked.head, output);
  const Target target = target_of(asked.at("to"));
  if (asked.has("to")) {
    if (const auto trouble = refused(session, target, kEndings)) return output.trouble(*trouble);
  }
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  const Answer& answer = settled.value().answer;
  if (!answer.errors.empty()) return output.trouble(session.trouble_of(answer.errors));
  if (answer.blocked) {
    return output.trouble(
        session.trouble(Status::failed, "nothing is paid: a requirement blocks it", "未满足要求，不予支付"));
  }
  const auto falls = whatif::waterfalls(*settled.value().prepared->evaluator, session.settings.language);
  if (!falls) return output.trouble(trouble_of(session, falls.error()));
  if (asked.has("to")) return save_file(session, target, kEndings, plot::svg_of(falls.value()), output);
  if (!is_for_people(session)) {
    output.table(table_of(falls.value()));
    return Status::answered;
  }
  for (std::size_t i = 0; i < falls.value().size(); ++i) {
    output.text((i == 0 ? "" : "\n") + plot::text_of(falls.value()[i], plot_options(session)));
  }
  tell_assumed(session, session.assumed_in(*settled.value().prepared), output);
  return Status::answered;
}

}  // namespace

auto waterfall_command() -> Command {
  return {
      .name = "waterfall",
      .chinese = "瀑布",
      .arguments = "[to FILE.svg [!]]",
      .topic = "what-if",
      .en = "Draw how the amount is used up: what is not covered, the deductible, bands, payers.",
      .zh = "绘出金额的去向：不予支付部分、起付线、各段、各支付方。",
      .more_en = "It follows what the policy declares: `ensures` of a sum, `payers`, and the bands of a slice.\n",
      .more_zh = "依据政策所声明的：`ensures` 的和式、`payers`，以及分段。\n",
      .examples = {"waterfall", "waterfall to stay.svg"},
      .words = {{"to", "到", Completes::file}, {"!", "！"}},
      .run = waterfall,
  };
}

}  // namespace remit::repl
