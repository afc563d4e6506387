#include <algorithm>

#include "dsl/testing/testing.h"
#include "engine/io/write_json.h"
#include "repl/command/ask.h"
#include "repl/command/case_path.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto case_names(Session& session) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const NamedCase& one : session.cases()) names.push_back(one.name);
  return names;
}

auto free_name(Session& session, const std::string& wanted) -> std::string {
  const std::vector<std::string> names = case_names(session);
  std::string name = wanted;
  for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i)
    name = wanted + "_" + std::to_string(i);
  return name;
}

auto told(const Session& session, const std::string& name, Output& output) -> Status {
  output.text(session.pick("case ", "案例 ") + "`" + name + "`\n");
  return Status::answered;
}

// `as NAME`; empty: it is not there.
auto name_in_front(std::string_view& rest) -> std::string { return take_word(rest, "as") ? take_word(rest) : ""; }

auto make_new(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string name = name_in_front(rest);
  std::string service = take_word(rest);
  if (name.empty()) name = name_in_front(rest);
  if (std::string meant = service_meant(session, service); !meant.empty()) service = std::move(meant);
  const std::vector<std::string> services = session.services();
  if (service.empty()) {
    if (services.size() != 1 && session.current_case() == nullptr)
      return refuse(session, output, Status::usage, "for which service? type `new settle`, for example",
                    "用于哪项服务？例如输入 `新建 settle`");
    service = session.service().empty() && !services.empty() ? services.front() : session.service();
  }
  if (std::find(services.begin(), services.end(), service) == services.end())
    return refuse_unknown(session, output, "service", "服务", service, services);
  NamedCase made{.name = free_name(session, name.empty() ? "new" : name), .draft = {}, .file = {}};
  const std::string called = made.name;
  session.put_case(std::move(made));
  session.set_service(service);
  // Nothing was before, and the case says so.
  if (const auto prepared = session.prepare_loosely(service)) {
    const Program& program = prepared.value()->program();
    for (const Memory& memory : program.memories) {
      const bool told_of = memory.read || memory.contributes;
      if (told_of)
        session.current_case()->draft.field("opening").field(prepared.value()->names().memories[memory.name].name) =
            Draft::empty_list();
    }
  }
  return told(session, called, output);
}

// The first case of a test, of the policy in use where it has one of the title.
auto like_test(Session& session, const std::string& title) -> std::optional<Draft> {
  std::optional<Draft> found;
  const auto take = [&](const SettledCase& settled) {
    if (found) return;
    if (const ReadJson json = JsonDocument::read(settled.json)) found = Draft::of(json.value().root());
  };
  PolicyLibrary* library = session.everything();
  for (const FlatPolicy& policy : library->policies()) {
    if (!session.policy().empty() && policy.name != session.policy()) continue;
    const bool has = std::any_of(policy.tests.begin(), policy.tests.end(),
                                 [&](const ast::Declaration* test) { return test->name.text == title; });
    if (has && !found) run_tests(*library, {.filter = title, .policy = &policy, .settled = take});
  }
  return found;
}

auto like(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string model = take_word(rest);
  const std::string name = name_in_front(rest);
  for (const NamedCase& one : session.cases()) {
    if (one.name != model) continue;
    NamedCase copy{free_name(session, name.empty() ? model : name), one.draft, ""};
    const std::string called = copy.name;
    session.put_case(std::move(copy));
    return told(session, called, output);
  }
  if (session.everything() == nullptr)
    return refuse_unknown(session, output, "case", "案例", model, case_names(session));
  if (const auto draft = like_test(session, model)) {
    NamedCase made{free_name(session, name.empty() ? "like" : name), *draft, ""};
    const std::string called = made.name;
    session.put_case(std::move(made));
    return told(session, called, output);
  }
  std::vector<std::string> known = case_names(session);
  for (std::string& title : session.test_titles()) known.push_back(std::move(title));
  return refuse_unknown(session, output, "case or test", "案例或测试", model, known);
}

auto choose(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string name = take_word(rest);
  if (session.choose_case(name)) return told(session, name, output);
  return refuse_unknown(session, output, "case", "案例", name, case_names(session));
}

auto cases(Runner& runner, std::string_view, Output& output) -> Status {
  Session& session = runner.session();
  Table table{.rows = {{is_for_people(session) ? "" : session.pick("Current", "当前"), session.pick("Case", "案例"),
                        session.pick("From", "来源")}}};
  for (const NamedCase& one : session.cases())
    table.rows.push_back({&one == session.current_case() ? "*" : "", one.name, one.file});
  if (table.rows.size() == 1)
    output.text(session.pick("no cases\n", "没有案例\n"));
  else
    output.table(table);
  return Status::answered;
}

auto show(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (session.current_case() == nullptr)
    return refuse(session, output, Status::usage, "there is no case; type `load CASE.json` or `new`",
                  "尚无案例；请输入 `载入 案例.json` 或 `新建`");
  Draft draft = session.current_case()->draft;
  const std::string path = input_meant(session, take_word(rest));
  const auto parts = parse_path(path);
  const Draft* part = path.empty() ? &draft : parts ? part_of(draft, *parts, false) : nullptr;
  if (part == nullptr) return refuse(session, output, Status::usage, "the case has no `{}`", "案例中没有 `{}`", path);
  output.text(pretty_json(part->json()) + "\n");
  return Status::answered;
}

}  // namespace

auto new_command() -> Command {
  return {.name = "new",
          .chinese = "新建",
          .arguments = "[SERVICE] [as NAME]",
          .topic = "cases",
          .en = "Begin an empty case, of a person with nothing before it; `set` fills it.",
          .zh = "新建空案例，此前没有任何记录；用 `设` 填写。",
          .more_en =
              "Ask for a result, and what is missing is listed with the rules that need it, the most useful first.\n",
          .more_zh = "一旦要求结果，便列出缺少的输入及需要它的规则，最有用的在前。\n",
          .examples = {"new settle", "new settle as visitor"},
          .completes = {Completes::service, Completes::nothing},
          .words = {{"as", "作为"}},
          .most = 1,
          .run = make_new};
}

auto like_command() -> Command {
  return {.name = "like",
          .chinese = "如同",
          .arguments = "CASE | \"TEST\" [as NAME]",
          .topic = "cases",
          .en = "Begin a case that is like another, or like a test of the policy.",
          .zh = "以另一案例或政策的某项测试为样本新建案例。",
          .examples = {"like second_stay as third_stay", "like \"second stay\""},
          .completes = {Completes::model, Completes::nothing},
          .words = {{"as", "作为"}},
          .most = 1,
          .run = like};
}

auto case_command() -> Command {
  return {.name = "case",
          .chinese = "案例",
          .arguments = "NAME",
          .topic = "cases",
          .en = "Go on with this case.",
          .zh = "改用此案例。",
          .examples = {"case second_stay"},
          .completes = {Completes::named_case, Completes::nothing},
          .most = 1,
          .run = choose};
}

auto cases_command() -> Command {
  return {.name = "cases",
          .chinese = "案例清单",
          .arguments = "",
          .topic = "cases",
          .en = "List the cases of the session; `*` marks the one at hand.",
          .zh = "列出会话中的案例；`*` 标出当前案例。",
          .examples = {"cases"},
          .most = 0,
          .run = cases};
}

auto show_command() -> Command {
  return {.name = "show",
          .chinese = "查看",
          .arguments = "[INPUT]",
          .topic = "cases",
          .en = "Show the case at hand, or a part of it, as JSON.",
          .zh = "以 JSON 显示当前案例或其一部分。",
          .examples = {"show", "show claim.items[3]"},
          .completes = {Completes::input, Completes::nothing},
          .most = 1,
          .run = show};
}

}  // namespace remit::repl
