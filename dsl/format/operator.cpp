// Expressions that are made of signs and of words between operands.
#include <vector>

#include "dsl/format/printer.h"

namespace remit::format {

using ast::Expr;
using ast::ExprKind;
using ast::Word;

namespace {

auto sign_of(const Expr& e) -> std::string_view {
  switch (e.kind) {
    case ExprKind::add: return "+";
    case ExprKind::subtract: return "-";
    case ExprKind::multiply: return "*";
    case ExprKind::divide: return "/";
    case ExprKind::logical_or: return "or";
    case ExprKind::logical_and: return "and";
    default: break;
  }
  switch (e.word) {
    case Word::equal: return "=";
    case Word::not_equal: return "!=";
    case Word::less: return "<";
    case Word::less_equal: return "<=";
    case Word::greater: return ">";
    case Word::greater_equal: return ">=";
    default: return {};
  }
}

bool is_literal(const Expr* e) {
  if (e == nullptr) return true;
  if (e->kind == ExprKind::negate) return e->operands[0]->kind == ExprKind::number;
  return e->kind == ExprKind::number || e->kind == ExprKind::date || e->kind == ExprKind::time;
}

// `1000 CNY` before an `=`: in a record, the currency would be read as the next field.
bool ends_with_currency(const Expr& e) {
  const Expr* last = &e;
  while (level_of(last->kind) >= Level::sum && level_of(last->kind) <= Level::alternative) last = last->operands.back();
  return last->kind == ExprKind::money;
}

}  // namespace

auto level_of(ExprKind kind) -> Level {
  switch (kind) {
    case ExprKind::condition: return Level::expression;
    case ExprKind::logical_or: return Level::logical_or;
    case ExprKind::logical_and: return Level::logical_and;
    case ExprKind::logical_not: return Level::logical_not;
    case ExprKind::compare:
    case ExprKind::in:
    case ExprKind::is_present:
    case ExprKind::is_absent:
    case ExprKind::starts_with: return Level::comparison;
    case ExprKind::add:
    case ExprKind::subtract: return Level::sum;
    case ExprKind::multiply:
    case ExprKind::divide: return Level::product;
    case ExprKind::negate: return Level::unary;
    case ExprKind::or_else: return Level::alternative;
    default: return Level::postfix;
  }
}

bool ends_with_range(const Expr& e) {
  const bool bare_list = e.kind == ExprKind::aggregate && e.operands[2] == nullptr && e.operands[3] == nullptr;
  if (e.kind != ExprKind::in && !bare_list) return false;
  return e.operands[1]->kind == ExprKind::range && e.operands[1]->operands[1] == nullptr;
}

void Printer::binary(const Expr& e, Tail tail) {
  const Expr& left = *e.operands[0];
  out.open();
  e.word == Word::equal&& ends_with_currency(left) ? parenthesised(left) : expression(left, Level::sum, Tail::open);
  out.indent();
  out.line();
  out.text(sign_of(e));
  out.space();
  expression(*e.operands[1], Level::sum, tail);
  out.dedent();
  out.close();
}

// `a - b + c`: operators of one level, which group to the left, break together.
void Printer::chain(const Expr& e, Level level, Tail tail) {
  std::vector<const Expr*> links;
  const Expr* head = &e;
  for (; level_of(head->kind) == level; head = head->operands[0]) links.push_back(head);
  out.open();
  operand(*head, level, Tail::open);
  out.indent();
  for (std::size_t i = links.size(); i-- > 0;) {
    comments_before(links[i]->mark.begin);
    out.line();
    level <= Level::logical_and ? word(sign_of(*links[i])) : out.text(sign_of(*links[i]));
    out.space();
    operand(*links[i]->operands[1], level, i == 0 ? tail : Tail::open);
  }
  out.dedent();
  out.close();
}

// An operand binds tighter than its operator; `and` beside `or`, and `or else` beside arithmetic, are kept apart.
void Printer::operand(const Expr& e, Level level, Tail tail) {
  if (level <= Level::logical_and) return expression(e, Level::logical_not, tail);
  if (e.kind == ExprKind::or_else) return expression(e, Level::postfix, tail);
  expression(e, level == Level::sum ? Level::product : Level::unary, tail);
}

void Printer::alternative(const Expr& e, Tail tail) {
  out.open();
  out.indent();
  const Expr* rest = &e;
  for (; rest->kind == ExprKind::or_else; rest = rest->operands[1]) {
    expression(*rest->operands[0], Level::postfix, Tail::open);
    out.line();
    word("or else");
    out.space();
  }
  expression(*rest, Level::postfix, tail);
  out.dedent();
  out.close();
}

void Printer::negation(const Expr& e, Tail tail) {
  const bool inside = tail == Tail::operand && ends_with_range(*e.operands[0]);
  if (e.operands[0]->kind == ExprKind::in && !inside) return membership(*e.operands[0], true, tail);
  word("not");
  out.space();
  expression(*e.operands[0], Level::logical_not, tail);
}

void Printer::membership(const Expr& e, bool negated, Tail tail) {
  expression(*e.operands[0], Level::sum, Tail::open);
  out.space();
  if (negated) word("not"), out.space();
  word("in");
  out.space();
  expression(*e.operands[1], Level::sum, tail);
}

void Printer::presence(const Expr& e, std::string_view phrase) {
  expression(*e.operands[0], Level::sum, Tail::open);
  out.space();
  word(phrase);
}

void Printer::prefixed(const Expr& e, Tail tail) {
  expression(*e.operands[0], Level::sum, Tail::open);
  phrase("starts with");
  expression(*e.operands[1], Level::sum, tail);
}

void Printer::range(const Expr& e, Tail tail) {
  const Expr* low = e.operands[0];
  const Expr* high = e.operands[1];
  const bool glued = is_literal(low) && is_literal(high);
  if (low != nullptr) expression(*low, Level::sum, Tail::open);
  if (low != nullptr && !glued) out.space();
  out.text(spelling(e.word));
  if (high != nullptr && !glued) out.space();
  if (high != nullptr) expression(*high, Level::sum, tail);
}

// `else if` goes on in the same group, so that a chain reads as a list of cases.
void Printer::condition(const Expr& e, Tail tail) {
  out.open();
  word("if");
  out.space();
  expression(*e.operands[0]);
  out.indent();
  out.line();
  word("then");
  out.space();
  expression(*e.operands[1]);
  out.dedent();
  out.close();
  out.line();
  const Expr& other = *e.operands[2];
  if (other.kind == ExprKind::condition) comments_before(other.span.begin);
  word("else");
  out.space();
  other.kind == ExprKind::condition ? condition(other, tail) : expression(other, Level::expression, tail);
}

}  // namespace remit::format
