// The smallest parts: keywords, names, literals, types.
#include <algorithm>

#include "dsl/format/printer.h"

namespace remit::format {

namespace {

// Whether a name can be read without backticks.
bool plain(std::string_view name) {
  const auto part = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), part);
}

}  // namespace

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

void Printer::word(std::string_view english) { out.text(english); }

void Printer::phrase(std::string_view english) {
  out.space();
  word(english);
  out.space();
}

void Printer::name(std::string_view text) { out.text(plain(text) ? std::string(text) : '`' + std::string(text) + '`'); }

void Printer::field(std::string_view text) { name(text); }

void Printer::text_literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? "\\n" : std::string(1, c);
  }
  out.text(quoted + '"');
}

// Groups of three digits from five on, as 30_000 is easier to read than 30000, and 1300 than 1_300.
void Printer::number(std::string_view digits) {
  const std::size_t whole = std::min(digits.find_first_not_of("0123456789"), digits.size());
  std::string grouped;
  for (std::size_t i = 0; i < whole; ++i) {
    if (i > 0 && whole > 4 && (whole - i) % 3 == 0) grouped += '_';
    grouped += digits[i];
  }
  out.text(grouped + std::string(digits.substr(whole)));
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
