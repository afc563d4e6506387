// Two layers. The Skimmer cuts the text into words, texts and signs, as the lexer does where the two could differ: in
// what hides a brace or a word (texts, comments, backticks, sections), and in where a word begins and ends. The
// Outliner follows the braces, and begins a piece at each keyword that begins a declaration.
//
// That works because such a keyword stands nowhere else outside of braces, but for a few places that are known here:
// after a dot, `own share`, an exception, the note `unexpressed`, the columns of a catalog, `needs value`. A brace
// after a heading opens its block, unless a field and its `=` follow, as in the grammar.
#include "dsl/parse/outline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dsl/parse/characters.h"
#include "dsl/parse/keywords.h"
#include "dsl/parse/lexer.h"

namespace remit::parse {
namespace {

enum class Sort : std::uint8_t { end, word, backticks, string, open, close, equal, dot, range, colon, sign, unclear };

struct Part {
  Sort sort{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool wide = false;  // a word with letters that are to be folded
};

enum class Byte : std::uint8_t { sign, blank, letter, digit, high, string, comment, backtick, dot, unclear };

constexpr auto bytes = [] {
  std::array<Byte, 256> table{};
  for (std::size_t i = 0x80; i < 256; ++i) table[i] = Byte::high;
  for (std::size_t i = 'a'; i <= 'z'; ++i) table[i] = table[i - 'a' + 'A'] = Byte::letter;
  for (std::size_t i = '0'; i <= '9'; ++i) table[i] = Byte::digit;
  table['_'] = Byte::letter;
  for (const char blank : {' ', '\t', '\r', '\n'}) table[static_cast<std::size_t>(blank)] = Byte::blank;
  table['"'] = Byte::string;
  table['#'] = Byte::comment;
  table['`'] = Byte::backtick;
  table['.'] = Byte::dot;
  table['\''] = table['\0'] = Byte::unclear;  // mistakes
  return table;
}();

constexpr auto byte_of(char byte) -> Byte { return bytes[static_cast<unsigned char>(byte)]; }

// Within a text and within backticks, where to look closer; within braces, what can neither hide nor close one.
constexpr ByteSet in_string = byte_set("\"\\\n\xE2\xEF");
constexpr ByteSet in_backticks = byte_set("`\n\xEF");
constexpr ByteSet past_blanks = all_but(" \t\r\n");
constexpr ByteSet in_braces = [] {
  ByteSet stops = byte_set("{}/");
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const Byte byte = bytes[i];
    const bool hides = byte == Byte::string || byte == Byte::comment || byte == Byte::backtick || byte == Byte::unclear;
    stops[i] = stops[i] || hides || (i >= 0xC0 && !is_ideograph(static_cast<char>(i)));
  }
  return stops;
}();

class Skimmer {
 public:
  Skimmer(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

  auto next() -> Part {
    while (at_ < text_.size()) {
      switch (byte_of(text_[at_])) {
        case Byte::blank: at_ = next_of(past_blanks, text_, at_); continue;
        case Byte::comment: skip_line(); continue;
        case Byte::letter: return word();
        case Byte::digit: return digits();
        case Byte::string: return string(U'"');
        case Byte::backtick: return backticks(1);
        case Byte::dot: return dots();
        case Byte::unclear: return unclear();
        case Byte::sign: return sign(static_cast<unsigned char>(text_[at_]), 1);
        case Byte::high: break;
      }
      if (is_ideograph(text_[at_])) return word();
      const Character high = character();
      if (high.length == 0) return unclear();
      const char32_t folded_sign = folded(high.value);
      switch (folded_sign) {
        case ' ': at_ += high.length; continue;
        case '#': skip_line(); continue;
        case '"': return string(high.value);
        case '`': return backticks(high.length);
        case '.': return dots();
        case '\'': return unclear();
        case U'§': return section(high.length);
        default: break;
      }
      if (begins_name(folded_sign)) return word();
      if (folded_sign >= '0' && folded_sign <= '9') return digits();
      return sign(folded_sign, high.length);
    }
    return made(Sort::end, at_);
  }

  // Past the brace that closes the one before; false where there is none.
  bool to_closing() {
    for (int depth = 1; depth > 0;) {
      at_ = next_of(in_braces, text_, at_);
      const Part part = next();
      if (part.sort == Sort::end || part.sort == Sort::unclear) return false;
      if (part.sort == Sort::open) ++depth;
      if (part.sort == Sort::close) --depth;
    }
    return true;
  }

 private:
  auto made(Sort sort, std::size_t begin) const -> Part {
    return {sort, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
  }
  auto unclear() const -> Part { return made(Sort::unclear, at_); }

  // The character here; without a length where the bytes are none.
  auto character() const -> Character {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const bool continues = lead >= 0x80 && lead < 0xC0;
    return continues || at_ + length > text_.size() ? Character{} : character_at(text_, at_);
  }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  auto word() -> Part {
    const std::size_t begin = at_;
    bool plain = true;
    for (;;) {
      at_ = past_plain_word(text_, at_);
      if (at_ == text_.size() || byte_of(text_[at_]) != Byte::high) break;
      const Character high = character();
      if (high.length == 0) return unclear();
      if (!continues_name(folded(high.value))) break;
      plain = plain && folded(high.value) == high.value;
      at_ += high.length;
    }
    Part part = made(Sort::word, begin);
    part.wide = !plain;
    return part;
  }

  // A number; a word right behind it, as in 3万 or in 08:30 of a time, is its own to read, and rather not ours.
  auto digits() -> Part {
    const std::size_t begin = at_;
    for (;;) {
      const Character next = at_ < text_.size() ? character() : Character{};
      const char32_t digit = folded(next.value);
      if ((digit < '0' || digit > '9') && digit != '_') break;
      at_ += next.length;
    }
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("万") || rest.starts_with("亿")) at_ += 3;
    if (rest.starts_with("T") && rest.size() > 1 && byte_of(rest[1]) == Byte::digit) ++at_;
    if (at_ >= text_.size()) return made(Sort::sign, begin);
    const Character after = character();
    if (after.length == 0 || begins_name(folded(after.value))) return unclear();
    return made(Sort::sign, begin);
  }

  // As Lexer::string: on one line, “ up to ”, any other up to the ASCII sign or its own.
  auto string(char32_t opening) -> Part {
    const std::size_t begin = at_;
    at_ += opening == U'"' ? 1 : 3;
    for (;;) {
      at_ = next_of(in_string, text_, at_);
      if (at_ == text_.size() || text_[at_] == '\n') return unclear();
      if (text_[at_] == '\\') {
        at_ += text_.substr(at_ + 1).starts_with("”") ? 4 : at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
        continue;
      }
      const Character sign = character();
      if (sign.length == 0) return unclear();
      at_ += sign.length;
      const bool closes = opening == U'“' ? sign.value == U'”' : sign.value == '"' || sign.value == opening;
      if (closes) return made(Sort::string, begin);
    }
  }

  auto backticks(std::size_t length) -> Part {
    const std::size_t begin = at_;
    at_ += length;
    for (;;) {
      at_ = next_of(in_backticks, text_, at_);
      if (at_ == text_.size() || text_[at_] == '\n') return unclear();
      const Character sign = character();
      if (sign.length == 0) return unclear();
      at_ += sign.length;
      if (folded(sign.value) == '`') return made(Sort::backticks, begin);
    }
  }

  // Two make a range, so that what is left of an odd number is the dot of a path.
  auto dots() -> Part {
    const std::size_t begin = at_;
    std::size_t count = 0;
    for (; at_ < text_.size(); ++count) {
      const Character next = character();
      if (folded(next.value) != '.') break;
      at_ += next.length;
    }
    return made(count % 2 == 1 ? Sort::dot : Sort::range, begin);
  }

  auto section(std::size_t length) -> Part {
    const std::size_t begin = at_;
    at_ += length;
    while (at_ < text_.size()) {
      const Character next = character();
      if (next.length == 0) return unclear();
      if (ends_section(folded(next.value))) break;
      at_ += next.length;
    }
    return made(Sort::sign, begin);
  }

  auto sign(char32_t folded_sign, std::size_t length) -> Part {
    const std::size_t begin = at_;
    if (folded_sign == '/' && at_ + length < text_.size()) {  // a comment of another language
      at_ += length;
      if (folded(character().value) == '/') return unclear();
      return made(Sort::sign, begin);
    }
    at_ += length;
    switch (folded_sign) {
      case '{': return made(Sort::open, begin);
      case '}': return made(Sort::close, begin);
      case '=': return made(Sort::equal, begin);
      case ':': return made(Sort::colon, begin);
      default: return made(Sort::sign, begin);
    }
  }

  std::string_view text_;
  std::size_t at_;
};

// Words that begin a declaration, alone or before another such word, and some that tell what a piece declares.
struct Known {
  std::string_view word;
  Token role{};
};
constexpr auto known_roles = std::to_array<Token>({
    Token::import_,   Token::module_, Token::abstract_, Token::policy,      Token::amend,     Token::private_,
    Token::override_, Token::extend,  Token::drop,      Token::unexpressed, Token::currency,  Token::enum_,
    Token::record,    Token::input,   Token::source,    Token::month_ends,  Token::value,     Token::needs,
    Token::table,     Token::bands,   Token::catalog,   Token::for_each,    Token::rule,      Token::except,
    Token::function,  Token::share,   Token::payers,    Token::require,     Token::documents, Token::shared,
    Token::tally,     Token::spell,   Token::history,   Token::account,     Token::service,   Token::test,
    Token::own_share, Token::of,      Token::rest,      Token::key,         Token::valid,
});

constexpr bool is_prefix(Token role) {
  return role == Token::abstract_ || role == Token::private_ || role == Token::override_ || role == Token::extend ||
         role == Token::drop || role == Token::shared || role == Token::needs;
}
constexpr bool is_nameless(Token role) {
  return role == Token::import_ || role == Token::module_ || role == Token::policy || role == Token::amend ||
         role == Token::for_each || role == Token::month_ends || role == Token::test;
}

// By the first byte of the first word.
class KnownWords {
 public:
  KnownWords() {
    for (const Token role : known_roles) {
      for (const bool chinese : {false, true}) {
        const std::string_view phrase = spelling(role, chinese);
        const std::string_view first = phrase.substr(0, phrase.find(' '));
        Start& start = by_first_[static_cast<unsigned char>(first.front())];
        start.words.push_back({first, role});
        start.lengths |= std::uint64_t{1} << first.size();
      }
    }
  }
  // Token::end where it is none of them.
  [[nodiscard]] auto role_of(std::string_view word) const -> Token {
    const Start& start = by_first_[static_cast<unsigned char>(word.front())];
    if (word.size() >= 64 || (start.lengths >> word.size() & 1U) == 0) return Token::end;
    for (const Known& known : start.words) {
      if (known.word == word) return known.role;
    }
    return Token::end;
  }

 private:
  struct Start {
    std::vector<Known> words;
    std::uint64_t lengths = 0;  // a bit for each length that one of them has
  };
  std::array<Start, 256> by_first_;
};

auto known_words() -> const KnownWords& {
  static const KnownWords words;
  return words;
}

class Outliner {
 public:
  explicit Outliner(std::string_view text) : text_(text), skimmer_(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  auto run() -> Outline {
    for (;;) {
      const Part part = skimmer_.next();
      if (part.sort == Sort::end) break;
      if (!take(part)) return {};
    }
    if (!blocks_.empty()) return {};
    if (!made_.pieces.empty()) piece().end = static_cast<std::uint32_t>(text_.size());
    made_.clear = true;
    return std::move(made_);
  }

 private:
  // What came just before, where that bears on the next word.
  enum class Before : std::uint8_t { other, dot, prefix, own, column, name };

  // False: unclear.
  bool take(const Part& part) {
    const Before before = std::exchange(before_, Before::other);
    switch (part.sort) {
      case Sort::unclear: return false;
      case Sort::open: return open();
      case Sort::close: return close(part);
      case Sort::word:
        if (before != Before::dot) return word(part, before);
        break;
      case Sort::backticks:
        if (before == Before::name) add_name(part);
        break;
      case Sort::dot: before_ = Before::dot; break;
      case Sort::range: before_ = Before::column; break;
      default: break;
    }
    return in_piece();  // nothing else stands before the first
  }

  auto in_piece() const -> bool { return !made_.pieces.empty(); }
  auto piece() -> Piece& { return made_.pieces.back(); }
  auto is(Token kind) const -> bool { return in_piece() && made_.pieces.back().kind == kind; }
  auto written(const Part& part) const -> std::string_view { return text_.substr(part.begin, part.end - part.begin); }
  auto after(const Part& part) const -> Part { return Skimmer(text_, part.end).next(); }

  // ── words ──
  bool word(const Part& part, Before before) {
    const Token role = role_of(part);
    switch (role) {
      case Token::end: break;
      case Token::own_share:  // or a name, where no `share` follows
        if (before == Before::name) add_name(part);
        before_ = Before::own;
        return in_piece();
      case Token::key:
      case Token::valid: before_ = Before::column; return in_piece();
      case Token::of:
        if (is(Token::catalog) && piece().names == 1) before_ = Before::name;
        return in_piece();
      case Token::rest: return in_piece();
      case Token::except:
        if (before == Before::prefix) go_on(role);
        return in_piece();
      case Token::share:
        if (before == Before::own) return in_piece();
        [[fallthrough]];
      default:
        if (role == Token::unexpressed && after(part).sort == Sort::string) return in_piece();
        if (before == Before::column && is(Token::catalog)) return false;
        if (before != Before::prefix) begin_piece(part);
        go_on(role);
        return true;
    }
    if (before == Before::name) add_name(part);
    return in_piece();
  }

  void begin_piece(const Part& part) {
    if (in_piece()) piece().end = part.begin;
    const std::uint32_t loop = blocks_.empty() ? kNoPiece : blocks_.back();
    made_.pieces.push_back(
        {.begin = part.begin, .first_name = static_cast<std::uint32_t>(made_.names.size()), .loop = loop});
    opened_ = false;
  }
  void go_on(Token role) {
    piece().kind = role;
    before_ = is_prefix(role) ? Before::prefix : is_nameless(role) ? Before::other : Before::name;
  }
  void add_name(const Part& part) {
    made_.names.push_back(normal_word(written(part)));
    ++piece().names;
  }

  auto role_of(const Part& part) const -> Token {
    const std::string_view word = written(part);
    const Token role = part.wide ? known_.role_of(folded_text(word)) : known_.role_of(word);
    if (role != Token::for_each && role != Token::month_ends) return role;
    if (!part.wide && byte_of(word.front()) == Byte::high) return role;  // one word in Chinese
    const Part second = after(part);
    const std::string_view rest = role == Token::for_each ? "each" : "ends";
    return second.sort == Sort::word && folded_text(written(second)) == rest ? role : Token::end;
  }

  // ── braces ──
  auto is_block_heading() const -> bool {
    return is(Token::policy) || is(Token::module_) || is(Token::amend) || is(Token::for_each);
  }

  bool open() {
    if (!in_piece() || is(Token::import_) || is(Token::close_brace)) return false;
    if (is(Token::payers)) return payers();
    if (!is_block_heading()) return skimmer_.to_closing();
    Skimmer ahead = skimmer_;
    const Part first = ahead.next();
    const bool field = (first.sort == Sort::word || first.sort == Sort::backticks) && ahead.next().sort == Sort::equal;
    if (field) return !opened_ && skimmer_.to_closing();
    const bool has_expression = is(Token::policy) || is(Token::for_each);
    if (opened_ || (has_expression && first.sort == Sort::close)) return false;  // `{}` may be a record, or the block
    opened_ = true;
    blocks_.push_back(is(Token::for_each) ? static_cast<std::uint32_t>(made_.pieces.size() - 1) : kNoPiece);
    return true;
  }

  bool close(const Part& part) {
    if (blocks_.empty()) return false;
    begin_piece(part);
    piece().kind = Token::close_brace;
    blocks_.pop_back();
    return true;
  }

  // What is left over has a name of its own.
  bool payers() {
    for (bool rest = false;;) {
      const Part part = skimmer_.next();
      if (part.sort == Sort::close) return true;
      const bool is_name = part.sort == Sort::word || part.sort == Sort::backticks;
      if (!is_name && part.sort != Sort::sign) return false;  // a comma
      if (rest && is_name) add_name(part);
      rest = part.sort == Sort::word && role_of(part) == Token::rest;
    }
  }

  const KnownWords& known_ = known_words();
  std::string_view text_;
  Skimmer skimmer_;
  Outline made_;
  std::vector<std::uint32_t> blocks_;  // open ones: the piece of a `for each`, or kNoPiece
  Before before_ = Before::other;
  bool opened_ = false;  // the piece is a heading whose block has been opened
};

}  // namespace

auto outline(std::string_view text) -> Outline {
  if (text.size() > largest_file) return {};
  return Outliner(text).run();
}

auto words_of(std::string_view text, const Piece& piece, Reach reach) -> std::vector<std::string> {
  std::vector<std::string> words;
  Skimmer skimmer(text.substr(0, piece.end), piece.begin);
  for (bool wanted = reach != Reach::types;;) {
    const Part part = skimmer.next();
    if (part.sort == Sort::colon) wanted = true;
    if (part.sort == Sort::end || part.sort == Sort::unclear) return words;
    if (part.sort == Sort::open && reach == Reach::to_brace) return words;
    if (!wanted || (part.sort != Sort::word && part.sort != Sort::backticks)) continue;
    words.push_back(normal_word(text.substr(part.begin, part.end - part.begin)));
    const bool list = words.back() == "list" || words.back() == "of" || words.back() == spelling(Token::list_of, true);
    wanted = reach != Reach::types || list;
  }
}

}  // namespace remit::parse
