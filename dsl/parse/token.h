// The words and signs of a file: what the grammar runs over.
//
// `kinds` holds one byte a token, so that blanks, keywords of two languages and the ends of rows are settled before
// the grammar sees them, going back costs nothing, and its rules read like docs/grammar.ebnf.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace remit::parse {

// A role of keyword is a kind of token of its own.
enum class Token : std::uint8_t {
  end,  // past the last token; never in `kinds`
  bad,  // something unreadable, of which the lexer has told
  name,
  number,
  string,
  date,
  time,
  month_day,
  section,
  language,   // zh or en before a string
  row_begin,  // `|` first on its line
  cell,       // `|` within a row
  row_end,    // `|` last on its line
  open_paren,
  close_paren,
  open_brace,
  close_brace,
  open_bracket,
  close_bracket,
  comma,
  colon,
  question,
  dot,
  range,
  range_open,
  equal,
  not_equal,
  less_sign,
  less_equal,
  greater_sign,
  greater_equal,
  plus,
  minus,
  star,
  slash,
#define REMIT_KEYWORD(role, en, zh) role,
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
};

constexpr auto first_keyword = Token::import_;
constexpr auto is_keyword(Token token) -> bool { return token >= first_keyword; }

struct Place {
  std::uint32_t begin = 0;  // bytes of the file
  std::uint32_t end = 0;
  bool first_on_line = false;
  bool foreign = false;  // a keyword in the other language than the file's
};

// A range of bytes of a text.
struct TextPart {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t before = 0;  // the token that follows
  bool own_line = false;
};

struct Tokens {
  std::string kinds;          // a `Token` a byte
  std::vector<Place> places;  // as many
  std::vector<Comment> comments;
  bool chinese = false;  // `# language: zh` on line 1

  [[nodiscard]] auto size() const -> std::uint32_t { return static_cast<std::uint32_t>(kinds.size()); }
  [[nodiscard]] auto at(std::uint32_t index) const -> Token {
    return index < kinds.size() ? static_cast<Token>(static_cast<unsigned char>(kinds[index])) : Token::end;
  }
};

}  // namespace remit::parse
