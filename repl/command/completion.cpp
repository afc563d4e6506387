#include "repl/command/completion.h"

#include <algorithm>
#include <utility>

#include "dsl/elaborate/elaborate.h"
#include "dsl/parse/keywords.h"
#include "repl/command/case_path.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

using Words = std::vector<std::string>;

void add(Words& to, const Words& more) { to.insert(to.end(), more.begin(), more.end()); }

auto keywords(bool chinese) -> Words {
  Words words;
  for (const parse::Token role : {
#define REMIT_KEYWORD(role, en, zh) parse::Token::role,
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
       })
    words.emplace_back(parse::spelling(role, chinese));
  return words;
}

// "claim.items[1].amount" of the element that is typed: "claim.items[3].am".
auto of_element(std::string path, std::string_view typed) -> std::string {
  for (std::size_t at = path.find("[1]"); at < typed.size(); at = path.find("[1]", at + 1)) {
    const std::size_t end = typed.find(']', at);
    if (end == std::string_view::npos || typed[at] != '[') break;
    path.replace(at, 3, typed.substr(at, end + 1 - at));
  }
  return path;
}

class Completer {
 public:
  explicit Completer(Runner& runner) : runner_(runner), session_(runner.session()) {}

  auto words_for(Completes what, const Command& command, const std::string& word) -> Words {
    switch (what) {
      case Completes::nothing: return {};
      case Completes::expression: return expression();
      case Completes::file: return session_.host().paths_beginning(word);
      case Completes::policy: return policies();
      case Completes::service: return session_.services();
      case Completes::result: return results(command);
      case Completes::decided: return decided();
      case Completes::declaration: return declarations();
      case Completes::input: return inputs();
      case Completes::named_case: return cases();
      case Completes::command: return commands();
      case Completes::topic: return topics();
      case Completes::words: return {command.words.begin(), command.words.end()};
    }
    return {};
  }

  auto commands() const -> Words {
    Words words;
    for (const Command& command : runner_.commands()) words.emplace_back(command.name);
    return words;
  }

  auto expression() -> Words {
    Words words = declarations();
    add(words, inputs());
    add(words, keywords(session_.chinese()));
    return words;
  }

  auto names() -> Words {
    Words words = declarations();
    add(words, inputs());
    add(words, session_.services());
    add(words, cases());
    if (const auto prepared = session_.prepare_loosely(session_.service())) {
      for (const EnumType& type : prepared.value()->program().types.enums) {
        for (const EnumMember& member : type.members) words.push_back(member.name);
      }
    }
    return words;
  }

  // What the input at the path may be given: members, yes and no.
  auto values(std::string_view path) -> Words {
    const auto prepared = session_.prepare_loosely(session_.service());
    const InputShape* shape = prepared ? shape_at(prepared.value()->program().inputs, path) : nullptr;
    if (shape == nullptr) return {};
    if (shape->field.type.kind == TypeKind::boolean) return {"true", "false"};
    Words words;
    if (shape->field.type.kind == TypeKind::enumeration) {
      for (const EnumMember& member : prepared.value()->program().types.at(EnumId{shape->field.type.id}).members)
        words.push_back(member.name);
    }
    return words;
  }

 private:
  auto policies() -> Words {
    Words words = session_.policy_names();
    for (const Change& change : session_.changes.all()) words.push_back(change.name);
    words.emplace_back("any");
    return words;
  }
  auto cases() -> Words {
    Words words;
    for (const NamedCase& one : session_.cases()) words.push_back(one.name);
    return words;
  }
  auto topics() const -> Words {
    Words words = commands();
    for (const Command& command : runner_.commands()) words.emplace_back(command.topic);
    return words;
  }
  auto declarations() -> Words {
    const auto at_hand = policy_at_hand(session_);
    return at_hand ? declared_names(*at_hand.value().flat) : Words{};
  }
  auto inputs() -> Words {
    const auto prepared = session_.prepare_loosely(session_.service());
    return prepared ? paths_of(prepared.value()->program().inputs) : Words{};
  }
  auto results(const Command& command) -> Words {
    Words words(command.words.begin(), command.words.end());
    const auto prepared = session_.prepare_loosely(session_.service());
    if (!prepared) return words;
    for (const remit::Output& output : prepared.value()->program().outputs) words.push_back(output.name);
    for (const Rule& rule : prepared.value()->program().rules) {
      if (rule.kind != Rule::Kind::hidden) words.push_back(prepared.value()->names().rules[rule.name].name);
    }
    return words;
  }
  auto decided() -> Words {
    Words words;
    const auto prepared = session_.prepare_loosely(session_.service());
    if (!prepared) return words;
    for (const DeclarationName& one : prepared.value()->names().exceptions) words.push_back(one.name);
    for (const DeclarationName& one : prepared.value()->names().requirements) words.push_back(one.name);
    return words;
  }

  Runner& runner_;
  Session& session_;
};

}  // namespace

auto complete(Runner& runner, std::string_view input) -> Completion {
  constexpr std::string_view kEnds = " \t\n\"'(),=<>+-*/";
  Completer completer(runner);
  std::string_view rest;
  const Command* command = runner.find(input, rest);
  const std::size_t blank = input.find_last_of(" \t\n");
  const bool in_arguments =
      command != nullptr && blank != std::string_view::npos && !trimmed(input.substr(0, blank)).empty();
  Words words;
  Completion completion;
  if (in_arguments) {
    const Words before = words_of(rest);
    const bool at_new = rest.empty() || input.ends_with(' ');
    const std::size_t index = at_new ? before.size() : before.size() - 1;
    const Completes what = command->completes.empty()
                               ? Completes::nothing
                               : command->completes[std::min(index, command->completes.size() - 1)];
    const bool file = what == Completes::file;
    completion.begin = (file ? input.find_last_of(" \t\n\"'") : input.find_last_of(kEnds)) + 1;
    const std::string word(input.substr(completion.begin));
    const std::size_t equal = rest.find('=');
    if (what == Completes::input && equal != std::string_view::npos) {
      words = completer.values(trimmed(rest.substr(0, equal)));
      const bool fits = std::any_of(words.begin(), words.end(), [&](const auto& one) { return one.starts_with(word); });
      if (!fits) add(words, completer.expression());
    } else {
      words = completer.words_for(what, *command, word);
      if (what == Completes::result) add(words, {command->words.begin(), command->words.end()});
    }
  } else {
    completion.begin = input.find_last_of(kEnds) + 1;
    if (trimmed(input).size() == input.size() - std::min(input.find_first_not_of(' '), input.size()) &&
        completion.begin == std::min(input.find_first_not_of(' '), input.size())) {
      add(words, completer.commands());
      add(words, runner.session().services());
    }
    add(words, completer.expression());
  }
  const std::string_view word = input.substr(completion.begin);
  for (std::string& one : words) one = of_element(std::move(one), word);
  std::erase_if(words, [&](const std::string& one) { return !one.starts_with(word); });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  completion.words = std::move(words);
  return completion;
}

auto known_names(Runner& runner) -> std::vector<std::string> { return Completer(runner).names(); }

}  // namespace remit::repl
