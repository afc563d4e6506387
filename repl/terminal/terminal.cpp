#include "repl/terminal/terminal.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "repl/command/completion.h"
#include "repl/command/highlight.h"
#include "repl/command/words.h"
#include "repl/terminal/line_editor.h"

namespace remit::repl {
namespace {

// "cn.beijing.employee+2 second_stay> "
auto prompt_of(Session& session) -> std::string {
  std::string prompt = session.policy();
  if (prompt.empty() && session.current_case() == nullptr) prompt = "remit";
  const std::size_t changes = session.changes.all().size();
  if (changes > 0) prompt += "+" + std::to_string(changes);
  if (session.current_case() != nullptr) prompt += (prompt.empty() ? "" : " ") + session.current_case()->name;
  return prompt + "> ";
}

class Terminal {
 public:
  Terminal(Runner& runner, const TerminalOptions& options)
      : runner_(runner),
        options_(options),
        highlighter_(runner),
        editor_(
            options.history, [&](std::string_view input) { return completed(input); },
            options.colour ? LineEditor::Highlight([&](auto line) { return highlighter_.styles(pending_, line); })
                           : nullptr) {}

  void run() {
    while (!runner_.quitting) {
      const std::optional<std::string> input = next();
      if (closed_) break;
      if (!input) continue;
      editor_.remember(std::string(trimmed(*input)));
      options_.begin();
      runner_.session().settings.columns = static_cast<std::uint32_t>(LineEditor::columns_of_terminal());
      options_.show(runner_.execute(*input));
      highlighter_.forget();
    }
  }

 private:
  // An input, of as many lines as it takes. Absent: it was cancelled, or there are no more.
  auto next() -> std::optional<std::string> {
    pending_.clear();
    std::optional<std::string> line = kept_ ? std::exchange(kept_, {}) : read(prompt_of(runner_.session()));
    if (!line) return std::nullopt;
    std::string input = *line;
    const bool declared = runner_.is_declaration(input);
    for (;;) {
      const bool more = runner_.wants_more(input);
      if (!more && !(declared && LineEditor::has_more())) return input;  // else it is a paste, of which more may belong
      if (input.ends_with('\\')) input.pop_back();
      pending_ = input + "\n";
      line = read(". ");
      if (!line) return std::nullopt;
      if (!more && !line->starts_with(' ') && !line->starts_with('\t')) {
        kept_ = std::move(line);
        return input;
      }
      input += "\n" + *line;
    }
  }

  auto completed(std::string_view input) -> Completion {
    Completion completion = complete(runner_, pending_ + std::string(input));
    completion.begin -= std::min(pending_.size(), completion.begin);
    return completion;
  }

  auto read(const std::string& prompt) -> std::optional<std::string> {
    LineEditor::Read read = editor_.read(prompt);
    closed_ = read.end == LineEditor::End::closed;
    if (read.end == LineEditor::End::line) return std::move(read.line);
    editor_.remember(std::string(trimmed(pending_ + read.line)));  // what was typed is not lost
    return std::nullopt;
  }

  Runner& runner_;
  const TerminalOptions& options_;
  std::string pending_;              // lines of the input before the one that is typed
  std::optional<std::string> kept_;  // a line that was read, and does not belong to the input before
  bool closed_ = false;
  Highlighter highlighter_;
  LineEditor editor_;
};

}  // namespace

auto greeting(Session& session, const std::string& version) -> std::string {
  const std::size_t policies = session.policy_names().size();
  std::string paths;
  for (const std::string& path : session.paths()) paths += " " + path;
  const std::string number = std::to_string(policies);
  std::string text = "remit " + version;
  text += policies == 0 ? session.pick(": no policies are open\n", "：尚未打开政策\n")
                        : session.pick(": " + number + (policies == 1 ? " policy in" : " policies in") + paths + "\n",
                                       "：" + paths.substr(1) + " 中有 " + number + " 项政策\n");
  text += policies == 0 ? session.pick("  open PATH         read policies\n", "  打开 路径         读取政策\n")
                        : session.pick("  load CASE.json    take a case\n", "  载入 案例.json    读入案例\n");
  text += session.pick(
      "  settle            what does this person get? (the name of any service)\n"
      "  why RESULT        how did it come about?\n"
      "`help` lists everything, Tab completes, Ctrl-D ends the session.\n",
      "  settle            此人得到什么？（任一服务的名称）\n"
      "  为什么 结果       由来如何？\n"
      "`帮助` 列出全部命令，Tab 补全，Ctrl-D 结束会话。\n");
  return text;
}

void run_terminal(Runner& runner, const TerminalOptions& options) { Terminal(runner, options).run(); }

}  // namespace remit::repl
