#include <algorithm>

#include "dsl/parse/parse.h"
#include "dsl/testing/testing.h"
#include "engine/value/date.h"
#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/save.h"
#include "repl/command/tell.h"
#include "repl/command/test_writer.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// The last file that has the changes of the policy as they are now; nullptr: none.
auto saved_as(const Session& session, const std::string& policy) -> const SavedAmendment* {
  const SavedAmendment* last = nullptr;
  const std::string now = session.changes_of(policy);
  for (const SavedAmendment& one : session.saved_amendments) {
    if (one.policy == policy && one.text == now) last = &one;
  }
  return last;
}

// Why a test of the policy with its changes would not pass; absent: it would.
auto would_fail(Session& session, const std::string& base, const std::string& policy, const std::string& title,
                const std::string& test) -> std::optional<std::string> {
  std::vector<NamedText> texts = session.changes.texts(base, View::kAll);
  const std::string file = "saved test";
  texts.push_back({file, test});
  PolicyLibrary library(*session.snapshot(), session.snapshot()->shown(), PolicyLibrary::Extent::everything, texts);
  for (const FlatPolicy& one : library.policies()) {
    if (one.name != policy) continue;
    const TestRun run = run_tests(library, {.filter = title, .language = session.settings.language, .policy = &one});
    const auto here = [&](const Diagnostic& problem) { return library.sources().at(problem.span.file).path == file; };
    if (const auto problem = std::ranges::find_if(run.problems, here); problem != run.problems.end())
      return message_of(*problem, session.chinese() ? Language::zh : Language::en);
    for (const TestOutcome& outcome : run.outcomes) {
      if (outcome.file != file) continue;
      if (outcome.passed) return std::nullopt;
      const TestFailure& failure = outcome.failures.front();
      return failure.told + (failure.actual.empty() ? "" : session.pick(", is ", "，实为 ") + failure.actual);
    }
  }
  return session.pick("it cannot be run", "无法运行");
}

// A test has no word for some of what an analyst may ask. Absent: it says what the session says.
auto unsaid(Session& session, const Settled& settled, const std::string& base, const std::string& title)
    -> std::optional<Trouble> {
  std::string assumed;
  for (const std::string& one : session.assumed_in(*settled.prepared)) assumed += (assumed.empty() ? "" : ", ") + one;
  if (!assumed.empty()) {
    Trouble trouble =
        session.trouble(Status::usage, "a test cannot assume anything: " + assumed, "测试中不能有假定：" + assumed);
    trouble.text +=
        session.pick("  hint: `assume off`, and declare what is to hold: `value NAME = …`, `rule NAME : TYPE = …`\n",
                     "  提示: 请先 `假定 取消`，再声明所需内容：`value 名称 = …`、`rule 名称 : 类型 = …`\n");
    return trouble;
  }
  const std::string& policy = settled.names().policy;
  const auto why = would_fail(session, base, policy, title, test_of(settled, title, policy));
  if (!why) return std::nullopt;
  if (!session.as_of) {
    return session.trouble(Status::failed, "the test would not pass: " + *why, "该测试不会通过：" + *why);
  }
  Trouble trouble = session.trouble(
      Status::usage, "a test goes by the day of its case, not by `as of " + print_date(*session.as_of) + "`: " + *why,
      "测试按案例的日期，而非 `时点 " + print_date(*session.as_of) + "`：" + *why);
  trouble.text += session.pick("  hint: `as of case`, and `set` the dates of the case\n",
                               "  提示: 请输入 `时点 案例`，并用 `设` 修改案例的日期\n");
  return trouble;
}

// Takes the test of this title out of a file's text, if the session wrote it. False: somebody else did, or changed it.
bool take_out(Session& session, const Parsed& parsed, const std::string& path, const std::string& title,
              std::string& text) {
  const auto found = std::ranges::find(parsed.file.tests, title, [](const auto& one) { return one.name.text; });
  if (found == parsed.file.tests.end()) return true;
  const bool ours = std::ranges::any_of(session.saved_tests,
                                        [&](const SavedTest& one) { return one.title == title && one.file == path; });
  if (!ours || !session.as_written(path)) return false;
  const std::size_t end = std::min(text.find_first_not_of('\n', found->span.end), text.size());
  text.erase(found->span.begin, end - found->span.begin);
  while (text.ends_with("\n\n")) text.pop_back();
  return true;
}

// The file with the test behind what it holds, in its language.
auto with_test(Session& session, const std::string& path, const std::string& title, const std::string& test)
    -> OrTrouble<std::string> {
  if (!session.host().facts(path)) return laid_out(test, Language::en).value_or(test);
  std::string why;
  std::optional<std::string> text = session.host().read(path, why);
  if (!text) {
    return session.trouble(Status::environment, "cannot read `" + path + "`: " + why,
                           "无法读取 `" + path + "`：" + why);
  }
  const Parsed parsed = parse_file(make_source(FileId{}, path, *text));
  if (!parsed.problems.empty()) {
    return session.trouble(Status::usage,
                           "`" + path + "` has errors, which `remit check` tells; a test behind them is none",
                           "`" + path + "` 有错误，见 `remit check`；不能在其后添加测试");
  }
  if (!take_out(session, parsed, path, title, *text)) {
    return session.trouble(Status::usage,
                           "`" + path + "` has a test `" + title + "` already; give this one another name",
                           "`" + path + "` 已有测试 `" + title + "`；请另取名称");
  }
  if (!text->empty() && !text->ends_with('\n')) *text += '\n';
  const std::string behind = laid_out(test, parsed.file.chinese ? Language::zh : Language::en).value_or(test);
  return text->empty() ? behind : *text + "\n" + without_heading(behind);
}

auto save_test(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  static const Endings kEndings = {.wanted = {".remit"}};
  const std::string title = take_word(rest);
  Target target = take_target(rest);
  if (!rest.empty() || target.over) return runner.refuse_left_over(rest.empty() ? "!" : rest, output);
  if (title.empty())
    return refuse(session, output, Status::usage, "write `save test \"name\" FILE`", "请写作 `保存测试 \"名称\" 文件`");
  target.behind = true;
  const bool shown = target.path.empty();
  if (const auto trouble = shown ? std::nullopt : refused(session, target, kEndings)) return output.trouble(*trouble);
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  if (!settled.value().answer.errors.empty()) return output.trouble(session.trouble_of(settled.value().answer.errors));

  const OrTrouble<std::string> base = session.base_policy();
  if (!base) return output.trouble(base.error());
  const bool changed = session.changes.count_of(base.value()) > 0;
  const SavedAmendment* saved = changed ? saved_as(session, base.value()) : nullptr;
  const std::string policy = saved != nullptr ? saved->name
                             : changed        ? amendment_of(session, base.value(), std::string(kUnnamed))
                                              : settled.value().names().policy;
  if (const auto trouble = unsaid(session, settled.value(), base.value(), title)) return output.trouble(*trouble);
  const std::string test = test_of(settled.value(), title, policy);
  if (shown) {
    output.text(laid_out(test, Language::en).value_or(test));
    return Status::answered;
  }
  const auto file = with_test(session, target.path, title, test);
  if (!file) return output.trouble(file.error());
  const Status status = save_file(session, target, kEndings, file.value(), output);
  if (status != Status::answered) return status;
  std::erase_if(session.saved_tests,
                [&](const SavedTest& one) { return one.title == title && one.file == target.path; });
  session.saved_tests.push_back({title, target.path, base.value(), policy, session.changes_of(base.value())});
  if (changed && saved == nullptr)
    output.text(session.pick("it is a test of `" + policy + "`, which `save change FILE` writes\n",
                             "这是 `" + policy + "` 的测试，该修订由 `保存变更 文件` 写出\n"));
  return status;
}

}  // namespace

auto save_test_command() -> Command {
  return {.name = "save test",
          .chinese = "保存测试",
          .arguments = "\"NAME\" [FILE]",
          .topic = "keeping",
          .en = "Write the case at hand with its present results as a test; behind what the file holds already.",
          .zh = "把当前案例及其结果写成测试；接在文件已有内容之后。",
          .more_en =
              "Without a file it is shown. With changes it is a test of the amendment that `save change` writes. It is "
              "run\n"
              "first: what a test cannot say, such as `assume`, or would not pass by, is refused. A test that was "
              "saved in\n"
              "this session under the same name is replaced.\n",
          .more_zh =
              "不给文件时显示。有变更时，它是 `保存变更` 所写修订的测试。写出前先运行：测试无法表达的（如 `假定`）\n"
              "或不会通过的，予以拒绝。本次会话以同名保存过的测试被替换。\n",
          .examples = {"save test \"second stay\" stays.remit"},
          .completes = {Completes::nothing, Completes::file, Completes::nothing},
          .words = {{"to", "到", Completes::file}},
          .run = save_test};
}

}  // namespace remit::repl
