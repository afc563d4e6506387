#include "repl/command/completion.h"

#include <algorithm>
#include <utility>

#include "dsl/elaborate/elaborate.h"
#include "dsl/parse/keywords.h"
#include "engine/text/utf8.h"
#include "repl/command/case_path.h"
#include "repl/command/chinese.h"
#include "repl/command/takes.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kEnds = " \t\n\"'(),=<>+-*/";  // of a word of the language

void add(Words& to, const Words& more) { to.insert(to.end(), more.begin(), more.end()); }

// "claim.items[1].amount" of the element that is typed: "claim.items[3].am".
auto of_element(std::string path, std::string_view typed) -> std::string {
  for (std::size_t at = path.find("[1]"); at < typed.size(); at = path.find("[1]", at + 1)) {
    const std::size_t end = typed.find(']', at);
    if (end == std::string_view::npos || typed[at] != '[') break;
    path.replace(at, 3, typed.substr(at, end + 1 - at));
  }
  return path;
}

// "visit.setting" of "… and visit.setting = "; empty: nothing is compared there.
auto compared_path(std::string_view before) -> std::string_view {
  before = trimmed(before);
  if (!before.ends_with('=') || before.ends_with("<=") || before.ends_with(">=")) return {};
  before.remove_suffix(before.ends_with("!=") ? 2 : 1);
  before = trimmed(before);
  return before.substr(before.find_last_of(kEnds) + 1);
}

// As one word, in "" or '' where it needs them, or where `always`. Without what cannot be typed.
auto quoted(const Words& words, bool always) -> Words {
  const auto needs = [](const std::string& word) {
    return word.find_first_of("\"'") != std::string::npos || end_of_word(word, 0) != word.size();
  };
  always = always || std::ranges::any_of(words, needs);
  Words made;
  for (const std::string& word : words) {
    const char sign = word.find('"') == std::string::npos ? '"' : '\'';
    const bool can =
        word.find(sign) == std::string::npos && valid_utf8_prefix(word) == word.size() &&
        std::ranges::none_of(word, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
    if (!can) continue;
    const std::string end = word.ends_with('/') ? "" : std::string(1, sign);  // a folder's path goes on
    made.push_back(always ? sign + word + end : word);
  }
  return made;
}

// Where a quote stands that is not closed; npos: none is.
auto open_quote(std::string_view word) -> std::size_t {
  std::size_t at = word.find_first_of("\"'");
  while (at != std::string_view::npos) {
    const std::size_t end = word.find(word[at], at + 1);
    if (end == std::string_view::npos) return at;
    at = word.find_first_of("\"'", end + 1);
  }
  return at;
}

// What of the arguments is typed.
struct Typed {
  Words before;
  std::size_t begin = 0;  // of the word at hand
  std::string word;       // as far as it is typed, without quotes
  bool quoted = false;
};
auto typed_in(std::string_view arguments) -> Typed {
  Typed typed;
  for (std::size_t at = 0;;) {
    while (const std::size_t blank = blank_at(arguments, at)) at += blank;
    const std::size_t end = end_of_word(arguments, at);
    const std::string_view word = arguments.substr(at, end - at);
    const std::size_t open = open_quote(word);  // all that follows it belongs to the word
    if (open == std::string_view::npos && end < arguments.size()) {
      typed.before.push_back(unquoted(word));
      at = end;
      continue;
    }
    typed.begin = at;
    typed.word = unquoted(word.substr(0, open));
    typed.quoted = typed.word.size() != word.size();
    if (open != std::string_view::npos) typed.word += arguments.substr(at + open + 1);
    return typed;
  }
}

class Completer {
 public:
  Completer(Runner& runner, std::string_view word) : runner_(runner), session_(runner.session()), word_(word) {}

  auto words_for(Completes what) -> Words {
    switch (what) {
      case Completes::nothing: return {};
      case Completes::expression: return expression();
      case Completes::file: return session_.host().paths_beginning(word_);
      case Completes::policy: return session_.policy_names();
      case Completes::change: return changes();
      case Completes::service: return session_.services();
      case Completes::result: return results();
      case Completes::decided: return decided();
      case Completes::declaration: return declarations(is_label());
      case Completes::editable: return editable();
      case Completes::input: return of_case();
      case Completes::variable: return variables();
      case Completes::named_case: return cases();
      case Completes::model: return models();
      case Completes::topic: return topics();
    }
    return {};
  }

  // Of both languages what was begun; where nothing was, of the session's.
  auto in_languages(std::string_view en, std::string_view zh) const -> Words {
    if (word_.empty()) return {std::string(session_.chinese() ? zh : en)};
    return {std::string(en), std::string(zh)};
  }

  auto own_words(const Command& command) const -> Words {
    Words words;
    for (const Word& word : command.words) add(words, in_languages(word.en, word.zh));
    return words;
  }

  auto commands() const -> Words {
    Words words;
    for (const Command& command : runner_.commands()) add(words, in_languages(command.name, command.chinese));
    return words;
  }

  auto expression() -> Words {
    Words words = declarations(false);
    add(words, inputs());
    for (const parse::Token role : {
#define REMIT_KEYWORD(role, en, zh) parse::Token::role,
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
         })
      add(words, in_languages(parse::spelling(role, false), parse::spelling(role, true)));
    return words;
  }

  auto names() -> Words {
    Words words = declarations(false);
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
    Words words;
    if (shape->field.type.kind == TypeKind::boolean) {
      for (const parse::Token one : {parse::Token::false_, parse::Token::true_})
        add(words, in_languages(parse::spelling(one, false), parse::spelling(one, true)));
    }
    if (shape->field.type.kind == TypeKind::enumeration) {
      for (const EnumMember& member : prepared.value()->program().types.at(EnumId{shape->field.type.id}).members)
        words.push_back(member.name);
    }
    return words;
  }

 private:
  // A label does for a name in commands; one is offered where a Chinese word was begun.
  bool is_label() const { return !is_ascii(word_); }
  template <class Labels>
  void add_labels(Words& words, const Labels& labels) const {
    for (const auto& label : labels) {
      if (is_label() && !is_ascii(label.text) && end_of_word(label.text, 0) == label.text.size())
        words.push_back(label.text);
    }
  }

  auto changes() -> Words {
    Words words = session_.policy_names();
    for (const Change& change : session_.changes.all()) words.push_back(change.name);
    return words;
  }
  auto cases() const -> Words {
    Words words;
    for (const NamedCase& one : session_.cases()) words.push_back(one.name);
    return words;
  }
  auto models() -> Words {
    Words words = cases();
    add(words, session_.test_titles());
    return words;
  }
  auto topics() const -> Words {
    Words words = commands();
    for (const Command& command : runner_.commands())
      add(words, in_languages(command.topic, topic_in_chinese(command.topic)));
    return words;
  }
  auto declarations(bool with_labels) -> Words {
    const auto at_hand = policy_at_hand(session_);
    if (!at_hand) return {};
    Words words = declared_names(*at_hand.value().flat);
    for (const FlatDeclaration& flat : at_hand.value().flat->declarations) {
      for (const Origin& origin : flat.origins) {
        if (with_labels) add_labels(words, origin.declaration->labels);
      }
    }
    return words;
  }
  auto editable() -> Words {
    Words words = declarations(false);
    add(words, session_.host().paths_beginning(word_));
    return words;
  }
  auto inputs() -> Words {
    const auto prepared = session_.prepare_loosely(session_.service());
    return prepared ? paths_of(prepared.value()->program().inputs) : Words{};
  }
  // And what the engine reads beside the inputs.
  auto of_case() -> Words {
    Words words = inputs();
    add(words, {"as_of", "papers"});
    const auto prepared = session_.prepare_loosely(session_.service());
    if (!prepared) return words;
    for (const Memory& memory : prepared.value()->program().memories)
      words.push_back("opening." + prepared.value()->names().memories[memory.name].name);
    return words;
  }
  auto variables() -> Words {
    Words words = inputs();
    words.emplace_back("scale");
    const auto at_hand = policy_at_hand(session_);
    if (!at_hand) return words;
    for (const FlatDeclaration& flat : at_hand.value().flat->declarations) {
      if (std::holds_alternative<ast::ValueDecl>(flat.declaration->body)) words.push_back(flat.declaration->name.text);
    }
    return words;
  }
  auto results() -> Words {
    Words words;
    const auto prepared = session_.prepare_loosely(session_.service());
    if (!prepared) return words;
    const Program& program = prepared.value()->program();
    for (const remit::Output& output : program.outputs) {
      words.push_back(output.name);
      add_labels(words, output.labels);
      if (output.type.kind != TypeKind::record) continue;
      for (const auto& field : program.types.at(RecordId{output.type.id}).fields)
        words.push_back(output.name + "." + field.name);
    }
    for (const Rule& rule : program.rules) {
      if (rule.kind == Rule::Kind::hidden) continue;
      words.push_back(prepared.value()->names().rules[rule.name].name);
      add_labels(words, prepared.value()->names().rules[rule.name].labels);
    }
    return words;
  }
  auto decided() -> Words {
    Words words;
    const auto prepared = session_.prepare_loosely(session_.service());
    if (!prepared) return words;
    for (const auto* names : {&prepared.value()->names().exceptions, &prepared.value()->names().requirements}) {
      for (const DeclarationName& one : *names) {
        words.push_back(one.name);
        add_labels(words, one.labels);
      }
    }
    return words;
  }

  Runner& runner_;
  Session& session_;
  const std::string word_;
};

// What an expression may go on with; behind `PATH =` first what may stand there.
auto expression_words(Completer& completer, std::string_view before, std::string_view word) -> Words {
  Words words = completer.values(compared_path(before));
  const bool fits = std::ranges::any_of(words, [&](const auto& one) { return one.starts_with(word); });
  return fits ? words : completer.expression();
}

// Which kind of argument is at hand: what follows the command's own word before it, or by its place.
auto kind_at(const Command& command, const Words& before) -> Completes {
  Completes what = Completes::nothing;
  if (!command.completes.empty()) what = command.completes[std::min(before.size(), command.completes.size() - 1)];
  for (const std::string& text : before) {
    for (const Word& word : command.words) {
      if (word.en == text || word.zh == text) what = word.then;
    }
  }
  return what;
}

auto complete_arguments(Runner& runner, std::string_view input, const Command& command, std::size_t behind)
    -> Completion {
  Completion completion;
  Typed typed = typed_in(input.substr(behind));
  const Completes what = kind_at(command, typed.before);
  completion.begin = behind + typed.begin;
  if (is_of_language(what)) completion.begin = std::max(completion.begin, input.find_last_of(kEnds) + 1);
  if (is_of_language(what)) typed.word = input.substr(completion.begin);
  if (what == Completes::topic) {  // of several words
    completion.begin = behind;
    typed.word = input.substr(behind);
  }
  Completer completer(runner, typed.word);
  const bool may_stand_first = command.arguments.starts_with('[');
  Words words;
  if (!typed.before.empty() || may_stand_first) words = completer.own_words(command);
  const bool gives_value = what == Completes::input && !compared_path(input.substr(0, completion.begin)).empty();
  if (what == Completes::expression || gives_value || (what == Completes::input && typed.before.size() > 1))
    add(words, expression_words(completer, input.substr(0, completion.begin), typed.word));
  else
    add(words, completer.words_for(what));
  for (std::string& one : words) one = is_of_language(what) ? of_element(std::move(one), typed.word) : std::move(one);
  std::erase_if(words, [&](const std::string& one) { return !one.starts_with(typed.word); });
  completion.words = is_of_language(what) || what == Completes::topic ? std::move(words) : quoted(words, typed.quoted);
  return completion;
}

}  // namespace

auto complete(Runner& runner, std::string_view input) -> Completion {
  Completion completion;
  std::string_view rest;
  const Command* command = runner.find(input, rest);
  const bool in_arguments =
      command != nullptr && (!rest.empty() || blank_at(input, input.size() - 1) > 0 || input.ends_with("\u3000"));
  const std::size_t begin = input.find_last_of(kEnds) + 1;
  const std::string_view word = input.substr(begin);
  if (in_arguments) {
    const std::size_t behind = rest.empty() ? input.size() : static_cast<std::size_t>(rest.data() - input.data());
    completion = complete_arguments(runner, input, *command, behind);
  } else {
    Completer completer(runner, word);
    completion.begin = begin;
    completion.words = expression_words(completer, input.substr(0, begin), word);
    for (std::string& one : completion.words) one = of_element(std::move(one), word);
    std::erase_if(completion.words, [&](const std::string& one) { return !one.starts_with(word); });
  }
  // Names of commands, of two words, too: `save t` can be nothing else, `why n` may be a result.
  const std::string_view typed = input.substr(std::min(input.find_first_not_of(" \t"), input.size()));
  const std::size_t kept = typed.size() >= word.size() ? typed.size() - word.size() : 0;
  Words names = Completer(runner, typed).commands();
  if (kept == 0) add(names, runner.session().services());
  std::erase_if(names, [&](const std::string& name) { return !name.starts_with(typed); });
  if (kept > 0 && !in_arguments && !names.empty()) completion.words.clear();
  for (const std::string& name : names) {
    if (completion.begin == begin) completion.words.push_back(name.substr(kept));
  }
  std::sort(completion.words.begin(), completion.words.end());
  completion.words.erase(std::unique(completion.words.begin(), completion.words.end()), completion.words.end());
  return completion;
}

auto known_names(Runner& runner) -> std::vector<std::string> { return Completer(runner, "").names(); }

}  // namespace remit::repl
