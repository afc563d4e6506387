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
class Search {
 public:
  Search(Session& session, std::string wanted) : session_(session), wanted_(std::move(wanted)) {}

  // `typed`: what was declared at the prompt alone, and not the files below it.
  void look_in(PolicyLibrary& library, bool typed) {
    for (const ast::File& file : library.files()) {
      for (const ast::Policy& policy : file.policies) {
        const SourceText& source = library.sources().at(policy.span.file);
        if (typed && source.hidden_lines == 0) continue;
        for (const ast::Declaration& one : policy.declarations) offer(one, policy, source, library);
      }
    }
  }
  [[nodiscard]] bool found() const { return table_.rows.size() > 1; }
  void tell(Output& output) const {
    output.table(table_);
    const std::string more = std::to_string(beyond_);
    if (beyond_ > 0) output.text(session_.pick("… and " + more + " more\n", "……另有 " + more + " 处\n"));
  }

 private:
  static constexpr std::size_t kMost = 200;

  void offer(const ast::Declaration& one, const ast::Policy& policy, const SourceText& source,
             const PolicyLibrary& library) {
    if (std::holds_alternative<ast::Test>(one.body)) return;
    const std::string_view written =
        std::string_view(source.text).substr(one.span.begin, one.span.end - one.span.begin);
    if (folded(written).find(wanted_) == std::string::npos) return;
    if (table_.rows.size() > kMost && ++beyond_ > 0) return;
    table_.rows.push_back({one.name.text, kind_text(one, session_.chinese() ? Language::zh : Language::en),
                           label_of(session_, one.labels), policy.name.text(), place_text(library, one.span)});
  }

  const Session& session_;
  const std::string wanted_;
  Table table_{.rows = {{session_.pick("Name", "名称"), session_.pick("Kind", "种类"), session_.pick("Label", "标签"),
                         session_.pick("Policy", "政策"), session_.pick("Place", "位置")}}};
  std::size_t beyond_ = 0;
};

auto find(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  std::string wanted =
      folded(rest.size() > 1 && rest.front() == '"' && rest.back() == '"' ? rest.substr(1, rest.size() - 2) : rest);
  PolicyLibrary* library = session.everything();
  if (library == nullptr || wanted.empty())
    return refuse(session, output, Status::usage, library == nullptr ? "no policies are open" : "find what?",
                  library == nullptr ? "尚未打开政策" : "查找什么？");
  Search search(session, std::move(wanted));
  search.look_in(*library, false);
  std::set<std::string> changed;
  for (const Change& change : session.changes.all()) {
    if (!changed.insert(change.policy).second) continue;
    if (const auto opened = session.opened({.policy = change.policy})) search.look_in(opened.value()->library(), true);
  }
  if (!search.found()) return refuse(session, output, Status::failed, "`{}` stands nowhere", "未找到 `{}`", rest);
  search.tell(output);
  return Status::answered;
}

}  // namespace

auto find_command() -> Command {
  return {.name = "find",
          .chinese = "查找",
          .arguments = "TEXT",
          .topic = "policies",
          .en = "List the declarations in whose text something stands: a word, a label, a section of a source.",
          .zh = "列出文中含有某文字的声明：词语、标签或出处的条款。",
          .more_en = "In all files that are open, and in what was declared at the prompt.\n",
          .more_zh = "包括所有已打开的文件，以及在提示符下声明的内容。\n",
          .examples = {"find 起付", "find §36"},
          .completes = {Completes::declaration},
          .run = find};
}

}  // namespace remit::repl
