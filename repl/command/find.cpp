#include <algorithm>
#include <set>

#include "dsl/library/describe.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto folded(std::string_view text) -> std::string {
  std::string low(text);
  for (char& c : low) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return low;
}

// Name, labels and text, as they are written, of each declaration once.
auto find(Runner& runner, std::string_view rest, Output& output) -> Status {
  constexpr std::size_t kMost = 200;
  Session& session = runner.session();
  const std::string wanted =
      folded(rest.size() > 1 && rest.front() == '"' && rest.back() == '"' ? rest.substr(1, rest.size() - 2) : rest);
  PolicyLibrary* library = session.everything();
  if (library == nullptr || wanted.empty())
    return refuse(session, output, Status::usage, library == nullptr ? "no policies are open" : "find what?",
                  library == nullptr ? "尚未打开政策" : "查找什么？");
  Table table{.rows = {{session.pick("Name", "名称"), session.pick("Kind", "种类"), session.pick("Label", "标签"),
                        session.pick("Policy", "政策"), session.pick("Place", "位置")}}};
  std::size_t beyond = 0;
  for (const ast::File& file : library->files()) {
    for (const ast::Policy& policy : file.policies) {
      for (const ast::Declaration& one : policy.declarations) {
        const std::string& text = library->sources().at(one.span.file).text;
        const std::string written =
            folded(std::string_view(text).substr(one.span.begin, one.span.end - one.span.begin));
        if (written.find(wanted) == std::string::npos || std::holds_alternative<ast::Test>(one.body)) continue;
        if (table.rows.size() > kMost && ++beyond > 0) continue;
        table.rows.push_back({one.name.text, kind_text(one, session.chinese() ? Language::zh : Language::en),
                              label_of(session, one.labels), policy.name.text(), place_text(*library, one.span)});
      }
    }
  }
  if (table.rows.size() == 1) {
    return refuse(session, output, Status::failed, "`{}` stands nowhere", "未找到 `{}`", rest);
  }
  output.table(table);
  if (beyond > 0)
    output.text(
        session.pick("… and " + std::to_string(beyond) + " more\n", "……另有 " + std::to_string(beyond) + " 处\n"));
  return Status::answered;
}

}  // namespace

auto find_command() -> Command {
  return {.name = "find",
          .arguments = "TEXT",
          .topic = "policies",
          .en = "List the declarations in whose text something stands: a word, a label, a section of a source.",
          .zh = "列出文中含有某文字的声明：词语、标签或出处的条款。",
          .examples = {"find 起付", "find §36"},
          .completes = {Completes::declaration},
          .run = find};
}

}  // namespace remit::repl
