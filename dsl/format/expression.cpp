// One function a shape of the grammar. Two questions decide where parentheses go, besides those the author wrote:
// whether the expression binds tightly enough for its place (`Level`), and whether it has an end of its own. `sum of a
// for x in xs`, `round x half up to 1` and their like go on as long as they can, so they stand bare only where nothing
// follows that they would swallow (`Tail`).
#include "dsl/format/expression.h"

#include "dsl/format/printer.h"

namespace remit::format {

using ast::Expr;
using ast::ExprKind;
using ast::Word;

namespace {

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

// Ends with an operand that takes more of what follows than a postfix would.
bool open_ended(ExprKind kind) {
  switch (kind) {
    case ExprKind::aggregate:
    case ExprKind::running:
    case ExprKind::group:
    case ExprKind::round:
    case ExprKind::slice:
    case ExprKind::between:
    case ExprKind::each:
    case ExprKind::every: return true;
    default: return false;
  }
}

// Ends with a range that goes on for ever.
bool ends_with_range(const Expr& e) {
  const bool bare_list = e.kind == ExprKind::aggregate && e.operands[2] == nullptr && e.operands[3] == nullptr;
  if (e.kind != ExprKind::in && !bare_list) return false;
  return e.operands[1]->kind == ExprKind::range && e.operands[1]->operands[1] == nullptr;
}

// `1000 CNY` before an `=`: in a record, the currency would be read as the next field.
bool ends_with_currency(const Expr& e) {
  const Expr* last = &e;
  while (level_of(last->kind) >= Level::sum && level_of(last->kind) <= Level::alternative) last = last->operands.back();
  return last->kind == ExprKind::money;
}

// What a `.`, `[`, `with` … may follow without parentheses.
bool takes_postfix(ExprKind kind) {
  switch (kind) {
    case ExprKind::name:
    case ExprKind::left:
    case ExprKind::governing_date:
    case ExprKind::rate:
    case ExprKind::member:
    case ExprKind::index:
    case ExprKind::call:
    case ExprKind::built_in:
    case ExprKind::with:
    case ExprKind::parentheses: return true;
    default: return false;
  }
}

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

auto singular(Word unit) -> std::string_view {
  return unit == Word::days ? "day" : unit == Word::months ? "month" : "year";
}

bool is_literal(const Expr* e) {
  if (e == nullptr) return true;
  if (e->kind == ExprKind::negate) return e->operands[0]->kind == ExprKind::number;
  return e->kind == ExprKind::number || e->kind == ExprKind::date || e->kind == ExprKind::time;
}

}  // namespace

auto spelling(Word word) -> std::string_view {
  switch (word) {
    case Word::none: return "";
    case Word::yes: return "true";
    case Word::no: return "false";
    case Word::equal: return "=";
    case Word::not_equal: return "!=";
    case Word::less: return "<";
    case Word::less_equal: return "<=";
    case Word::greater: return ">";
    case Word::greater_equal: return ">=";
    case Word::closed: return "..";
    case Word::open_above: return "..<";
    case Word::up_to: return "up to";
    case Word::half_up: return "half up";
    case Word::half_even: return "half even";
    case Word::half_down: return "half down";
#define REMIT_SAME(name) \
  case Word::name: return #name
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

void Printer::expression(const Expr& e, Level least, Tail tail) {
  const bool takes_more = tail == Tail::open ? open_ended(e.kind) : tail == Tail::operand && ends_with_range(e);
  const bool bare = level_of(e.kind) >= least && !takes_more;
  bare ? unparenthesised(e, tail) : parenthesised(e);
}

void Printer::expressions(const std::vector<const Expr*>& expressions, std::size_t first) {
  // A list of records is a table: one on a line, if not all on one.
  const bool records = first < expressions.size() && expressions[first]->kind == ExprKind::record;
  for (std::size_t i = first; i < expressions.size(); ++i) {
    if (i > first) {
      out.text(",");
      records ? out.line() : out.fill();
    }
    expression(*expressions[i]);
  }
}

void Printer::unparenthesised(const Expr& e, Tail tail) {
  comments_before(e.span.begin);
  switch (e.kind) {
    case ExprKind::number: return literal(e);
    case ExprKind::text: return text_literal(e.text);
    case ExprKind::date:
    case ExprKind::time: return out.text(e.text);
    case ExprKind::boolean: return word(spelling(e.word));
    case ExprKind::none: return word("none");
    case ExprKind::period:
    case ExprKind::money:
    case ExprKind::points: return quantity(e);
    case ExprKind::name: return name(e.text);
    case ExprKind::left: return word("left");
    case ExprKind::governing_date: return word("governing date");
    case ExprKind::rate: return word("rate");
    case ExprKind::member: return member(e);
    case ExprKind::index: object(*e.operands[0]); return bracketed("[", e, 1, "]");
    case ExprKind::call: name(e.text); return bracketed("(", e, 0, ")");
    case ExprKind::built_in: word(spelling(e.word)); return bracketed("(", e, 0, ")");
    case ExprKind::record: return record(e);
    case ExprKind::with: object(*e.operands[0]), phrase("with"); return fields(e, 1);
    case ExprKind::list: return bracketed("[", e, 0, "]");
    case ExprKind::condition: out.open(), condition(e, tail); return out.close();
    case ExprKind::logical_or: return chain(e, Level::logical_or, tail);
    case ExprKind::logical_and: return chain(e, Level::logical_and, tail);
    case ExprKind::logical_not: return negation(e, tail);
    case ExprKind::compare: return binary(e, tail);
    case ExprKind::in: return membership(e, false, tail);
    case ExprKind::range: return range(e, tail);
    case ExprKind::is_present: return presence(e, "is present");
    case ExprKind::is_absent: return presence(e, "is absent");
    case ExprKind::starts_with: return prefixed(e, tail);
    case ExprKind::add:
    case ExprKind::subtract: return chain(e, Level::sum, tail);
    case ExprKind::multiply:
    case ExprKind::divide: return chain(e, Level::product, tail);
    case ExprKind::negate: out.text("-"); return expression(*e.operands[0], Level::postfix, tail);
    case ExprKind::or_else: return alternative(e, tail);
    case ExprKind::as_of: return as_of(e);
    case ExprKind::after_case: object(*e.operands[0]), out.space(); return word("after this case");
    case ExprKind::over_last: return over_last(e);
    case ExprKind::aggregate: return aggregate(e, tail);
    case ExprKind::running: return running(e, tail);
    case ExprKind::group: return group(e, tail);
    case ExprKind::round: return round(e, tail);
    case ExprKind::slice: return slice(e, tail);
    case ExprKind::between: return between(e, tail);
    case ExprKind::age: return age(e, tail);
    case ExprKind::calendar: return calendar(e);
    case ExprKind::boundary: word(e.flag ? "end of" : "start of"), out.space(); return calendar(e);
    case ExprKind::each: word("each"), out.space(), word(spelling(e.word)); return interval(e, 0, tail);
    case ExprKind::every: return every(e, tail);
    case ExprKind::parentheses: return bracketed("(", e, 0, ")");
    case ExprKind::any_value: return out.text("*");
    case ExprKind::otherwise: return word("otherwise");
    case ExprKind::bound: word(spelling(e.word)), out.space(); return expression(*e.operands[0], Level::sum);
    case ExprKind::beyond: return word("beyond");
    case ExprKind::choice: return expressions(e.operands);
  }
}

void Printer::quantity(const Expr& e) {
  literal(e);
  out.space();
  if (e.kind == ExprKind::money) return expression(*e.operands[0]);
  if (e.kind == ExprKind::points) return word("points");
  word(e.text == "1" && !chinese_ ? singular(e.word) : spelling(e.word));
}

void Printer::member(const Expr& e) {
  object(*e.operands[0]);
  out.text(".");
  field(e.text);
}

void Printer::record(const Expr& e) {
  if (!e.text.empty()) {
    name(e.text);
    out.space();
  }
  fields(e, 0);
}

void Printer::object(const Expr& e) { takes_postfix(e.kind) ? unparenthesised(e, Tail::open) : parenthesised(e); }

void Printer::parenthesised(const Expr& e) {
  out.text("(");
  expression(e);
  out.text(")");
}

void Printer::bracketed(std::string_view open, const Expr& e, std::size_t first, std::string_view close) {
  out.text(open);
  out.open();
  out.indent();
  if (first < e.operands.size()) out.soft();
  expressions(e.operands, first);
  if (!e.operands.empty()) comments_before(e.span.end);
  out.dedent();
  if (first < e.operands.size()) out.soft();
  out.close();
  out.text(close);
}

void Printer::fields(const Expr& e, std::size_t first) {
  out.text("{");
  out.open();
  out.indent();
  for (std::size_t i = 0; i < e.fields.size(); ++i) {
    i == 0 ? out.line() : out.fill();
    field(e.fields[i]);
    out.text(" = ");
    expression(*e.operands[first + i]);
    if (i + 1 < e.fields.size()) out.text(",");
  }
  comments_before(e.span.end);
  out.dedent();
  if (!e.fields.empty()) out.line();
  out.close();
  out.text("}");
}

// ── operators ──────────────────────────────────────────────────────────────────────────────────────────────────────

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

namespace remit {

auto print_expression(const ast::Expr& expression) -> std::string {
  format::Printer printer;
  printer.expression(expression);
  return printer.one_line();
}

auto print_type(const ast::TypeExpr& type) -> std::string {
  format::Printer printer;
  printer.type(type);
  return printer.one_line();
}

}  // namespace remit
