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

auto singular(Word unit) -> std::string_view {
  return unit == Word::days ? "day" : unit == Word::months ? "month" : "year";
}

}  // namespace

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
    field(e.fields[i].text);
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

}  // namespace remit::format

namespace remit {

auto print_expression(const ast::Expr& expression, bool chinese) -> std::string {
  format::Printer printer(chinese, {});
  printer.expression(expression);
  return printer.one_line();
}

auto print_type(const ast::TypeExpr& type) -> std::string {
  format::Printer printer;
  printer.type(type);
  return printer.one_line();
}

}  // namespace remit
