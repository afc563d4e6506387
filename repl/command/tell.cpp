#include "repl/command/tell.h"

#include <algorithm>

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

void tell_misfit(const Session& session, Output& output) {
  if (session.misfit().empty()) return;
  if (is_for_people(session)) return output.text(session.misfit());
  output.trouble({Status::answered, session.misfit()});
}

void tell_assumed(const Session& session, const std::vector<std::string>& assumed, Output& output) {
  if (!is_for_people(session)) return;
  for (const std::string& one : assumed) output.text(session.pick("assumed: ", "假定：") + one + "\n");
}

auto take_target(std::string_view& rest) -> Target {
  std::string_view behind = rest;
  if (rest.starts_with("to") && take_word(behind, "to") && !behind.empty() && behind != "!") rest = behind;
  if (rest.empty() || rest == "!") return {};
  const std::string path = take_word(rest);
  return {.path = path, .over = take_over(rest)};
}

bool take_over(std::string_view& rest) { return rest.starts_with('!') && take_word(rest, "!"); }

auto refused(Session& session, const Target& target, const Endings& endings) -> std::optional<Trouble> {
  const auto ends = [&](std::string_view ending) { return target.path.ends_with(ending); };
  if (target.path.empty()) return session.trouble(Status::usage, "into which file?", "存入哪个文件？");
  if (!endings.wanted.empty() && std::ranges::none_of(endings.wanted, ends)) {
    std::string en, zh;
    for (const std::string_view ending : endings.wanted) {
      en += (en.empty() ? "`" : " or `") + std::string(ending) + "`";
      zh += (zh.empty() ? "`" : " 或 `") + std::string(ending) + "`";
    }
    const std::string path = "`" + excerpt_of(target.path) + "`";
    return session.trouble(Status::usage, path + " should end in " + en, path + " 应以 " + zh + " 结尾");
  }
  if (const auto other = std::ranges::find_if(endings.others, ends); other != endings.others.end()) {
    const std::string ending = "`" + std::string(*other) + "`";
    return session.trouble(Status::usage, "a " + ending + " file holds something else; give it another name",
                           ending + " 文件不存放此类内容；请另取名称");
  }
  return session.protected_by(target);
}

auto save_file(Session& session, const Target& target, const Endings& endings, std::string_view text, Output& output,
               const std::string& name) -> Status {
  if (const auto trouble = refused(session, target, endings)) return output.trouble(*trouble);
  if (const auto trouble = session.write(target, text)) return output.trouble(*trouble);
  const std::string what = name.empty() ? "" : session.pick(": ", "：") + name;
  output.text(session.pick("saved ", "已保存 ") + "`" + target.path + "`" + what + "\n");
  return Status::answered;
}

}  // namespace remit::repl
