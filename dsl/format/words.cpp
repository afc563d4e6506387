// The smallest parts: keywords, names, literals, types.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "dsl/format/printer.h"
#include "dsl/parse/characters.h"
#include "dsl/parse/keywords.h"

namespace remit::format {

namespace {

// By English spelling; all that is reserved, in either language.
auto chinese_keywords() -> const std::unordered_map<std::string_view, std::string_view>& {
  static const std::unordered_map<std::string_view, std::string_view> kKeywords = {
#define REMIT_KEYWORD(role, en, zh) {en, zh},
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
  };
  return kKeywords;
}

constexpr std::string_view kWideSign = "＃";

bool is_keyword(std::string_view word) {
  const std::vector<parse::Phrase>* phrases = parse::phrases_of(word);
  return phrases != nullptr && phrases->back().rest.empty();
}

// A keyword, or a word that the keyword after it would make one: `only` before `in`, `half` before `up`. Before `of`,
// which follows few names, see Declarations::safe_name.
bool reserved(std::string_view name) {
  const std::vector<parse::Phrase>* phrases = parse::phrases_of(name);
  return phrases != nullptr && std::any_of(phrases->begin(), phrases->end(), [](const parse::Phrase& phrase) {
           return phrase.rest.empty() || (phrase.rest[0] != "of" && is_keyword(phrase.rest[0]));
         });
}

bool identifier(std::string_view name) {
  std::size_t at = 0;
  while (at < name.size()) {
    const parse::Character next = parse::character_at(name, at);
    if (!(at == 0 ? parse::begins_name(next.value) : parse::continues_name(next.value))) return false;
    at += next.length;
  }
  return at > 0;
}

// The digits, without what separates them.
auto bare(std::string_view written) -> std::string {
  std::string digits(written);
  std::erase(digits, '_');
  return digits;
}

// Groups of three digits from five on: 30_000 is easier to read than 30000, and 1300 than 1_300.
auto grouped(std::string_view digits) -> std::string {
  const std::size_t whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
  std::string text;
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && whole > 4 && (whole - i) % 3 == 0) text += '_';
    text += digits[i];
  }
  return text + std::string(digits.substr(whole));
}

}  // namespace

bool is_personal(std::string_view name) {
  return name == parse::spelling(parse::Token::personal, false) ||
         name == parse::spelling(parse::Token::personal, true);
}

auto spelling(ast::Word word) -> std::string_view {
  switch (word) {
    case ast::Word::none: return "";
    case ast::Word::yes: return "true";
    case ast::Word::no: return "false";
    case ast::Word::equal: return "=";
    case ast::Word::not_equal: return "!=";
    case ast::Word::less: return "<";
    case ast::Word::less_equal: return "<=";
    case ast::Word::greater: return ">";
    case ast::Word::greater_equal: return ">=";
    case ast::Word::closed: return "..";
    case ast::Word::open_above: return "..<";
    case ast::Word::up_to: return "up to";
    case ast::Word::half_up: return "half up";
    case ast::Word::half_even: return "half even";
    case ast::Word::half_down: return "half down";
#define REMIT_SAME(name) \
  case ast::Word::name: return #name
      REMIT_SAME(days);
      REMIT_SAME(months);
      REMIT_SAME(years);
      REMIT_SAME(day);
      REMIT_SAME(month);
      REMIT_SAME(year);
      REMIT_SAME(min);
      REMIT_SAME(max);
      REMIT_SAME(clamp);
      REMIT_SAME(abs);
      REMIT_SAME(including);
      REMIT_SAME(excluding);
      REMIT_SAME(sum);
      REMIT_SAME(count);
      REMIT_SAME(any);
      REMIT_SAME(all);
      REMIT_SAME(first);
      REMIT_SAME(list);
      REMIT_SAME(before);
      REMIT_SAME(above);
      REMIT_SAME(below);
      REMIT_SAME(from);
      REMIT_SAME(over);
      REMIT_SAME(down);
      REMIT_SAME(up);
      REMIT_SAME(ceiling);
      REMIT_SAME(floor);
#undef REMIT_SAME
  }
  return "";
}

auto spelling(ast::TypeKind kind) -> std::string_view {
  switch (kind) {
    case ast::TypeKind::boolean: return "bool";
    case ast::TypeKind::count: return "count";
    case ast::TypeKind::decimal: return "decimal";
    case ast::TypeKind::rate: return "rate";
    case ast::TypeKind::date: return "date";
    case ast::TypeKind::time: return "time";
    case ast::TypeKind::days: return "days";
    case ast::TypeKind::months: return "months";
    case ast::TypeKind::text: return "text";
    case ast::TypeKind::list:
    case ast::TypeKind::named: return "";
  }
  return "";
}

void Printer::comments_before(std::uint32_t place) {
  if (comments_ == nullptr) return;
  for (; next_comment_ < comments_->size() && (*comments_)[next_comment_].span.begin < place; ++next_comment_) {
    const ast::Comment& comment = (*comments_)[next_comment_];
    std::string_view text = written_.text(comment.span);
    text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    if (text.starts_with(kWideSign))
      text.remove_prefix(kWideSign.size());
    else
      text.remove_prefix(1);
    out.comment('#' + std::string(text), comment.own_line, written_.after_blank_line(comment.span.begin));
  }
}

void Printer::begin_line(std::uint32_t place) {
  out.hard(false);
  comments_before(place);
  out.hard(written_.after_blank_line(place));
}

void Printer::word(std::string_view english) { out.text(chinese_ ? chinese_keywords().at(english) : english); }

void Printer::phrase(std::string_view english) {
  out.space();
  word(english);
  out.space();
}

void Printer::name(std::string_view text) {
  const bool may_stay = text == parse::spelling(parse::Token::personal, chinese_);
  reserved(text) && !may_stay ? out.text('`' + std::string(text) + '`') : field(text);
}

void Printer::field(std::string_view text) {
  out.text(identifier(text) ? std::string(text) : '`' + std::string(text) + '`');
}

void Printer::name(const ast::Name& name) {
  comments_before(name.span.begin);
  this->name(name.text);
}

void Printer::names(const std::vector<ast::Name>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) {
      out.text(",");
      out.fill();
    }
    name(all[i]);
  }
}

void Printer::path(const ast::Path& path) {
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    if (i > 0) out.text(".");
    i > 0 ? field(path.parts[i].text) : name(path.parts[i]);
  }
}

void Printer::text_literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? "\\n" : std::string(1, c);
  }
  out.text(quoted + '"');
}

void Printer::number(std::string_view digits) { out.text(grouped(digits)); }

// A number is grouped as the author grouped it, unless that is for one language only.
void Printer::literal(const ast::Expr& e) {
  const std::string_view text = written_.text(e.span);
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789_.%"));
  const bool grouped = digits.find('_') != std::string_view::npos && bare(digits) == e.text;
  grouped ? out.text(digits) : number(e.text);
}

void Printer::type(const ast::TypeExpr& type) {
  if (type.kind == ast::TypeKind::list) {
    word("list of");
    out.space();
    this->type(*type.element);
  } else {
    type.kind == ast::TypeKind::named ? name(type.name) : word(spelling(type.kind));
  }
  if (!type.step.empty()) phrase("to"), number(type.step);
  if (type.exact) out.space(), word("exact");
  if (!type.at_most.empty()) phrase("at most"), number(type.at_most);
  if (type.bounded) {
    out.space();
    if (type.low != nullptr) expression(*type.low);
    out.text(type.open_above ? "..<" : "..");
    if (type.high != nullptr) expression(*type.high);
  }
  if (type.optional) out.text("?");
}

}  // namespace remit::format
