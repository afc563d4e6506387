#include "dsl/format/expression.h"
#include "dsl/library/describe.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto dates_of(const ast::Declaration& declaration) -> std::string {
  std::string dates;
  const auto add = [&](const ast::Period& period) {
    if (!period.from.empty()) dates += (dates.empty() ? "" : ", ") + period.from;
  };
  if (const auto* value = std::get_if<ast::ValueDecl>(&declaration.body)) {
    for (const ast::DatedValue& version : value->versions) {
      add(version.period);
      if (!version.period.from.empty()) dates += " = " + print_expression(*version.value);
      if (version.period.from.empty()) dates += "= " + print_expression(*version.value);
    }
  }
  if (const auto* rule = std::get_if<ast::Rule>(&declaration.body)) {
    for (const ast::RuleVersion& version : rule->versions) add(version.period);
  }
  const auto tables = [&](const std::vector<ast::TableVersion>& versions) {
    for (const ast::TableVersion& version : versions) add(version.period);
  };
  if (const auto* table = std::get_if<ast::Table>(&declaration.body)) tables(table->versions);
  if (const auto* bands = std::get_if<ast::Bands>(&declaration.body)) tables(bands->versions);
  return dates;
}

auto where(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string name = take_word(rest);
  PolicyLibrary* library = session.everything();
  if (library == nullptr) return refuse(session, output, Status::usage, "no policies are open", "尚未打开政策");
  if (const auto at_hand = policy_at_hand(session)) name = declaration_meant(*at_hand.value().flat, name);
  Table table{.rows = {{session.pick("Policy", "政策"), session.pick("How", "方式"), session.pick("Written in", "写于"),
                        session.pick("Place", "位置"), session.pick("Versions", "版本")}}};
  std::vector<std::string> known;
  const auto add = [&](PolicyLibrary& of, const FlatPolicy& policy, bool at_hand) {
    for (const FlatDeclaration& flat : policy.declarations) {
      known.push_back(flat.declaration->name.text);
      if (known.back() != name) continue;
      if (!at_hand && policy.amendment && flat.origins.back().policy != policy.policy)
        continue;  // as in what it amends
      for (const Origin& origin : flat.origins) {
        const bool first = &origin == &flat.origins.front();
        table.rows.push_back(
            {first ? policy.name : "", how_text(origin.how, session.chinese() ? Language::zh : Language::en),
             origin.policy->name.text(), place_text(of, origin.declaration->name.span), dates_of(*origin.declaration)});
      }
    }
  };
  for (const FlatPolicy& policy : library->policies()) add(*library, policy, false);
  if (const auto base = session.base_policy(); base && session.changes.count_of(base.value()) > 0) {
    if (const auto at_hand = policy_at_hand(session))
      add(at_hand.value().opened->library(), *at_hand.value().flat, true);
  }
  if (table.rows.size() == 1) return refuse_unknown(session, output, "declaration", "声明", name, known);
  output.table(table);
  return Status::answered;
}

}  // namespace

auto where_command() -> Command {
  return {.name = "where",
          .chinese = "何处",
          .arguments = "NAME",
          .topic = "policies",
          .en = "Say where a name is declared, overridden and extended, in each policy, with its versions by date.",
          .zh = "说明名称在各政策中于何处声明、改写与补充，及其按日期的版本。",
          .examples = {"where first_deductible"},
          .completes = {Completes::declaration, Completes::nothing},
          .most = 1,
          .run = where};
}

}  // namespace remit::repl
