#include "dsl/library/describe.h"

#include "engine/io/read_value.h"
#include "engine/value/date.h"
#include "engine/value/print.h"
#include "repl/command/case_path.h"
#include "repl/command/commands.h"
#include "repl/command/labels.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// What an input takes: its type, range, members, and the rules that read it.
auto input_text(const Session& session, const Prepared& prepared, const InputShape& shape, const std::string& path)
    -> std::string {
  const TypeTable& types = prepared.program().types;
  const FieldType& field = shape.field;
  std::string text = path + " : " + type_name(field.type, types);
  const std::string range = range_text(field.limits, field.type.kind);
  if (!range.empty() && range != "..") text += " " + range;
  text += "\n";
  const std::string label = label_in(field.labels, session.settings.language, "");
  if (!label.empty()) text += "  " + label + "\n";
  if (field.type.kind == TypeKind::enumeration) {
    for (const EnumMember& member : types.at(EnumId{field.type.id}).members)
      text += "  " + member.name + "  " + label_in(member.labels, session.settings.language, "") + "\n";
  }
  for (const InputShape& child : shape.children) {
    if (child.field.name.empty()) continue;
    text += "  ." + child.field.name + " : " + type_name(child.field.type, types) + "  " +
            label_in(child.field.labels, session.settings.language, "") + "\n";
  }
  std::string rules;
  for (const RuleId rule : shape.needed_by)
    rules += (rules.empty() ? "" : ", ") + prepared.names().rules[prepared.program().at(rule).name].name;
  if (!rules.empty()) text += session.pick("  needed by ", "  所需规则：") + rules + "\n";
  return text;
}

auto describe(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string name = take_word(rest);
  if (name.empty()) return refuse(session, output, Status::usage, "describe what?", "说明什么？");
  const std::string on = session.as_of ? print_date(*session.as_of) : std::string();
  const auto at_hand = policy_at_hand(session);
  if (!at_hand) return output.trouble(at_hand.error());
  name = declaration_meant(*at_hand.value().flat, name);
  bool found = false;
  for (const FlatDeclaration& flat : at_hand.value().flat->declarations) {
    if (flat.declaration->name.text != name) continue;
    output.text((found ? "\n" : "") + describe_declaration(at_hand.value().opened->library(), *at_hand.value().flat,
                                                           flat, on, session.chinese() ? Language::zh : Language::en));
    found = true;
  }
  const auto prepared = session.prepare_loosely(session.service());
  if (prepared) {
    if (const InputShape* shape = shape_at(prepared.value()->program().inputs, name)) {
      output.text((found ? "\n" : "") + input_text(session, *prepared.value(), *shape, name));
      found = true;
    }
  }
  if (found) return Status::answered;
  std::vector<std::string> known = declared_names(*at_hand.value().flat);
  if (prepared) {
    for (const std::string& path : paths_of(prepared.value()->program().inputs)) known.push_back(path);
  }
  return refuse_unknown(session, output, "declaration or input", "声明或输入", name, known);
}

}  // namespace

auto describe_command() -> Command {
  return {
      .name = "describe",
      .chinese = "说明",
      .arguments = "NAME | INPUT",
      .topic = "policies",
      .en =
          "Show a declaration as it is in force, who wrote which part, and its exceptions; of an input what it takes.",
      .zh = "显示施行中的声明、各部分的出处与例外；对输入则显示其取值。",
      .examples = {"describe deductible", "describe visit.setting"},
      .completes = {Completes::declaration, Completes::nothing},
      .most = 1,
      .run = describe};
}

}  // namespace remit::repl
