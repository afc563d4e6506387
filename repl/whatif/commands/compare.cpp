#include <algorithm>

#include "engine/evaluate/errors.h"
#include "engine/value/print.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"
#include "repl/whatif/attribution.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

using whatif::CaseComparison;

class Comparison {
 public:
  Comparison(Session& session, const whatif::Service& before, const whatif::Service& after, Output& output)
      : session_(session), before_(before), after_(after), comparer_(before, after), output_(output) {}

  auto tell(const Case& given, const Case& other) -> Status {
    const CaseComparison made = comparer_.compare(given, other);
    if (is_for_people(session_)) output_.text(before_.names.policy + " → " + after_.names.policy + "\n");
    if (made.before != CaseComparison::State::answered || made.after != CaseComparison::State::answered) {
      return tell_states(made);
    }
    tell_results(made);
    tell_parts(made);
    return Status::answered;
  }

 private:
  auto tell_states(const CaseComparison& made) -> Status {
    side(session_.pick("before: ", "原来："), made.before, made.errors_before);
    side(session_.pick("after: ", "现在："), made.after, made.errors_after);
    return Status::failed;
  }
  void side(const std::string& which, CaseComparison::State state, const std::vector<CaseError>& errors) {
    static constexpr const char* kEnglish[] = {"answered", "blocked by a requirement", "failed"};
    static constexpr const char* kChinese[] = {"有结果", "未满足要求，不予支付", "出错"};
    const auto i = static_cast<std::size_t>(state);
    output_.text(which + session_.pick(kEnglish[i], kChinese[i]) + "\n");
    for (const CaseError& error : errors) {
      output_.text("  " + error.code + " " + error_message(error, session_.settings.language) + "  " + error.step +
                   "\n");
    }
  }

  auto label(std::size_t i) const -> std::string {
    const whatif::Quantity& result = comparer_.results()[i].before;
    return session_.chinese() ? label_in(result.labels, "zh", result.name) : result.name;
  }
  auto digits(const std::optional<Number>& number, std::size_t i) const -> std::string {
    const whatif::Quantity& result = comparer_.results()[i].before;
    if (!is_for_people(session_) && !number) return "";
    if (!is_for_people(session_) && result.type.kind == TypeKind::rate) return number->to_string();
    return whatif::plain_text(number ? Value(*number) : Value(), result.type, result.step, before_.program.types);
  }
  auto change(const Number& number, std::size_t i) const -> std::string {
    return (number.sign() > 0 ? "+" : "") + digits(number, i);
  }

  void tell_results(const CaseComparison& made) {
    Table table{.rows = {{session_.pick("result", "结果"), session_.pick("before", "原来"),
                          session_.pick("after", "现在"), session_.pick("change", "变化")}},
                .right = {false, true, true, true}};
    if (!is_for_people(session_)) table.rows[0].push_back(session_.pick("moved by", "变化来自"));
    for (std::size_t i = 0; i < made.a.size(); ++i) {
      const bool nothing = made.a[i] == made.b[i] && (!made.a[i] || made.a[i]->is_zero());
      if (nothing) continue;
      const bool both = made.a[i] && made.b[i];
      const bool told = both && (made.a[i] != made.b[i] || !is_for_people(session_));
      table.rows.push_back(
          {label(i), digits(made.a[i], i), digits(made.b[i], i), told ? change(*made.b[i] - *made.a[i], i) : ""});
      if (!is_for_people(session_)) table.rows.back().push_back(both ? parts_of(made, i) : "");
    }
    output_.table(table);
  }

  void tell_parts(const CaseComparison& made) {
    if (!is_for_people(session_)) return;
    if (made.same()) return output_.text(session_.pick("no result differs\n", "各项结果相同\n"));
    if (session_.settings.format != Format::table) return;
    Table table;
    for (std::size_t i = 0; i < made.a.size(); ++i) {
      if (!made.a[i] || !made.b[i] || made.a[i] == made.b[i]) continue;
      table.rows.push_back({label(i), change(*made.b[i] - *made.a[i], i), "= " + parts_of(made, i)});
    }
    table.right = {false, true, false};
    if (table.rows.empty()) return;
    output_.text("\n" + session_.pick("moved by\n", "变化来自\n"));
    output_.table(table);
  }
  auto parts_of(const CaseComparison& made, std::size_t i) const -> std::string {
    std::string parts;
    for (const whatif::Part& part : made.parts) {
      if (part.by[i].is_zero()) continue;
      parts += (parts.empty() ? "" : ", ") + name_of(part) + " " + change(part.by[i], i);
    }
    return parts;
  }
  auto name_of(const whatif::Part& part) const -> std::string {
    if (part.name.empty()) return session_.pick("the service itself", "服务本身");
    return session_.chinese() ? label_in(part.labels == nullptr ? Labels{} : *part.labels, "zh", part.name) : part.name;
  }

  Session& session_;
  const whatif::Service before_, after_;
  whatif::Comparer comparer_;
  Output& output_;
};

auto compare(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const auto sides = sides_of(session, take_word(rest));
  if (!sides) return output.trouble(sides.error());
  const OrTrouble<Settled> settled = settle_case(session, "", sides.value().before);
  if (!settled) return output.trouble(settled.error());
  const OrTrouble<Prepared*> other = session.prepare(session.service(), sides.value().after);
  if (!other) return output.trouble(other.error());
  const std::string misfit = session.misfit();
  const bool other_policy = !sides.value().named.empty();
  const OrTrouble<Case> given =
      other_policy ? session.read_case_of_other(*other.value()) : session.read_case(*other.value());
  if (!given) return output.trouble(given.error());
  Comparison comparison(session, service_of(*settled.value().prepared), service_of(*other.value()), output);
  const Status status = comparison.tell(*settled.value().given, given.value());
  if (other_policy) tell_misfit(session, output);
  if (is_for_people(session)) output.text(misfit);
  tell_assumed(session, session.assumed_in(*settled.value().prepared), output);
  return status;
}

}  // namespace

auto compare_command() -> Command {
  return {
      .name = "compare",
      .chinese = "比较",
      .arguments = "[POLICY | CHANGE]",
      .topic = "what-if",
      .en = "Settle the case by two policies, side by side, with what moved by which rule.",
      .zh = "按两项政策分别结算当前案例，并列显示，差异归于各规则。",
      .more_en =
          "Of a change: without it and with it. Without a name: the policy as in its files, and with all changes.\n"
          "The parts add up to each difference exactly.\n",
      .more_zh = "对修改：修改前与修改后。不给名称：文件中的政策与全部修改之后。各部分之和恰等于差额。\n",
      .examples = {"compare", "compare cn.shanghai.employee"},
      .completes = {Completes::change, Completes::nothing},
      .most = 1,
      .run = compare,
  };
}

}  // namespace remit::repl
