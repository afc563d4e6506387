#include "repl/session/changes.h"

#include <algorithm>
#include <utility>

#include "dsl/parse/keywords.h"

namespace remit::repl {
namespace {

// As dsl/flatten names an amendment: with the prefix of the policy.
auto with_prefix(const std::string& policy, const std::string& name) -> std::string {
  const std::size_t dot = policy.rfind('.');
  return dot == std::string::npos ? name : policy.substr(0, dot + 1) + name;
}

}  // namespace

auto Changes::count_of(std::string_view policy) const -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(done_.begin(), done_.end(), [&](const Change& change) { return change.policy == policy; }));
}

void Changes::add(Change change) {
  done_.push_back(std::move(change));
  undone_.clear();
}

bool Changes::undo() {
  if (done_.empty()) return false;
  undone_.push_back(std::move(done_.back()));
  done_.pop_back();
  return true;
}

bool Changes::redo() {
  if (undone_.empty()) return false;
  done_.push_back(std::move(undone_.back()));
  undone_.pop_back();
  return true;
}

void Changes::clear() {
  done_.clear();
  undone_.clear();
}

auto Changes::free_name(const std::string& name, const std::string& policy, const std::vector<std::string>& taken) const
    -> std::string {
  const auto is_taken = [&](const std::string& wanted) {
    return std::any_of(done_.begin(), done_.end(), [&](const Change& change) { return change.name == wanted; }) ||
           std::find(taken.begin(), taken.end(), with_prefix(policy, wanted)) != taken.end();
  };
  std::string wanted = name;
  for (int number = 2; is_taken(wanted); ++number) wanted = name + "_" + std::to_string(number);
  return wanted;
}

auto Changes::texts(const std::string& policy, std::size_t count) const -> std::vector<NamedText> {
  std::vector<NamedText> texts;
  std::string below = policy;
  for (const Change& change : done_) {
    if (texts.size() == count) break;
    if (change.policy != policy) continue;
    texts.push_back({"prompt", amendment_text(below, change), heading_lines(change)});
    below = with_prefix(policy, change.name);
  }
  return texts;
}

auto Changes::amendment(const std::string& policy, std::size_t count) const -> std::string {
  std::string name = policy;
  std::size_t met = 0;
  for (const Change& change : done_) {
    if (met == count) break;
    if (change.policy != policy) continue;
    ++met;
    name = with_prefix(policy, change.name);
  }
  return name;
}

namespace {

auto heading(const std::string& below, const Change& change, const ast::Period* version) -> std::string {
  using parse::Token;
  const auto word = [&](Token token) { return std::string(parse::spelling(token, change.chinese)); };
  std::string text =
      word(Token::amend) + " " + below + " " + word(Token::as_) + " `" + change.name + "`" + change.labels;
  if (version != nullptr) text += " " + word(Token::in_force) + " " + word(Token::from) + " " + version->from;
  if (version != nullptr && !version->until.empty()) text += " " + word(Token::until) + " " + version->until;
  return text + " {\n";
}

}  // namespace

auto heading_lines(const Change& change) -> std::uint32_t { return change.chinese ? 2 : 1; }

auto amendment_text(const std::string& below, const Change& change) -> std::string {
  const ast::Period* changed = change.versions.empty() ? nullptr : &change.versions[change.version];
  std::string text = change.chinese ? "# language: zh\n" : "";
  text += heading(below, change, changed) + change.text + "\n}\n";
  for (const ast::Period& version : change.versions) {
    if (&version != changed) text += heading(below, change, &version) + "}\n";
  }
  return text;
}

}  // namespace remit::repl
