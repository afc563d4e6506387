// What the parts of the lexer share: where it stands, what follows, and what it has read so far.
#pragma once
#include <string>
#include <string_view>

#include "dsl/parse/characters.h"
#include "dsl/parse/problems.h"
#include "dsl/parse/token.h"

namespace remit::parse {

constexpr auto is_digit(char32_t sign) -> bool { return sign >= '0' && sign <= '9'; }

constexpr ByteSet past_blank = all_but(" \t\r");
constexpr ByteSet past_space = all_but(" \t\r\n");

class Scanner {
 public:
  Scanner(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

  // The character at an offset, its full-width form as ASCII; 0 past the end.
  [[nodiscard]] auto sign(std::size_t at) const -> char32_t {
    if (at < text_.size() && static_cast<unsigned char>(text_[at]) < 0x80) return static_cast<unsigned char>(text_[at]);
    return folded(character_at(text_, at).value);
  }
  [[nodiscard]] auto raw(std::size_t at) const -> char32_t { return character_at(text_, at).value; }
  [[nodiscard]] auto next(std::size_t at) const -> std::size_t { return at + character_at(text_, at).length; }
  [[nodiscard]] auto ended(std::size_t at) const -> bool { return at >= text_.size(); }
  [[nodiscard]] auto slice(std::size_t begin, std::size_t end) const -> std::string_view {
    return text_.substr(begin, end - begin);
  }

  // A word with its full-width letters as ASCII, as keywords are compared; `wide` holds it where it has any.
  [[nodiscard]] auto word_at(std::size_t begin, std::size_t end, std::string& wide) const -> std::string_view {
    const std::string_view word = slice(begin, end);
    if (word.find('\xEF') == std::string_view::npos) return word;
    wide = folded_text(word);
    return wide;
  }

  // Past the blanks at an offset; past line ends too where `lines`.
  [[nodiscard]] auto past_blanks(std::size_t at, bool lines) const -> std::size_t {
    for (;;) {
      at = next_of(lines ? past_space : past_blank, text_, at);
      if (sign(at) != ' ') return at;  // of another width
      at = next(at);
    }
  }
  // Past the name or keyword that begins at an offset.
  [[nodiscard]] auto past_word(std::size_t at) const -> std::size_t {
    for (;;) {
      at = past_plain_word(text_, at);
      if (ended(at) || !continues_name(sign(at))) return at;
      at = next(at);
    }
  }
  [[nodiscard]] auto past_digits(std::size_t at) const -> std::size_t {
    while (is_digit(sign(at))) at = next(at);
    return at;
  }

  [[nodiscard]] auto span(std::size_t begin, std::size_t end) const -> Span {
    return problems_.span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  }
  // `code`, of the text between two offsets, quoted as the first argument and cut where it is long.
  void tell(Code code, std::size_t begin, std::size_t end, std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), quoted(begin, end));
    problems_.add(code, span(begin, end), std::move(arguments));
  }
  void tell(Code code, std::size_t begin, std::size_t end, Edit edit) {
    std::vector<std::string> arguments{quoted(begin, end), edit.replacement};
    problems_.add(code, span(begin, end), std::move(arguments), std::move(edit));
  }
  // The same, mended by writing `instead`, which is the second argument.
  void tell_instead(Code code, std::size_t begin, std::size_t end, std::string instead) {
    tell(code, begin, end, Edit{span(begin, end), std::move(instead)});
  }

  std::string_view text_;
  Problems& problems_;
  Tokens tokens_;

 private:
  [[nodiscard]] auto quoted(std::size_t begin, std::size_t end) const -> std::string {
    constexpr std::size_t most = 60;
    if (end - begin <= most) return std::string(slice(begin, end));
    std::size_t cut = begin + most;
    while ((static_cast<unsigned char>(text_[cut]) & 0xC0U) == 0x80U) --cut;
    return std::string(slice(begin, cut)) + "…";
  }
};

}  // namespace remit::parse
