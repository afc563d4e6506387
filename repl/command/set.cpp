#include <algorithm>

#include "dsl/parse/keywords.h"
#include "repl/command/ask.h"
#include "repl/command/case_path.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto no_case(const Session& session, Output& output) -> Status {
  return refuse(session, output, Status::usage, "there is no case; type `load CASE.json` or `new`",
                "尚无案例；请输入 `载入 案例.json` 或 `新建`");
}

// What the engine reads beside the inputs: the day, papers; what was before, as JSON.
auto reserved(const std::string& name) -> std::optional<Type> {
  if (name == "as_of") return Type{.kind = TypeKind::date};
  return std::nullopt;
}

auto shown(Draft* part) -> std::string { return part == nullptr ? "–" : part->json(); }

// A JSON value, for `opening` and `papers`, whose form is not the language's.
auto json_value(const Session& session, const std::string& text) -> OrTrouble<Draft> {
  const ReadJson json = JsonDocument::read("{\"value\": " + text + "}");
  if (!json) return session.trouble_of(std::vector<InputError>{json.error()});
  return Draft::of(*json.value().root().begin());
}

// The value of an input as an expression of its type.
auto typed_value(Session& session, const Type& type, const std::string& text) -> OrTrouble<Draft> {
  const OrTrouble<Evaluated> evaluated = session.evaluate_as(text, type);
  if (!evaluated) return evaluated.error();
  if (!evaluated.value().errors.empty()) return session.trouble_of(evaluated.value().errors);
  if (evaluated.value().type.kind != type.kind && evaluated.value().value.tag() == Value::Tag::sequence)
    return session.trouble(Status::usage, "that is of another type", "类型不符");
  return Draft::of(evaluated.value().value, type, *evaluated.value().types);
}

auto set(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (session.current_case() == nullptr) return no_case(session, output);
  const std::size_t equal = rest.find('=');
  const std::string path = input_meant(session, std::string(trimmed(rest.substr(0, equal))));
  const std::string value(equal == std::string_view::npos ? "" : trimmed(rest.substr(equal + 1)));
  const auto parts = parse_path(path);
  if (!parts || value.empty())
    return refuse(session, output, Status::usage, "write `set visit.ordinal = 2`", "请写作 `设 visit.ordinal = 2`");
  OrTrouble<Draft> made = Draft();
  const std::string& first = parts->front().name;
  if (first == "opening" || first == "papers") {
    made = json_value(session, value);
  } else if (const auto type = reserved(first)) {
    const OrTrouble<Evaluated> evaluated = session.evaluate(value, *type);
    if (!evaluated) return output.trouble(evaluated.error());
    made = Draft::of(evaluated.value().value, *type, *evaluated.value().types);
  } else {
    const auto prepared = session.prepare_loosely(session.service());
    if (!prepared) return output.trouble(prepared.error());
    const InputShape* shape = shape_at(prepared.value()->program().inputs, path);
    if (shape == nullptr)
      return refuse_unknown(session, output, "input", "输入", path, paths_of(prepared.value()->program().inputs));
    const bool element = parts->back().index.has_value();
    made =
        typed_value(session, element ? prepared.value()->program().at(*shape->list).element : shape->field.type, value);
  }
  if (!made) return output.trouble(made.error());
  Draft draft = session.current_case()->draft;
  const std::string before = shown(part_of(draft, *parts, false));
  Draft* const at = part_of(draft, *parts, true);
  if (at == nullptr)
    return refuse(session, output, Status::usage, "`{}` leaves out elements before it", "`{}` 之前缺少元素", path);
  *at = std::move(made).value();
  const std::string after = at->json();
  std::swap(session.current_case()->draft, draft);
  if (const auto wrong = session.wrong_input(path)) {
    std::swap(session.current_case()->draft, draft);
    return output.trouble(*wrong);
  }
  output.text(path + ": " + excerpt_of(before) + " → " + excerpt_of(after) + "\n");
  return Status::answered;
}

auto unset(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  if (session.current_case() == nullptr) return no_case(session, output);
  const std::string path = input_meant(session, take_word(rest));
  auto parts = parse_path(path);
  Draft& draft = session.current_case()->draft;
  if (!parts || part_of(draft, *parts, false) == nullptr)
    return refuse(session, output, Status::usage, "the case has no `{}`", "案例中没有 `{}`", path);
  PathPart last = parts->back();
  parts->pop_back();
  Draft* parent = part_of(draft, *parts, false);
  if (last.index)
    parent->field(last.name).erase(*last.index - 1);
  else
    parent->erase(last.name);
  output.text(path + session.pick(": absent\n", "：缺失\n"));
  return Status::answered;
}

}  // namespace

auto set_command() -> Command {
  return {
      .name = "set",
      .chinese = "设",
      .arguments = "INPUT = VALUE",
      .topic = "cases",
      .en = "Give an input of the case at hand a value; of a list, the next element may be made so.",
      .zh = "为当前案例的输入赋值；列表可由此增加下一项。",
      .more_en =
          "The value is an expression. `set as_of = 2025-01-01` gives the day of the case; `set opening.NAME = […]`\n"
          "what was before and `set papers = […]` the papers given, both as in JSON.\n",
      .more_zh =
          "值为表达式。`设 as_of = 2025-01-01` 给出案例的日期；`设 opening.名称 = […]` 给出此前记录，\n"
          "`设 papers = […]` 给出所交材料，二者写法同 JSON。\n",
      .examples = {"set visit.ordinal = 3", "set claim.items[2].amount = 1_200 * 3"},
      .completes = {Completes::input},
      .run = set};
}

auto unset_command() -> Command {
  return {.name = "unset",
          .chinese = "清除",
          .arguments = "INPUT",
          .topic = "cases",
          .en = "Take an input, or an element of a list, out of the case at hand.",
          .zh = "从当前案例中去掉一项输入或列表的一项。",
          .examples = {"unset visit.ordinal", "unset claim.items[3]"},
          .completes = {Completes::input, Completes::nothing},
          .most = 1,
          .run = unset};
}

}  // namespace remit::repl
