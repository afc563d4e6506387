#include "repl/command/save.h"

#include <algorithm>

#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "engine/io/write_json.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

constexpr std::string_view kChinese = "# language: zh\n";

}  // namespace

auto laid_out(const std::string& text, Language language) -> std::optional<std::string> {
  const SourceText source = make_source(FileId{}, "change", text);
  const Parsed parsed = parse_file(source);
  if (!parsed.problems.empty()) return std::nullopt;
  return format_file(parsed.file, source, language);
}

auto without_heading(std::string text) -> std::string {
  return text.starts_with(kChinese) ? text.substr(kChinese.size()) : text;
}

auto amendment_of(Session& session, const std::string& policy, const std::string& name, std::vector<std::string> taken)
    -> std::string {
  const std::vector<std::string> policies = session.policy_names();
  taken.insert(taken.end(), policies.begin(), policies.end());
  return policy.substr(0, policy.rfind('.') + 1) + session.changes.free_name(name, policy, taken);
}

namespace {

// ── save change ──

// One amendment that says what all changes of the policy say, or nothing where the later ones go over the earlier.
auto merged(Session& session, const std::string& policy, const std::string& name) -> std::optional<std::string> {
  Change all{.name = name, .policy = policy};
  for (const Change& change : session.changes.all()) {
    if (change.policy != policy) continue;
    const bool alike = change.chinese == all.chinese && change.version == all.version;
    if (!all.text.empty() && !alike) return std::nullopt;
    all.chinese = change.chinese;
    all.versions = change.versions;
    all.version = change.version;
    all.text += (all.text.empty() ? "" : "\n") + change.text;
  }
  const Changes kept = session.changes;
  session.changes.clear();
  session.changes.add(all);
  const bool good = session.opened({.policy = policy}).ok();
  session.changes = kept;
  if (!good) return std::nullopt;
  return amendment_text(policy, all);
}

// The changes of a policy as amendments, the last of that name: one, or where the later go over the earlier each upon
// the one before.
auto amendments_of(Session& session, const std::string& policy, const std::string& name) -> std::vector<std::string> {
  if (auto one = merged(session, policy, name)) return {*std::move(one)};
  Changes renamed;
  std::size_t left = session.changes.count_of(policy);
  for (Change change : session.changes.all()) {
    if (change.policy != policy) continue;
    if (--left == 0) change.name = name;
    renamed.add(std::move(change));
  }
  std::vector<std::string> texts;
  for (NamedText& part : renamed.texts(policy, View::kAll)) texts.push_back(std::move(part.text));
  return texts;
}

// In the language of the first. Absent: they are not as the language wants them.
auto in_one_file(const std::vector<std::string>& amendments) -> std::optional<std::string> {
  const Language language = amendments.front().starts_with(kChinese) ? Language::zh : Language::en;
  std::string file;
  for (const std::string& amendment : amendments) {
    std::optional<std::string> text = laid_out(amendment, language);
    if (!text) return text;
    file += file.empty() ? *text : "\n" + without_heading(*std::move(text));
  }
  return file;
}

auto without_prefix(const std::string& amendment) -> std::string { return amendment.substr(amendment.rfind('.') + 1); }

// What the changes are called where nobody names them: as the file called them before.
auto name_in(Session& session, const std::string& file) -> std::string {
  const auto before = std::ranges::find_if(
      session.saved_amendments, [&](const SavedAmendment& one) { return session.is_same_file(one.file, file); });
  return before == session.saved_amendments.end() ? std::string(kUnnamed) : without_prefix(before->name);
}

// Tests that were saved of an amendment that no file has by that name, or has with other changes.
void warn_of_tests(const Session& session, const std::string& file, Output& output) {
  for (const SavedTest& test : session.saved_tests) {
    const bool stands = std::ranges::any_of(session.saved_amendments, [&](const SavedAmendment& one) {
      return one.name == test.amendment && one.text == test.text;
    });
    if (stands || test.text.empty()) continue;
    const std::string what = "`" + test.title + "`", of = "`" + test.amendment + "`", in = "`" + test.file + "`";
    const std::string name = without_prefix(test.amendment);
    output.text(
        session.pick("the test " + what + " in " + in + " is of " + of, in + " 中的测试 " + what + " 针对 " + of));
    if (test.text == session.changes_of(test.policy))
      output.text(session.pick(", which no file has; `save change " + file + " as " + name + "` calls it so\n",
                               "，但没有文件以此为名；`保存变更 " + file + " 作为 " + name + "` 以此命名\n"));
    else
      output.text(session.pick(" before later changes; `save test` writes it anew\n",
                               "，其后又有变更；请用 `保存测试` 重写\n"));
  }
}

auto save_change(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  static const Endings kEndings = {.wanted = {".remit"}};
  Target target = take_target(rest);
  std::string name;
  if (take_word(rest, "as") && (name = take_word(rest)).empty()) return runner.refuse_left_over("as", output);
  target.over = target.over || take_over(rest);
  if (!rest.empty()) return runner.refuse_left_over(rest, output);
  if (const auto trouble = refused(session, target, kEndings)) return output.trouble(*trouble);
  if (session.changes.all().empty()) return refuse(session, output, Status::usage, "there is no change", "没有变更");

  if (name.empty()) name = name_in(session, target.path);
  std::vector<SavedAmendment> made;
  std::vector<std::string> texts, names;
  std::string told;
  for (const Change& change : std::vector<Change>(session.changes.all())) {
    const auto of_policy = [&](const SavedAmendment& one) { return one.policy == change.policy; };
    if (std::ranges::any_of(made, of_policy)) continue;
    names.push_back(amendment_of(session, change.policy, name, names));
    made.push_back({change.policy, names.back(), session.changes_of(change.policy), target.path});
    for (std::string& text : amendments_of(session, change.policy, without_prefix(names.back())))
      texts.push_back(std::move(text));
    told += (told.empty() ? "`" : ", `") + names.back() + "`";
  }
  const auto file = in_one_file(texts);
  if (!file)
    return refuse(session, output, Status::usage, "`{}` is no name for an amendment", "`{}` 不能用作修订的名称", name);
  const Status status = save_file(session, target, kEndings, *file, output, told);
  if (status != Status::answered) return status;
  const auto gone = [&](const auto& one) { return session.is_same_file(one.file, target.path); };
  std::erase_if(session.saved_amendments, gone);
  std::erase_if(session.saved_tests, gone);
  session.saved_amendments.insert(session.saved_amendments.end(), made.begin(), made.end());
  warn_of_tests(session, target.path, output);
  return status;
}

// ── save case ──

auto save_case(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  static const Endings kEndings = {.wanted = {".json"}};
  const Target target = take_target(rest);
  if (!rest.empty()) return runner.refuse_left_over(rest, output);
  if (session.current_case() == nullptr) return refuse(session, output, Status::usage, "there is no case", "尚无案例");
  return save_file(session, target, kEndings, pretty_json(session.current_case()->draft.json()) + "\n", output);
}

}  // namespace

auto save_case_command() -> Command {
  return {
      .name = "save case",
      .chinese = "保存案例",
      .arguments = "FILE [!]",
      .topic = "keeping",
      .en = "Write the case at hand as JSON.",
      .zh = "把当前案例写成 JSON。",
      .more_en =
          "As of all that is written: a file that is there already is refused unless this session wrote it; a `!` at\n"
          "the end writes over it all the same. `save case to FILE` says the same.\n",
      .more_zh =
          "写文件一律如此：已存在的文件，除非本次会话所写，否则拒绝；末尾加 `!` 则覆盖。也可写作 `保存案例 到 "
          "文件`。\n",
      .examples = {"save case visitor.json", "save case visitor.json !"},
      .completes = {Completes::file, Completes::nothing},
      .words = {{"to", "到", Completes::file}, {"!", "！"}},
      .run = save_case};
}

auto save_change_command() -> Command {
  return {
      .name = "save change",
      .chinese = "保存变更",
      .arguments = "FILE [as NAME] [!]",
      .topic = "keeping",
      .en = "Write the changes as a file with an amendment, `reform` unless it is named.",
      .zh = "把变更写成一个修订文件，未命名时称 `reform`。",
      .more_en =
          "One for each policy that was changed. Where one change goes over another, each is an amendment of the one\n"
          "before.\n",
      .more_zh = "每项有变更的政策各一个修订。变更相互覆盖时，每项各为前一项的修订。\n",
      .examples = {"save change reform_2026.remit as reform_2026"},
      .completes = {Completes::file, Completes::nothing},
      .words = {{"to", "到", Completes::file}, {"as", "作为"}, {"!", "！"}},
      .run = save_change};
}

}  // namespace remit::repl
