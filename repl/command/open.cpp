#include <algorithm>
#include <map>

#include "dsl/parse/outline.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// Its declarations by name; headings and what has no name count as one.
auto parts_of(const std::string& text) -> std::map<std::string, std::string> {
  std::map<std::string, std::string> parts;
  const parse::Outline outline = parse::outline(text);
  if (!outline.clear) return {{"", text}};
  for (const parse::Piece& piece : outline.pieces) {
    const std::string name = piece.names == 0 ? "" : outline.names[piece.first_name];
    parts[name] += trimmed(std::string_view(text).substr(piece.begin, piece.end - piece.begin));
  }
  return parts;
}

auto changed_names(const std::string& before, const std::string& after) -> std::string {
  const auto old_parts = parts_of(before), new_parts = parts_of(after);
  std::map<std::string, bool> names;
  for (const auto& [name, text] : old_parts) {
    const auto found = new_parts.find(name);
    if (found == new_parts.end() || found->second != text) names[name] = true;
  }
  for (const auto& [name, text] : new_parts) {
    if (!old_parts.contains(name)) names[name] = true;
  }
  std::string listed;
  for (const auto& [name, changed] : names) {
    if (!name.empty()) listed += (listed.empty() ? ": " : ", ") + name;
  }
  return listed;
}

auto difference(const Session& session, const std::map<std::string, std::string>& before,
                const std::map<std::string, std::string>& after) -> std::string {
  std::string told;
  for (const auto& [path, text] : after) {
    const auto old = before.find(path);
    if (old == before.end())
      told += session.pick("  new      ", "  新增  ") + path + "\n";
    else if (old->second != text)
      told += session.pick("  changed  ", "  改动  ") + path + changed_names(old->second, text) + "\n";
  }
  for (const auto& [path, text] : before) {
    if (!after.contains(path)) told += session.pick("  gone     ", "  删除  ") + path + "\n";
  }
  return told.empty() ? session.pick("  nothing has changed\n", "  没有变化\n") : told;
}

auto open(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::vector<std::string> paths = words_of(rest);
  if (paths.empty()) {
    for (const std::string& path : session.paths()) output.text(path + "\n");
    return Status::answered;
  }
  if (const auto trouble = session.open(paths)) return output.trouble(*trouble);
  const std::string files = std::to_string(session.snapshot()->texts().size());
  output.text(session.pick(files + (files == "1" ? " file\n" : " files\n"), files + " 个文件\n"));
  return Status::answered;
}

// The changes of before must still be what they were.
auto check_changes(Session& session, Output& output) -> Status {
  Status status = Status::answered;
  std::vector<std::string> seen;
  for (const Change& change : session.changes.all()) {
    if (std::find(seen.begin(), seen.end(), change.policy) != seen.end()) continue;
    seen.push_back(change.policy);
    if (const auto opened = session.opened({.policy = change.policy}); !opened) status = output.trouble(opened.error());
  }
  return status;
}

// What is wrong now in what has changed, and with the policy at hand.
auto check_files(Session& session, const std::map<std::string, std::string>& before, Output& output) -> Status {
  PolicyLibrary& library = *session.everything();
  std::vector<Diagnostic> problems = library.problems();
  const auto& after = session.snapshot()->texts();
  std::erase_if(problems, [&](const Diagnostic& problem) {
    const std::string& path = library.sources().at(problem.span.file).path;
    const std::string own = path.substr(std::min(path.size(), session.snapshot()->shown().size()));
    const auto old = before.find(own), now = after.find(own);
    const bool same = old != before.end() && now != after.end() && old->second == now->second;
    return same || code_text(problem.code).warning();
  });
  if (!problems.empty()) return output.trouble(session.trouble_of(std::move(problems), library.sources()));
  const bool at_hand = !session.policy().empty() || session.current_case() != nullptr;
  const auto prepared = at_hand ? session.prepare_loosely(session.service()) : OrTrouble<Prepared*>(nullptr);
  return prepared || prepared.error().status != Status::policy ? Status::answered : output.trouble(prepared.error());
}

auto reload(Runner& runner, std::string_view, Output& output) -> Status {
  Session& session = runner.session();
  if (session.snapshot() == nullptr)
    return refuse(session, output, Status::usage, "no policies are open", "尚未打开政策");
  const std::map<std::string, std::string> before = session.snapshot()->texts();
  if (const auto trouble = session.open(session.paths())) return output.trouble(*trouble);
  output.text(difference(session, before, session.snapshot()->texts()));
  if (before != session.snapshot()->texts()) {
    if (const Status status = check_files(session, before, output); status != Status::answered) return status;
  }
  return check_changes(session, output);
}

}  // namespace

auto open_command() -> Command {
  return {
      .name = "open",
      .chinese = "打开",
      .arguments = "[PATH…]",
      .topic = "policies",
      .en = "Read the policies of these files and folders instead; without a path: say which are open.",
      .zh = "改为读取这些文件与文件夹中的政策；不给路径时说明已打开的。",
      .examples = {"open policies/cn"},
      .completes = {Completes::file},
      .run = open,
  };
}

auto reload_command() -> Command {
  return {
      .name = "reload",
      .chinese = "重读",
      .arguments = "",
      .topic = "policies",
      .en = "Read the files anew and say what has changed in them; cases and changes stay.",
      .zh = "重新读取文件并说明其变化；案例与变更保留。",
      .examples = {"reload"},
      .most = 0,
      .run = reload,
  };
}

}  // namespace remit::repl
