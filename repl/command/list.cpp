#include <algorithm>

#include "dsl/ast/names.h"
#include "dsl/library/describe.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto period_of(const ast::Period& period) -> std::string {
  return period.from + " .. " + (period.until.empty() ? "…" : period.until);
}

auto list_policies(Session& session, Output& output) -> Status {
  PolicyLibrary* library = session.everything();
  Table table{.rows = {{session.pick("Policy", "政策"), session.pick("Label", "名称"), session.pick("In force", "施行"),
                        session.pick("Amends", "修订")}}};
  for (const FlatPolicy& policy : library->policies()) {
    table.rows.push_back({policy.name, label_of(session, policy.policy->labels), period_of(policy.in_force),
                          policy.amendment ? policy.policy->parent.text() : ""});
  }
  output.table(table);
  return Status::answered;
}

auto list_tests(Session& session, const PolicyAtHand& at_hand, Output& output) -> Status {
  Table table{.rows = {{session.pick("Test", "测试"), session.pick("Place", "位置")}}};
  const auto add = [&](PolicyLibrary& library, const std::string& policy) {
    for (const FlatPolicy& one : library.policies()) {
      if (one.name != policy) continue;
      for (const ast::Declaration* test : one.tests)
        table.rows.push_back({test->name.text, place_text(library, test->span)});
    }
  };
  const auto base = session.base_policy();
  if (base) add(*session.everything(), base.value());
  if (base && base.value() != at_hand.flat->name) add(at_hand.opened->library(), at_hand.flat->name);
  output.table(table);
  return Status::answered;
}

auto list_exceptions(const Session& session, const PolicyAtHand& at_hand, Output& output) -> Status {
  Table table{
      .rows = {{session.pick("Exception", "例外"), session.pick("Label", "标签"), session.pick("Place", "位置")}}};
  for (const FlatDeclaration& flat : at_hand.flat->declarations) {
    const auto* rule = std::get_if<ast::Rule>(&flat.declaration->body);
    for (std::size_t i = 0; rule != nullptr && i < rule->versions.size(); ++i) {
      for (const ast::Exception& one : rule->versions[i].exceptions)
        table.rows.push_back({flat.declaration->name.text + "." + one.label.text, label_of(session, one.labels),
                              place_text(at_hand.opened->library(), one.span)});
    }
  }
  output.table(table);
  return Status::answered;
}

// "value", "values"; empty: any.
bool is_kind(std::string_view keyword, std::string_view wanted) {
  return wanted.empty() || wanted == keyword ||
         (wanted.ends_with('s') && wanted.substr(0, wanted.size() - 1) == keyword) ||
         (wanted == "requirements" && keyword == "require") || (wanted == "documents" && keyword == "documents") ||
         (wanted.ends_with("ies") && keyword == std::string(wanted.substr(0, wanted.size() - 3)) + "y");
}

auto list(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string kind = take_word(rest);
  if ((kind == "policies" || kind == "政策") && session.everything() != nullptr) return list_policies(session, output);
  const auto at_hand = policy_at_hand(session);
  if (!at_hand) return output.trouble(at_hand.error());
  if (kind == "tests" || kind == "测试") return list_tests(session, at_hand.value(), output);
  Table table{.rows = {{session.pick("Name", "名称"), session.pick("Kind", "种类"), session.pick("Label", "标签"),
                        session.pick("Place", "位置")}}};
  if (kind == "exceptions" || kind == "例外") return list_exceptions(session, at_hand.value(), output);
  std::vector<std::string> kinds = {"policies", "tests", "exceptions"};
  const Language language = session.chinese() ? Language::zh : Language::en;
  for (const FlatDeclaration& flat : at_hand.value().flat->declarations) {
    const ast::Declaration& one = *flat.declaration;
    const std::string keyword(ast::keyword(one));
    if (std::find(kinds.begin(), kinds.end(), keyword) == kinds.end()) kinds.push_back(keyword);
    const std::string shown = kind_text(one, language);
    if (one.name.text.empty() || (!is_kind(keyword, kind) && kind_text(one, Language::zh) != kind)) continue;
    table.rows.push_back({one.name.text, shown, label_of(session, one.labels),
                          place_text(at_hand.value().opened->library(), flat.origins.back().declaration->span)});
  }
  if (table.rows.size() == 1 && !kind.empty())
    return refuse_unknown(session, output, "kind of declaration", "这种声明", kind, kinds);
  output.table(table);
  return Status::answered;
}

}  // namespace

auto list_command() -> Command {
  return {
      .name = "list",
      .chinese = "列出",
      .arguments =
          "[policies | values | rules | exceptions | tables | bands | inputs | services | requirements | tests | …]",
      .topic = "policies",
      .en = "List what the policy at hand declares, and where; `policies`: all that are open.",
      .zh = "列出当前政策所声明的内容及位置；`policies`：所有已打开的政策。",
      .examples = {"list policies", "list values"},
      .words = {{"policies", "政策"},
                {"values", "数值"},
                {"rules", "规则"},
                {"exceptions", "例外"},
                {"tables", "表"},
                {"bands", "分段"},
                {"inputs", "输入"},
                {"services", "服务"},
                {"requirements", "要求"},
                {"records", "结构"},
                {"enums", "类别"},
                {"functions", "函数"},
                {"documents", "材料"},
                {"sources", "出处"},
                {"catalogs", "目录"},
                {"tests", "测试"}},
      .most = 1,
      .run = list};
}

}  // namespace remit::repl
