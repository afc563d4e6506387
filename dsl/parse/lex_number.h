// Numbers, dates and times.
#pragma once
#include "dsl/parse/scanner.h"

namespace remit::parse {

struct Literal {
  Token kind = Token::number;
  std::size_t end = 0;
};

// Reads what begins with the digit at `begin`. `after_starting`: the word before is `starting`, so that 07-01 is the
// day of a year.
auto lex_number(Scanner& scanner, std::size_t begin, bool after_starting) -> Literal;

// Of the form `2024-01-31`, and in the calendar.
auto is_date(std::string_view text) -> bool;

// The digits that a number token means: ASCII, no separators, 万 and 亿 applied, `%` kept.
auto number_text(std::string_view written) -> std::string;

}  // namespace remit::parse
