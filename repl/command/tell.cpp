#include "repl/command/tell.h"

#include "engine/text/nearest.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto filled(std::string_view wording, std::string_view about) -> std::string {
  const std::size_t hole = wording.find("{}");
  if (hole == std::string_view::npos) return std::string(wording);
  return std::string(wording.substr(0, hole)) + excerpt_of(about) + std::string(wording.substr(hole + 2));
}

}  // namespace

auto refuse(const Session& session, Output& output, Status status, std::string_view en, std::string_view zh,
            std::string_view about) -> Status {
  return output.trouble(session.trouble(status, filled(en, about), filled(zh, about)));
}

auto refuse_unknown(const Session& session, Output& output, std::string_view en, std::string_view zh,
                    const std::string& name, const std::vector<std::string>& known) -> Status {
  const std::string near = nearest_name(name, known), shown = "`" + excerpt_of(name) + "`";
  return output.trouble(session.trouble(
      Status::usage,
      "there is no " + std::string(en) + " " + shown + (near.empty() ? "" : "; did you mean `" + near + "`?"),
      "没有" + std::string(zh) + " " + shown + (near.empty() ? "" : "；是否指 `" + near + "`？")));
}

auto label_of(const Session& session, const ast::Labels& labels) -> std::string {
  std::string general;
  for (const ast::Label& label : labels) {
    if (label.language == session.settings.language) return label.text;
    if (label.language.empty()) general = label.text;
  }
  return general;
}

auto policy_at_hand(Session& session) -> OrTrouble<PolicyAtHand> {
  const OrTrouble<OpenedPolicy*> opened = session.opened();
  if (!opened) return opened.error();
  return PolicyAtHand{opened.value(), session.version_at_hand(*opened.value())};
}

auto declaration_of(const FlatPolicy& policy, std::string_view name) -> const FlatDeclaration* {
  for (const FlatDeclaration& flat : policy.declarations) {
    if (flat.declaration->name.text == name) return &flat;
  }
  return nullptr;
}

auto declared_names(const FlatPolicy& policy) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const FlatDeclaration& flat : policy.declarations) names.push_back(flat.declaration->name.text);
  return names;
}

bool is_for_people(const Session& session) {
  return session.settings.format == Format::table || session.settings.format == Format::markdown;
}

void tell_assumed(const Session& session, const std::vector<std::string>& assumed, Output& output) {
  if (!is_for_people(session)) return;
  for (const std::string& one : assumed) output.text(session.pick("assumed: ", "假定：") + one + "\n");
}

auto save_file(Session& session, const std::string& path, std::string_view text, Output& output,
               const std::string& name) -> Status {
  std::string why;
  if (!session.host().write(path, text, why)) {
    return output.trouble(
        session.trouble(Status::environment, "cannot write `" + path + "`: " + why, "无法写入 `" + path + "`：" + why));
  }
  const std::string what = name.empty() ? "" : session.pick(": ", "：") + "`" + name + "`";
  output.text(session.pick("saved ", "已保存 ") + "`" + path + "`" + what + "\n");
  return Status::answered;
}

}  // namespace remit::repl
