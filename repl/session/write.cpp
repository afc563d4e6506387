// What a session writes for its user: never over what it did not write itself, unless it is told to.
#include <algorithm>

#include "repl/session/session.h"

namespace remit::repl {

auto Session::of_policies(const FileFacts& file) -> bool {
  if (!snapshot_) return false;
  return std::ranges::any_of(snapshot_->texts(), [&](const auto& text) {
    const auto facts = host_.facts(snapshot_->shown() + text.first);
    return facts && facts->identity == file.identity;
  });
}

auto Session::case_from(const FileFacts& file) -> const NamedCase* {
  const auto found = std::ranges::find_if(cases_, [&](const NamedCase& one) {
    const auto facts = one.file.empty() ? std::nullopt : host_.facts(one.file);
    return facts && facts->identity == file.identity;
  });
  return found == cases_.end() ? nullptr : &*found;
}

auto Session::protected_by(const Target& target) -> std::optional<Trouble> {
  const auto facts = target.over ? std::nullopt : host_.facts(target.path);
  if (!facts) return std::nullopt;
  const std::string file = "`" + target.path + "`";
  const auto written = written_.find(facts->identity);
  std::string en, zh;
  if (of_policies(*facts)) {
    en = file + " is a file of the policies that are open";
    zh = file + " 是已打开的政策文件";
  } else if (const NamedCase* one = case_from(*facts)) {
    en = "case `" + one->name + "` was loaded from " + file;
    zh = "案例 `" + one->name + "` 由 " + file + " 载入";
  } else if (written == written_.end()) {
    en = file + " is there already, and not from this session";
    zh = file + " 已存在，且非本次会话所写";
  } else if (written->second != facts->stamp) {
    en = file + " was changed since this session wrote it";
    zh = file + " 在本次会话写出之后有改动";
  } else {
    return std::nullopt;
  }
  Trouble refusal = trouble(Status::usage, en, zh);
  refusal.text += pick("  hint: give it another name; a `!` at the end writes over what is there\n",
                       "  提示: 请另取名称；末尾加 `!` 则覆盖已有内容\n");
  return refusal;
}

auto Session::write(const Target& target, std::string_view text) -> std::optional<Trouble> {
  if (auto refusal = protected_by(target)) return refusal;
  std::string why;
  if (!host_.write(target.path, text, why)) {
    return trouble(Status::environment, "cannot write `" + target.path + "`: " + why,
                   "无法写入 `" + target.path + "`：" + why);
  }
  if (const auto facts = host_.facts(target.path)) written_[facts->identity] = facts->stamp;
  return std::nullopt;
}

auto Session::changes_of(const std::string& policy) const -> std::string {
  std::string all;
  for (const NamedText& one : changes.texts(policy, View::kAll)) all += one.text;
  return all;
}

}  // namespace remit::repl
