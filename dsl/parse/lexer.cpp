#include "dsl/parse/lexer.h"

#include <array>
#include <utility>

#include "dsl/parse/keywords.h"
#include "dsl/parse/lex_number.h"
#include "dsl/parse/scanner.h"

namespace remit::parse {
namespace {

// Signs that other notations have, read here as what they mean, after telling.
struct Borrowed {
  std::string_view written, instead;
  Token token;
};
constexpr auto borrowed = std::to_array<Borrowed>({
    {"==", "=", Token::equal},         {"<>", "!=", Token::not_equal},    {"&&", "and", Token::and_},
    {"||", "or", Token::or_},          {"&", "and", Token::and_},         {"=>", ">=", Token::greater_equal},
    {"=<", "<=", Token::less_equal},   {"!", "not", Token::not_},         {"≤", "<=", Token::less_equal},
    {"≥", ">=", Token::greater_equal}, {"≦", "<=", Token::less_equal},    {"≧", ">=", Token::greater_equal},
    {"≠", "!=", Token::not_equal},     {"×", "*", Token::star},           {"÷", "/", Token::slash},
    {"−", "-", Token::minus},          {"–", "-", Token::minus},          {"—", "-", Token::minus},
    {"【", "[", Token::open_bracket},  {"】", "]", Token::close_bracket}, {"〔", "(", Token::open_paren},
    {"〕", ")", Token::close_paren},
});

struct Sign {
  std::string_view written;
  Token token;
};
// Longer ones first.
constexpr auto signs = std::to_array<Sign>({
    {"..<", Token::range_open}, {"..", Token::range},       {"<=", Token::less_equal},   {">=", Token::greater_equal},
    {"!=", Token::not_equal},   {"(", Token::open_paren},   {")", Token::close_paren},   {"{", Token::open_brace},
    {"}", Token::close_brace},  {"[", Token::open_bracket}, {"]", Token::close_bracket}, {",", Token::comma},
    {":", Token::colon},        {"?", Token::question},     {".", Token::dot},           {"=", Token::equal},
    {"<", Token::less_sign},    {">", Token::greater_sign}, {"+", Token::plus},          {"-", Token::minus},
    {"*", Token::star},         {"/", Token::slash},
});

// Those of ASCII with which no longer one begins.
constexpr auto plain_signs = [] {
  std::array<Token, 0x80> tokens{};
  tokens.fill(Token::bad);
  for (const Sign& sign : signs) {
    const char first = sign.written.front();
    if (std::string_view("(){}[],:?+-*").find(first) != std::string_view::npos)
      tokens[static_cast<std::size_t>(first)] = sign.token;
  }
  return tokens;
}();

// The first byte of all characters that reorder text.
constexpr char reordering_lead = '\xE2';
// Where to look closer within a text: what may close it, escapes, and what may reorder it.
constexpr ByteSet in_string = byte_set("\"\\\n\xE2\xEF");

class Lexer {
 public:
  Lexer(std::string_view text, Problems& problems) : scan_(text, problems) {}

  auto run(const std::vector<TextPart>& parts) -> Tokens {
    std::size_t bytes = 0;
    for (const TextPart& part : parts) bytes += part.end - part.begin;
    scan_.tokens_.kinds.reserve(bytes / 4);
    scan_.tokens_.places.reserve(bytes / 4);
    if (scan_.text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte order mark, as some editors write
    language_line();
    for (const TextPart& part : parts) {
      at_ = std::max<std::size_t>(at_, part.begin);
      end_ = part.end;
      while (skip_to_token()) token();
      end_line();
    }
    return std::move(scan_.tokens_);
  }

 private:
  // ── between tokens ──
  void language_line() {
    constexpr std::string_view heading = "language:";
    std::size_t at = scan_.past_blanks(at_, false);
    if (scan_.sign(at) != '#') return;
    at = scan_.past_blanks(scan_.next(at), false);
    if (scan_.sign(at) != U'l') return;
    const std::size_t end = line_end(at);
    const std::string line = folded_text(scan_.slice(at, end));
    if (!line.starts_with(heading)) return;
    const std::size_t begin = std::min(line.find_first_not_of(" \t", heading.size()), line.size());
    const std::string language = line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin);
    scan_.tokens_.chinese = language == "zh";
    if (language != "zh" && language != "en") scan_.tell(Code::E0123, at, end);
  }

  auto line_end(std::size_t at) const -> std::size_t {
    return std::min(scan_.text_.find('\n', at), scan_.text_.size());
  }

  auto skip_to_token() -> bool {
    for (;;) {
      at_ = scan_.past_blanks(at_, false);
      if (at_ >= end_) return false;
      const char32_t sign = scan_.sign(at_);
      if (sign == '\n') {
        end_line();
        ++at_;
      } else if (sign == '#') {
        comment(at_);
      } else {
        return true;
      }
    }
  }

  void end_line() {
    if (in_row_) {
      const Place& last = scan_.tokens_.places.back();
      scan_.tell(Code::E0120, row_begin_, last.end);
      add(Token::row_end, last.end, last.end);
      in_row_ = false;
    }
    line_begins_ = true;
    told_bar_ = false;
  }

  void comment(std::size_t begin) {
    std::size_t end = line_end(begin);
    at_ = end;
    while (end > begin && (scan_.text_[end - 1] == '\r' || scan_.text_[end - 1] == ' ')) --end;
    scan_.tokens_.comments.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), scan_.tokens_.size(), line_begins_});
    look_for_reordering(begin, end);
  }

  void look_for_reordering(std::size_t begin, std::size_t end) {
    const std::string_view comment = scan_.text_.substr(0, end);
    for (std::size_t at = begin; (at = comment.find(reordering_lead, at)) != std::string_view::npos; ++at) {
      if (reorders_text(scan_.raw(at))) return tell_invisible(at);
    }
  }
  void tell_invisible(std::size_t at) {
    scan_.problems_.add(Code::E0105, scan_.span(at, scan_.next(at)), {}, Edit{scan_.span(at, scan_.next(at)), ""});
  }

  // ── tokens ──
  void add(Token kind, std::size_t begin, std::size_t end) {
    scan_.tokens_.kinds.push_back(static_cast<char>(kind));
    scan_.tokens_.places.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), std::exchange(line_begins_, false)});
    at_ = end;
  }
  auto last() const -> Token {
    return scan_.tokens_.size() == 0 ? Token::end : scan_.tokens_.at(scan_.tokens_.size() - 1);
  }

  void token() {
    const char32_t sign = scan_.sign(at_);
    if (begins_name(sign)) return word();
    if (is_digit(sign)) return number();
    switch (sign) {
      case '"': return string();
      case '\'': return borrowed_string();
      case '`': return backticks();
      case '|': return bar();
      case U'§': return section();
      case '/': return slash();
      default: return other();
    }
  }

  void number() {
    const Literal literal = lex_number(scan_, at_, last() == Token::starting);
    add(literal.kind, at_, literal.end);
  }

  void word() {
    const std::size_t begin = at_, end = scan_.past_word(begin);
    if (end - begin > longest_name) {
      scan_.tell(Code::E0112, begin, end, {std::to_string(longest_name)});
      return add(Token::name, begin, end);
    }
    if (last() == Token::dot && !line_begins_) return add(Token::name, begin, end);
    std::string wide;
    const std::string_view run = scan_.word_at(begin, end, wide);
    if ((run == "zh" || run == "en") && scan_.sign(scan_.past_blanks(end, !in_row_)) == '"') {
      return add(Token::language, begin, end);
    }
    const std::vector<Phrase>* const phrases = phrases_of(run);
    if (phrases == nullptr || !keyword(*phrases, begin, end)) add(Token::name, begin, end);
  }

  auto keyword(const std::vector<Phrase>& phrases, std::size_t begin, std::size_t end) -> bool {
    for (const Phrase& phrase : phrases) {
      if (phrase.role == Token::count_of && last() == Token::colon)
        continue;  // the type, as in `: count of deductible`
      const std::size_t past = past_phrase(phrase, end);
      if (past == 0) continue;
      add(phrase.role, begin, past);
      scan_.tokens_.places.back().foreign = phrase.chinese != scan_.tokens_.chinese;
      return true;
    }
    return false;
  }

  // Past the rest of a phrase, or 0 where other words follow.
  auto past_phrase(const Phrase& phrase, std::size_t at) const -> std::size_t {
    std::string wide;
    for (const std::string_view word : phrase.rest) {
      const std::size_t begin = scan_.past_blanks(at, !in_row_);
      at = scan_.past_word(begin);
      if (scan_.word_at(begin, at, wide) != word) return 0;
    }
    return at;
  }

  // Up to the sign that closes it, on the same line; then past it. A text that opens with “ ends with ”.
  void string() {
    const std::size_t begin = at_;
    const char32_t opening = scan_.raw(begin);
    const auto closes = [&](char32_t sign) { return opening == U'“' ? sign == U'”' : sign == '"' || sign == opening; };
    std::size_t at = next_of(in_string, scan_.text_, scan_.next(begin));
    while (!scan_.ended(at) && scan_.text_[at] != '\n' && !closes(scan_.raw(at)))
      at = next_of(in_string, scan_.text_, past_character(at));
    if (scan_.ended(at) || scan_.text_[at] == '\n') {
      if (scan_.text_[at - 1] == '\r') --at;
      scan_.tell(Code::E0106, begin, at);
      return add(Token::bad, begin, at);
    }
    add(Token::string, begin, scan_.next(at));
  }

  auto past_character(std::size_t at) -> std::size_t {
    if (reorders_text(scan_.raw(at))) tell_invisible(at);
    if (scan_.text_[at] != '\\') return scan_.next(at);
    const std::size_t escaped = at + 1;
    const char32_t sign = scan_.raw(escaped);
    if (sign == '"' || sign == '\\' || sign == 'n' || sign == U'”') return scan_.next(escaped);
    scan_.tell(Code::E0107, at, sign == '\n' ? escaped : scan_.next(escaped));
    return escaped;
  }

  void borrowed_string() {
    const std::size_t begin = at_, end = std::min(scan_.text_.find_first_of("'\n", begin + 1), scan_.text_.size());
    if (scan_.sign(end) != '\'') return bad();
    scan_.tell_instead(Code::E0125, begin, end + 1, "\"" + std::string(scan_.slice(begin + 1, end)) + "\"");
    add(Token::string, begin, end + 1);
  }

  void backticks() {
    const std::size_t begin = at_;
    std::size_t end = scan_.next(begin);
    while (!scan_.ended(end) && scan_.text_[end] != '\n' && scan_.sign(end) != '`') end = scan_.next(end);
    const bool closed = scan_.sign(end) == '`';
    if (!closed || end == scan_.next(begin)) scan_.tell(Code::E0119, begin, closed ? scan_.next(end) : end);
    if (closed) end = scan_.next(end);
    if (end - begin > longest_name + 2) scan_.tell(Code::E0112, begin, end, {std::to_string(longest_name)});
    add(closed ? Token::name : Token::bad, begin, end);
  }

  void bar() {
    const std::size_t begin = at_, end = scan_.next(begin), after = scan_.past_blanks(end, false);
    if (line_begins_) {
      in_row_ = true;
      row_begin_ = begin;
      return add(Token::row_begin, begin, end);
    }
    if (!in_row_ && scan_.sign(end) == '|') return other();  // `a || b`
    if (!in_row_) {
      if (!told_bar_) scan_.tell(Code::E0121, begin, end);
      told_bar_ = true;
      return add(Token::bad, begin, end);
    }
    in_row_ = !(scan_.ended(after) || scan_.sign(after) == '\n' || scan_.sign(after) == '#');
    add(in_row_ ? Token::cell : Token::row_end, begin, end);
  }

  void section() {
    const std::size_t begin = at_;
    std::size_t end = scan_.next(begin);
    while (!ends_section(scan_.sign(end))) end = scan_.next(end);
    if (end == scan_.next(begin)) {
      scan_.tell(Code::E0124, begin, end);
      const std::size_t apart = scan_.past_blanks(end, false);
      if (is_digit(scan_.sign(apart))) end = scan_.past_digits(apart);
    }
    add(Token::section, begin, end);
  }

  void slash() {
    if (scan_.sign(scan_.next(at_)) != '/') return add(Token::slash, at_, scan_.next(at_));
    scan_.tell_instead(Code::E0125, at_, scan_.next(scan_.next(at_)), "#");
    comment(at_);
  }

  void other() {
    if (const Token plain = plain_sign(); plain != Token::bad) return add(plain, at_, at_ + 1);
    for (const Borrowed& sign : borrowed) {
      if (!scan_.text_.substr(at_).starts_with(sign.written) || scan_.text_.substr(at_, 2) == "!=") continue;
      scan_.tell_instead(Code::E0125, at_, at_ + sign.written.size(), std::string(sign.instead));
      return add(sign.token, at_, at_ + sign.written.size());
    }
    for (const Sign& sign : signs) {
      if (const std::size_t end = past_sign(sign.written)) return add(sign.token, at_, end);
    }
    bad();
  }

  // A sign of ASCII that is all of a token, whatever follows; else `bad`.
  auto plain_sign() const -> Token {
    const auto sign = static_cast<unsigned char>(scan_.text_[at_]);
    if (sign >= plain_signs.size()) return Token::bad;
    const char32_t after = scan_.sign(at_ + 1);
    if (sign == '=' && after != '=' && after != '<' && after != '>') return Token::equal;
    if (sign == '.' && after != '.') return Token::dot;
    return plain_signs[sign];
  }

  // Past the sign, in its ASCII or its full-width form, or 0.
  auto past_sign(std::string_view written) const -> std::size_t {
    std::size_t at = at_;
    for (const char part : written) {
      if (scan_.sign(at) != static_cast<unsigned char>(part)) return 0;
      at = scan_.next(at);
    }
    return at;
  }

  void bad() {
    const std::size_t begin = at_, end = scan_.next(begin);
    if (invisible(scan_.raw(begin))) {
      tell_invisible(begin);
      at_ = end;
    } else if (scan_.sign(begin) == ';') {
      scan_.problems_.add(Code::E0126, scan_.span(begin, end), {}, Edit{scan_.span(begin, end), ""});
      at_ = end;
    } else if (scan_.sign(begin) == '%') {
      scan_.tell(Code::E0117, begin, end);
      add(Token::bad, begin, end);
    } else {
      scan_.tell(Code::E0104, begin, end);
      add(Token::bad, begin, end);
    }
  }

  Scanner scan_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;  // of this part
  bool line_begins_ = true;
  bool in_row_ = false;
  bool told_bar_ = false;  // of this line
  std::size_t row_begin_ = 0;
};

auto hex(unsigned char byte) -> std::string {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {'0', 'x', digits[byte >> 4U], digits[byte & 15U]};
}

// Whether the bytes can be read as characters at all.
auto readable(const SourceText& source, TextPart part, Problems& problems) -> bool {
  const std::string_view text = std::string_view(source.text).substr(part.begin, part.end - part.begin);
  const auto place = [&](std::size_t at) { return static_cast<std::uint32_t>(part.begin + at); };
  if (source.text.size() > largest_file) {
    problems.add(Code::E0103, problems.span(0, 0), {std::to_string(largest_file >> 20U)});
    return false;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const std::uint32_t at = place(nul);
    problems.add(Code::E0102, problems.span(at, at + 1), {std::to_string(at)});
    return false;
  }
  if (const auto bad = find_bad_utf8(text)) {
    const std::uint32_t at = place(*bad);
    problems.add(Code::E0101, problems.span(at, at + 1),
                 {hex(static_cast<unsigned char>(text[*bad])), std::to_string(at)});
    return false;
  }
  return true;
}

}  // namespace

auto lex(const SourceText& source, const std::vector<TextPart>& parts, Problems& problems) -> Tokens {
  const std::size_t line = std::min(source.text.find('\n'), source.text.size());
  if (!readable(source, {0, static_cast<std::uint32_t>(line)}, problems)) return {};
  for (const TextPart& part : parts) {
    if (!readable(source, part, problems)) return {};
  }
  return Lexer(source.text, problems).run(parts);
}

auto lex(const SourceText& source, Problems& problems) -> Tokens {
  const TextPart whole{0, static_cast<std::uint32_t>(source.text.size())};
  if (!readable(source, whole, problems)) return {};
  return Lexer(source.text, problems).run({whole});
}

}  // namespace remit::parse
