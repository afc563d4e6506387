#include "dsl/parse/failure.h"

#include <array>
#include <string>
#include <utility>

#include "dsl/parse/keywords.h"
#include "dsl/parse/lex_number.h"
#include "engine/text/nearest.h"

namespace remit::parse {
namespace {

constexpr auto declaration_words = std::to_array<Token>({
    Token::import_,   Token::module_, Token::abstract_, Token::policy,      Token::amend,    Token::private_,
    Token::override_, Token::extend,  Token::drop,      Token::unexpressed, Token::currency, Token::enum_,
    Token::record,    Token::input,   Token::source,    Token::month_ends,  Token::value,    Token::needs,
    Token::table,     Token::bands,   Token::catalog,   Token::for_each,    Token::rule,     Token::function,
    Token::share,     Token::payers,  Token::require,   Token::documents,   Token::shared,   Token::tally,
    Token::spell,     Token::history, Token::account,   Token::service,     Token::test,
});

constexpr auto part_names = std::to_array<std::string_view>({
#define REMIT_PHRASE(name, en, zh) "@" #name,
#include "dsl/diagnostic/codes/phrases.def"
#undef REMIT_PHRASE
});

auto sign_of(Token token, bool chinese) -> std::string_view {
  if (is_keyword(token)) return spelling(token, chinese);
  switch (token) {
    case Token::open_brace: return "{";
    case Token::close_brace: return "}";
    case Token::open_paren: return "(";
    case Token::close_paren: return ")";
    case Token::open_bracket: return "[";
    case Token::close_bracket: return "]";
    case Token::colon: return ":";
    case Token::dot: return ".";
    case Token::equal: return "=";
    case Token::star: return "*";
    default: return "..";
  }
}

auto in_backticks(std::string_view text) -> std::string { return "`" + std::string(text) + "`"; }

auto expects_name(Expected part) -> bool {
  switch (part) {
    case Expected::name:
    case Expected::loop_name:
    case Expected::rule_name:
    case Expected::exception_name:
    case Expected::record_name:
    case Expected::input_name:
    case Expected::service_name:
    case Expected::policy_name:
    case Expected::module_name:
    case Expected::pot:
    case Expected::source: return true;
    default: return false;
  }
}

auto expects_operand(Expected part) -> bool { return part == Expected::expression || part == Expected::list_or_range; }

auto text_of(const SourceText& source, const Tokens& tokens, std::uint32_t token) -> std::string_view {
  const Place& place = tokens.places[token];
  return std::string_view(source.text).substr(place.begin, place.end - place.begin);
}

auto keywords_of(bool chinese) -> std::vector<std::string> {
  std::vector<std::string> words;
  for (auto role = static_cast<unsigned>(first_keyword); role <= static_cast<unsigned>(Token::every); ++role) {
    words.emplace_back(spelling(static_cast<Token>(role), chinese));
  }
  return words;
}

// The keyword that a name in its place is near to: the one that was expected, or any.
auto nearest_keyword(const Failure& failure, const SourceText& source, const Tokens& tokens) -> std::string {
  if (tokens.at(failure.at) != Token::name) return "";
  const std::string_view name = text_of(source, tokens, failure.at);
  if (failure.why == Failure::Why::expected_part) return nearest_name(name, keywords_of(tokens.chinese));
  return nearest_name(name, {std::string(sign_of(failure.token, tokens.chinese))});
}

// `cites rules 36`: the number before this one stands after a source.
auto follows_citation(const Tokens& tokens, std::uint32_t at) -> bool {
  std::uint32_t token = at;
  while (token > 0 && (tokens.at(token - 1) == Token::name || tokens.at(token - 1) == Token::dot)) --token;
  return token > 0 && token < at && tokens.at(token - 1) == Token::cites;
}

auto is_mode(Token token) -> bool {
  return token == Token::half_up || token == Token::half_even || token == Token::half_down || token == Token::up ||
         token == Token::down || token == Token::ceiling || token == Token::floor;
}

// What an author who writes this sign in this place means, in the words of the language; or empty.
auto meant(const Failure& failure, const SourceText& source, const Tokens& tokens) -> std::string {
  const Token found = tokens.at(failure.at);
  const bool part = failure.why == Failure::Why::expected_part;
  const auto word = [&](Token token) { return std::string(spelling(token, tokens.chinese)); };
  if (part && failure.part == Expected::cell) {
    if (found == Token::less_equal) return word(Token::up_to);
    if (found == Token::less_sign) return word(Token::below);
    if (found == Token::greater_equal) return word(Token::from);
    if (found == Token::greater_sign) return word(Token::over);
  }
  if (part && failure.part == Expected::definition && found == Token::number && failure.at > 0) {
    const std::string number(text_of(source, tokens, failure.at));
    if (follows_citation(tokens, failure.at)) return "§" + number;
    if (is_mode(tokens.at(failure.at - 1))) return word(Token::to) + " " + number;
  }
  if (failure.why == Failure::Why::expected_token) {
    if (failure.token == Token::equal && found == Token::to) return word(Token::until);
    if (failure.token == Token::equal && found == Token::colon) return "=";
    if (failure.token == Token::when && found == Token::if_) return word(Token::when);
  }
  return nearest_keyword(failure, source, tokens);
}

// The places of some tokens that touch one another.
auto touching(const Tokens& tokens, std::uint32_t first, std::uint32_t count) -> bool {
  if (first + count > tokens.size()) return false;
  for (std::uint32_t i = first + 1; i < first + count; ++i) {
    if (tokens.places[i].begin != tokens.places[i - 1].end) return false;
  }
  return true;
}

// `50 per cent`, whose first word that means nothing is `per`.
auto per_cent(const SourceText& source, const Tokens& tokens, std::uint32_t at, const Problems& problems)
    -> std::optional<Edit> {
  const bool found = at > 0 && at + 1 < tokens.size() && tokens.at(at) == Token::per &&
                     tokens.at(at - 1) == Token::number && text_of(source, tokens, at + 1) == "cent";
  if (!found) return std::nullopt;
  const Span whole = problems.span(tokens.places[at - 1].begin, tokens.places[at + 1].end);
  return Edit{whole, std::string(text_of(source, tokens, at - 1)) + "%"};
}

// What is written in the notation of other places, and how it is written here: `2024/1/31`, `50 per cent`.
auto rewritten(const Failure& failure, const SourceText& source, const Tokens& tokens, const Problems& problems)
    -> std::optional<Edit> {
  const std::uint32_t at = failure.at;
  const auto text = [&](std::uint32_t token) { return std::string(text_of(source, tokens, token)); };
  const bool slashes = failure.why == Failure::Why::expected_part && failure.part == Expected::date &&
                       touching(tokens, at, 5) && tokens.at(at + 1) == Token::slash &&
                       tokens.at(at + 3) == Token::slash;
  if (slashes) {
    const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    const std::string date = text(at) + "-" + two(text(at + 2)) + "-" + two(text(at + 4));
    if (is_date(date)) return Edit{problems.span(tokens.places[at].begin, tokens.places[at + 4].end), date};
  }
  return per_cent(source, tokens, at, problems);
}

auto written_otherwise(const Edit& edit, const SourceText& source) -> Diagnostic {
  const std::string found = source.text.substr(edit.span.begin, edit.span.end - edit.span.begin);
  return {Code::E0125, edit.span, {found, edit.replacement}, {}, edit, {}};
}

// `[a, b, ]`: the comma before what closes a list, or begins the next clause.
auto loose_comma(const Failure& failure, const Tokens& tokens, const Problems& problems) -> std::optional<Span> {
  const bool part = failure.why == Failure::Why::expected_part;
  if (!part || failure.at == 0 || tokens.at(failure.at - 1) != Token::comma) return std::nullopt;
  const Token found = failure.at < tokens.size() ? tokens.at(failure.at) : Token::end;
  const bool closes = found == Token::close_brace || found == Token::close_paren || found == Token::close_bracket;
  if (!closes && !is_keyword(found)) return std::nullopt;
  const Place& comma = tokens.places[failure.at - 1];
  return problems.span(comma.begin, comma.end);
}

auto found_instead(const Failure& failure, const SourceText& source, const Tokens& tokens, Span span,
                   std::string expected) -> Diagnostic {
  const std::string instead = meant(failure, source, tokens);
  return {Code::E0110,
          span,
          {shown_token(source, tokens, failure.at), std::move(expected), instead},
          {},
          instead.empty() || span.begin == span.end ? std::nullopt : std::optional(Edit{span, instead}),
          {}};
}

auto describe_part(const Failure& failure, const SourceText& source, const Tokens& tokens, Span span) -> Diagnostic {
  const Token found = tokens.at(failure.at);
  const bool same_line = failure.at < tokens.size() && !tokens.places[failure.at].first_on_line;
  if (expects_name(failure.part) && is_keyword(found) && same_line) {
    const std::string word(text_of(source, tokens, failure.at));
    return {Code::E0132, span, {word}, {}, Edit{span, in_backticks(word)}, {}};
  }
  if (expects_operand(failure.part) && found == Token::if_) return {Code::E0138, span, {}, {}, {}, {}};
  return found_instead(failure, source, tokens, span, std::string(part_names[static_cast<std::size_t>(failure.part)]));
}

auto describe_closing(const Failure& failure, const SourceText& source, const Tokens& tokens, Span span,
                      const Problems& problems) -> Diagnostic {
  const Place& opened = tokens.places[failure.opened];
  const std::string close = in_backticks(sign_of(failure.token, tokens.chinese));
  Diagnostic problem{Code::E0133, span, {shown_token(source, tokens, failure.at), close}, {}, {}, {}};
  problem.notes.push_back({NoteKind::opened_here,
                           problems.span(opened.begin, opened.end),
                           {in_backticks(sign_of(tokens.at(failure.opened), tokens.chinese))}});
  return problem;
}

}  // namespace

auto shown_token(const SourceText& source, const Tokens& tokens, std::uint32_t token) -> std::string {
  constexpr std::size_t most = 40;
  if (token >= tokens.size()) return "@end_of_file";
  const std::string_view text = text_of(source, tokens, token);
  if (text.size() <= most) return in_backticks(text);
  std::size_t cut = most;
  while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return in_backticks(std::string(text.substr(0, cut)) + "…");
}

auto missing_at(const SourceText& source, const Tokens& tokens, std::uint32_t token, const Problems& problems) -> Span {
  const bool here = token < tokens.size() && (token == 0 || !tokens.places[token].first_on_line);
  if (here) return problems.span(tokens.places[token].begin, tokens.places[token].end);
  const auto end = static_cast<std::uint32_t>(source.text.size());
  const std::uint32_t at = token > 0 ? tokens.places[token - 1].end : end;
  return problems.span(at, at);
}

auto describe(const Failure& failure, const SourceText& source, const Tokens& tokens, const Problems& problems)
    -> Diagnostic {
  const Span span = missing_at(source, tokens, failure.at, problems);
  if (const auto comma = loose_comma(failure, tokens, problems))
    return {Code::E0148, *comma, {}, {}, Edit{*comma, ""}, {}};
  if (const auto edit = rewritten(failure, source, tokens, problems)) return written_otherwise(*edit, source);
  switch (failure.why) {
    case Failure::Why::expected_part: return describe_part(failure, source, tokens, span);
    case Failure::Why::expected_closing: return describe_closing(failure, source, tokens, span, problems);
    case Failure::Why::too_deep: return {Code::E0130, span, {std::to_string(deepest_nesting)}, {}, {}, {}};
    case Failure::Why::expected_token: break;
  }
  if (failure.token == Token::else_) return {Code::E0139, span, {shown_token(source, tokens, failure.at)}, {}, {}, {}};
  return found_instead(failure, source, tokens, span, in_backticks(sign_of(failure.token, tokens.chinese)));
}

auto describe_no_declaration(const SourceText& source, const Tokens& tokens, std::uint32_t token,
                             const Problems& problems) -> Diagnostic {
  if (const auto edit = per_cent(source, tokens, token, problems)) return written_otherwise(*edit, source);
  const Span span = token < tokens.size() ? problems.span(tokens.places[token].begin, tokens.places[token].end)
                                          : missing_at(source, tokens, token, problems);
  std::string nearest;
  if (tokens.at(token) == Token::name) nearest = nearest_word(text_of(source, tokens, token), tokens.chinese);
  std::optional<Edit> edit;
  if (!nearest.empty()) edit = Edit{span, nearest};
  return {Code::E0144, span, {shown_token(source, tokens, token), nearest}, {}, edit, {}};
}

auto begins_declaration(Token token) -> bool {
  for (const Token word : declaration_words) {
    if (word == token) return true;
  }
  return false;
}

auto nearest_word(std::string_view word, bool chinese) -> std::string {
  std::vector<std::string> words;
  for (const Token token : declaration_words) words.emplace_back(spelling(token, chinese));
  const std::string nearest = nearest_name(word, words);
  return nearest.empty() ? nearest_name(word, keywords_of(chinese)) : nearest;
}

}  // namespace remit::parse
