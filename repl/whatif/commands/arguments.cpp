#include "repl/whatif/commands/arguments.h"

#include <algorithm>

#include "engine/text/nearest.h"
#include "repl/command/labels.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {

auto clauses_of(std::string_view text, const std::vector<std::string>& keywords) -> Clauses {
  Clauses made;
  std::string* into = &made.head;
  for (text = trimmed(text); !text.empty();) {
    const bool quoted = text.front() == '"' || text.front() == '\'';
    std::string word = take_word(text);
    if (!quoted && std::ranges::find(keywords, word) != keywords.end()) {
      into = &made.by[made.by.contains(word) ? word + "#2" : word];
      into->clear();
      continue;
    }
    *into += (into->empty() ? "" : " ") + word;
  }
  return made;
}

auto names_in(const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> names;
  std::string name;
  for (const char c : text + ",") {
    if (c != ',' && c != ' ') {
      name += c;
    } else if (!name.empty()) {
      names.push_back(std::move(name));
      name.clear();
    }
  }
  return names;
}

auto names_in(const Settled& settled, const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string part(trimmed(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string meant = result_meant(settled, part);
    if (meant != part) {
      names.push_back(meant);
      continue;
    }
    for (const std::string& name : names_in(part)) names.push_back(result_meant(settled, name));
  }
  return names;
}

auto value_in(Session& session, const std::string& expression, const Type& type) -> OrTrouble<Value> {
  Type wanted = type;
  wanted.optional = false;
  const OrTrouble<Evaluated> made = session.evaluate_as(expression, wanted);
  if (!made) return made.error();
  if (!made.value().errors.empty()) return session.trouble_of(made.value().errors);
  return Value(made.value().value);
}

auto trouble_of(const Session& session, const whatif::Sentence& why) -> Trouble {
  return session.trouble(Status::usage, why.en, why.zh);
}

auto service_of(const Prepared& prepared) -> whatif::Service { return {prepared.program(), prepared.names()}; }

bool tell_unanswered(const Session& session, const whatif::Sweep& swept, Output& output) {
  const bool none =
      std::ranges::all_of(swept.points, [](const whatif::SweptPoint& point) { return !point.why.empty(); });
  if (!none || swept.points.empty()) return false;
  const std::string& code = swept.points.front().why;
  output.text(session.pick("the case has no answer there: " + code + " (`explain-code " + code +
                               "`); where other inputs must agree with it, `set` them too, or `scale` the bill\n",
                           "在这些取值下没有答案：" + code + "（见 `explain-code " + code +
                               "`）；若其他输入须与之一致，请一并 `设`，或用 `缩放` 按比例改费用\n"));
  return true;
}

auto plot_options(const Session& session) -> plot::TextOptions {
  constexpr std::uint32_t kNarrowest = 40, kWidest = 120;
  return {.width = std::clamp(session.settings.columns, kNarrowest, kWidest),
          .ascii = session.settings.plots_in_ascii(),
          .colour = session.settings.colour};
}

auto target_of(std::string file) -> Target {
  const bool over = file.ends_with(" !");
  if (over) file.resize(file.size() - 2);
  return {.path = std::move(file), .over = over};
}

auto refuse_part(const Session& session, const Target& target, Output& output) -> Status {
  return refuse(session, output, Status::failed, "stopped; nothing is written to `{}`", "已中断；未写入 `{}`",
                target.path);
}

auto sides_of(Session& session, const std::string& name) -> OrTrouble<Sides> {
  const std::vector<Change>& changes = session.changes.all();
  OrTrouble<std::string> found = session.base_policy();
  if (!found && !changes.empty()) found = changes.back().policy;
  if (!found && name.empty()) return found.error();
  const std::string base = found ? found.value() : std::string();
  if (name.empty() && session.changes.count_of(base) == 0) {
    const std::string changed = changes.empty() ? "" : "`" + changes.back().policy + "`";
    return session.trouble(
        Status::usage,
        changes.empty() ? "there are no changes; name a policy to compare with"
                        : "there are no changes of `" + base + "`, only of " + changed,
        changes.empty() ? "尚无修改；请指明要对比的政策" : "`" + base + "` 没有修改，只有 " + changed + " 有");
  }
  if (name.empty()) return Sides{.before = {.policy = base, .changes = 0}, .after = {.policy = base}};
  std::size_t count = 0;
  std::vector<std::string> known;
  for (const Change& change : changes) {
    if (change.policy != base) continue;
    ++count;
    known.push_back(change.name);
    if (change.name == name)
      return Sides{.before = {.policy = base, .changes = count - 1}, .after = {.policy = base, .changes = count}};
  }
  const std::vector<std::string> policies = session.policy_names();
  if (std::ranges::find(policies, name) != policies.end())
    return Sides{.before = {.policy = base}, .after = {.policy = name}, .named = name};
  known.insert(known.end(), policies.begin(), policies.end());
  const std::string near = nearest_name(name, known);
  return session.trouble(
      Status::usage,
      "there is no policy or change `" + excerpt_of(name) + "`" +
          (near.empty() ? "" : "; did you mean `" + near + "`?"),
      "没有政策或修改 `" + excerpt_of(name) + "`" + (near.empty() ? "" : "；是否指 `" + near + "`？"));
}

}  // namespace remit::repl
