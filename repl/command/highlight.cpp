#include "repl/command/highlight.h"

#include <algorithm>

#include "dsl/parse/lexer.h"
#include "repl/command/completion.h"
#include "repl/command/takes.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

using parse::Token;

auto style_of(Token token, std::string_view text) -> std::optional<Style> {
  switch (token) {
    case Token::number:
    case Token::date:
    case Token::time:
    case Token::month_day:
    case Token::section: return Style::number;
    case Token::string: return Style::text;
    case Token::bad: return text.starts_with('"') || text.starts_with("“") ? std::optional(Style::text) : std::nullopt;
    case Token::language: return Style::keyword;
    default: return parse::is_keyword(token) ? std::optional(Style::keyword) : std::nullopt;
  }
}

}  // namespace

auto Highlighter::styles(std::string_view before, std::string_view line) -> std::vector<Styled> {
  const std::string input = std::string(before) + std::string(line);
  std::vector<Styled> styles;
  std::string_view rest;
  const Command* command = runner_.find(input, rest);
  const std::size_t behind = command == nullptr ? 0 : static_cast<std::size_t>(rest.data() - input.data());
  if (command != nullptr && before.empty()) {
    const std::string_view name = trimmed(line.substr(0, behind));
    const auto begin = static_cast<std::size_t>(name.data() - line.data());
    styles.push_back({begin, begin + name.size(), Style::command});
  }
  if (command != nullptr && !takes_language(*command)) return styles;

  const SourceText source = make_source(FileId{}, "prompt", std::string(behind, ' ') + input.substr(behind));
  parse::Problems problems(FileId{});
  const parse::Tokens tokens = parse::lex(source, problems);
  const auto add = [&](std::size_t begin, std::size_t end, Style style) {
    if (begin >= before.size() && end > begin) styles.push_back({begin - before.size(), end - before.size(), style});
  };
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const parse::Place& place = tokens.places[i];
    const std::string_view text = std::string_view(source.text).substr(place.begin, place.end - place.begin);
    std::optional<Style> style = style_of(tokens.at(i), text);
    if (!style && tokens.at(i) == Token::name && knows(text)) style = Style::name;
    const bool word =
        command != nullptr && tokens.at(i) == Token::name && (i == 0 || tokens.at(i - 1) != Token::dot) &&
        std::ranges::any_of(command->words, [&](const Word& one) { return one.en == text || one.zh == text; });
    if (word) style = Style::keyword;
    if (style) add(place.begin, place.end, *style);
  }
  for (const parse::Comment& comment : tokens.comments) add(comment.begin, comment.end, Style::comment);
  std::sort(styles.begin(), styles.end(), [](const Styled& a, const Styled& b) { return a.begin < b.begin; });
  return styles;
}

bool Highlighter::knows(std::string_view name) {
  if (!names_) {
    names_.emplace();
    for (const std::string& path : known_names(runner_)) {  // "claim.items[1].amount": its parts
      for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find_first_of(".[]", at), path.size());
        if (end > at) names_->insert(path.substr(at, end - at));
        at = end + 1;
      }
    }
  }
  return names_->contains(name);
}

}  // namespace remit::repl
