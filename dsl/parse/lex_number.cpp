#include "dsl/parse/lex_number.h"

#include <algorithm>

#include "dsl/parse/lexer.h"

namespace remit::parse {
namespace {

constexpr char32_t ten_thousand = U'万', hundred_million = U'亿';

auto is_large_unit(char32_t sign) -> bool { return sign == ten_thousand || sign == hundred_million; }

// Moves the point to the right: 1.5 by 4 is 15000. Requires: places > 0.
auto shifted(std::string digits, std::size_t places) -> std::string {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string fraction = point < digits.size() ? digits.substr(point + 1) : std::string();
  digits.resize(point);
  if (fraction.size() < places) fraction.resize(places, '0');
  digits += fraction.substr(0, places);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (fraction.size() > places) digits += "." + fraction.substr(places);
  return digits;
}

auto number_of(std::string_view digits) -> int {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

auto days_in(int year, int month) -> int {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

auto has_form(std::string_view text, std::string_view form) -> bool {
  return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char a, char b) {
           return b == '0' ? is_digit(static_cast<unsigned char>(a)) : a == b;
         });
}

auto is_day_of_year(std::string_view text, int year) -> bool {
  if (!has_form(text, "00-00")) return false;
  const int month = number_of(text.substr(0, 2)), day = number_of(text.substr(3));
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

auto is_time(std::string_view text) -> bool {
  return has_form(text, "00:00:00") && number_of(text.substr(0, 2)) < 24 && number_of(text.substr(3, 2)) < 60 &&
         number_of(text.substr(6)) < 60;
}

// Past digits and the digits after every `-` that stands between digits.
auto past_dashes(const Scanner& scanner, std::size_t at) -> std::size_t {
  at = scanner.past_digits(at);
  while (scanner.sign(at) == '-' && is_digit(scanner.sign(scanner.next(at)))) {
    at = scanner.past_digits(scanner.next(at));
  }
  return at;
}

auto lex_time(Scanner& scanner, std::size_t begin, std::size_t at) -> Literal {
  std::size_t end = at + 1;
  while (is_digit(scanner.sign(end)) || scanner.sign(end) == ':') end = scanner.next(end);
  if (!is_time(folded_text(scanner.slice(at + 1, end)))) scanner.tell(Code::E0116, begin, end);
  return {Token::time, end};
}

auto lex_date(Scanner& scanner, std::size_t begin, std::size_t end) -> Literal {
  const std::string text = folded_text(scanner.slice(begin, end));
  const bool right = is_date(text);
  if (scanner.sign(end) == 'T' && is_digit(scanner.sign(end + 1))) {
    if (!right) scanner.tell(Code::E0116, begin, end);
    return lex_time(scanner, begin, end);
  }
  if (!right) scanner.tell(Code::E0116, begin, end);
  return {Token::date, end};
}

auto lex_dashes(Scanner& scanner, std::size_t begin, std::size_t end, bool after_starting) -> Literal {
  const std::string text = folded_text(scanner.slice(begin, end));
  if (std::count(text.begin(), text.end(), '-') == 2) return lex_date(scanner, begin, end);
  if (after_starting) {
    constexpr int leap_year = 2000;
    if (!is_day_of_year(text, leap_year)) scanner.tell(Code::E0116, begin, end);
    return {Token::month_day, end};
  }
  std::string apart;
  for (const char sign : text) apart += sign == '-' ? " - " : std::string(1, sign);
  scanner.tell_instead(Code::E0115, begin, end, apart);
  return {Token::number, scanner.past_digits(begin)};
}

// Past `,000` groups after one to three digits, or where it began.
auto past_groups(const Scanner& scanner, std::size_t begin, std::size_t at) -> std::size_t {
  if (folded_text(scanner.slice(begin, at)).size() > 3) return at;
  while (scanner.sign(at) == ',' && is_digit(scanner.sign(scanner.next(at)))) {
    const std::size_t group = scanner.next(at), end = scanner.past_digits(group);
    if (folded_text(scanner.slice(group, end)).size() != 3) break;
    at = end;
  }
  return at;
}

// Past digits with `_` between them.
auto past_separated(Scanner& scanner, std::size_t begin) -> std::size_t {
  std::size_t at = begin;
  while (is_digit(scanner.sign(at)) || scanner.sign(at) == '_') at = scanner.next(at);
  return at;
}

auto has_loose_separator(std::string_view digits) -> bool {
  return digits.ends_with('_') || digits.find("__") != std::string_view::npos;
}

auto lex_whole(Scanner& scanner, std::size_t begin) -> std::size_t {
  const std::size_t end = past_separated(scanner, begin), grouped = past_groups(scanner, begin, end);
  if (grouped != end) {
    std::string instead = folded_text(scanner.slice(begin, grouped));
    std::replace(instead.begin(), instead.end(), ',', '_');
    scanner.tell_instead(Code::E0109, begin, grouped, instead);
  } else if (has_loose_separator(scanner.slice(begin, end))) {
    scanner.tell(Code::E0108, begin, end);
  }
  return grouped;
}

auto lex_fraction(Scanner& scanner, std::size_t at) -> std::size_t {
  if (scanner.sign(at) != '.' || !is_digit(scanner.sign(scanner.next(at)))) return at;
  const std::size_t begin = scanner.next(at), end = past_separated(scanner, begin);
  if (has_loose_separator(scanner.slice(begin, end))) scanner.tell(Code::E0108, begin, end);
  return end;
}

auto lex_suffix(Scanner& scanner, std::size_t begin, std::size_t at) -> std::size_t {
  if (scanner.sign(at) == '%') return scanner.next(at);
  if (!is_large_unit(scanner.sign(at))) return at;
  const std::size_t end = scanner.next(at);
  if (!scanner.tokens_.chinese) {
    scanner.tell_instead(Code::E0114, begin, end, number_text(scanner.slice(begin, end)));
  }
  return end;
}

auto is_exponent(const Scanner& scanner, std::size_t at) -> bool {
  if ((scanner.sign(at) | 0x20U) != 'e') return false;
  const char32_t after = scanner.sign(at + 1);
  return is_digit(after) || ((after == '-' || after == '+') && is_digit(scanner.sign(at + 2)));
}

// A word must not touch the number before it.
auto lex_tail(Scanner& scanner, std::size_t begin, std::size_t at) -> std::size_t {
  if (!continues_name(scanner.sign(at))) return at;
  if (is_exponent(scanner, at)) {
    const std::size_t end = scanner.past_digits(at + 2);
    scanner.tell(Code::E0118, begin, end);
    return end;
  }
  const std::size_t end = scanner.past_word(at);
  scanner.tell_instead(
      Code::E0113, begin, end,
      std::string(scanner.slice(begin, at)) + " " + std::string(scanner.slice(at, std::min(end, at + longest_name))));
  return at;
}

auto count_digits(const Scanner& scanner, std::size_t begin, std::size_t end) -> std::size_t {
  std::size_t digits = 0;
  for (std::size_t at = begin; at < end; at = scanner.next(at)) digits += is_digit(scanner.sign(at)) ? 1 : 0;
  return digits;
}

}  // namespace

auto is_date(std::string_view text) -> bool {
  return has_form(text, "0000-00-00") && number_of(text.substr(0, 4)) >= 1 &&
         is_day_of_year(text.substr(5), number_of(text.substr(0, 4)));
}

auto lex_number(Scanner& scanner, std::size_t begin, bool after_starting) -> Literal {
  const std::size_t dashed = past_dashes(scanner, begin);
  if (dashed != scanner.past_digits(begin)) return lex_dashes(scanner, begin, dashed, after_starting);

  const std::size_t digits = lex_fraction(scanner, lex_whole(scanner, begin));
  if (digits - begin > longest_number && count_digits(scanner, begin, digits) > longest_number) {
    scanner.tell(Code::E0111, begin, digits, {std::to_string(longest_number)});
    return {Token::bad, lex_tail(scanner, begin, lex_suffix(scanner, begin, digits))};
  }
  const std::size_t end = lex_suffix(scanner, begin, digits);
  return {continues_name(scanner.sign(end)) && !is_exponent(scanner, end) ? Token::bad : Token::number,
          lex_tail(scanner, begin, end)};
}

auto number_text(std::string_view written) -> std::string {
  std::string digits;
  for (std::size_t at = 0; at < written.size();) {
    const Character next = character_at(written, at);
    const char32_t sign = folded(next.value);
    at += next.length;
    if (is_large_unit(sign)) return shifted(std::move(digits), sign == ten_thousand ? 4 : 8);
    if (is_digit(sign) || sign == '.' || sign == '%') digits += static_cast<char>(sign);
    if ((sign | 0x20U) == 'e') break;
  }
  return digits;
}

}  // namespace remit::parse
