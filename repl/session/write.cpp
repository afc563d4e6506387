// What a session writes for its user: never over what it did not write itself, unless it is told to.
#include <algorithm>

#include "repl/session/session.h"

namespace remit::repl {

auto Session::is_same_file(const std::string& path, const std::string& other) -> bool {
  if (path == other) return true;
  const auto one = host_.facts(path), two = host_.facts(other);
  return one && two && one->identity == two->identity;
}

auto Session::of_policies(const std::string& path) -> bool {
  return snapshot_ && std::ranges::any_of(snapshot_->texts(), [&](const auto& text) {
           return is_same_file(snapshot_->shown() + text.first, path);
         });
}

auto Session::case_from(const std::string& path) -> const NamedCase* {
  const auto found = std::ranges::find_if(
      cases_, [&](const NamedCase& one) { return !one.file.empty() && is_same_file(one.file, path); });
  return found == cases_.end() ? nullptr : &*found;
}

auto Session::as_written(const std::string& path) -> bool {
  const auto facts = host_.facts(path);
  const auto written = facts ? written_.find(facts->identity) : written_.end();
  return written != written_.end() && written->second.stamp == facts->stamp;
}

auto Session::protected_by(const Target& target) -> std::optional<Trouble> {
  const auto facts = target.over || target.behind ? std::nullopt : host_.facts(target.path);
  if (!facts) return std::nullopt;
  const auto written = written_.find(facts->identity);
  const auto has_test = [&](const SavedTest& test) { return is_same_file(test.file, target.path); };
  const std::string file = "`" + target.path + "`";
  std::string en, zh;
  if (of_policies(target.path)) {
    en = file + " is a file of the policies that are open";
    zh = file + " 是已打开的政策文件";
  } else if (const NamedCase* one = case_from(target.path)) {
    en = "case `" + one->name + "` was loaded from " + file;
    zh = "案例 `" + one->name + "` 由 " + file + " 载入";
  } else if (written == written_.end() || !written->second.whole) {
    en = file + " is there already, and not from this session";
    zh = file + " 已存在，且非本次会话所写";
  } else if (written->second.stamp != facts->stamp) {
    en = file + " was changed since this session wrote it";
    zh = file + " 在本次会话写出之后有改动";
  } else if (std::ranges::any_of(saved_tests, has_test)) {
    en = file + " holds tests that were saved";
    zh = file + " 中有已保存的测试";
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
  const auto before = host_.facts(target.path);
  const bool whole = !target.behind || !before || (as_written(target.path) && written_[before->identity].whole);
  std::string why;
  if (!host_.write(target.path, text, why)) {
    return trouble(Status::environment, "cannot write `" + target.path + "`: " + why,
                   "无法写入 `" + target.path + "`：" + why);
  }
  if (const auto facts = host_.facts(target.path)) written_[facts->identity] = {facts->stamp, whole};
  return std::nullopt;
}

auto Session::changes_of(const std::string& policy) const -> std::string {
  std::string all;
  for (const NamedText& one : changes.texts(policy, View::kAll)) all += one.text;
  return all;
}

}  // namespace remit::repl
