// Expressions that are made of words: aggregates, slices, roundings, dates.
#include <string>

#include "dsl/format/printer.h"

namespace remit::format {

using ast::Expr;
using ast::ExprKind;

// ` above E`: nothing where there is none.
void Printer::clause(std::string_view phrase, const Expr* e, Level level, Tail tail) {
  if (e == nullptr) return;
  out.fill();
  word(phrase);
  out.space();
  expression(*e, level, tail);
}

void Printer::as_of(const Expr& e) {
  object(*e.operands[0]);
  phrase("as of");
  const Expr* root = e.operands[1];
  while (root->kind == ExprKind::member) root = root->operands[0];
  const bool path = root->kind == ExprKind::name || root->kind == ExprKind::date || root->kind == ExprKind::parentheses;
  path ? unparenthesised(*e.operands[1], Tail::open) : parenthesised(*e.operands[1]);
}

void Printer::over_last(const Expr& e) {
  object(*e.operands[0]);
  phrase("over last");
  expression(*e.operands[1], Level::sum, Tail::open);
  phrase("to");
  expression(*e.operands[2], Level::sum, Tail::open);
  phrase(spelling(e.word));
  word("current");
}

// `for x in xs`, as all that go over a list say it.
void Printer::loop(const Expr& e, const Expr& list, Tail tail) {
  word("for");
  out.space();
  name(e.text);
  phrase("in");
  expression(list, Level::sum, tail);
}

void Printer::aggregate(const Expr& e, Tail tail) {
  const Expr* when = e.operands[2];
  const Expr* order = e.operands[3];
  out.open();
  word(std::string(spelling(e.word)) + " of");
  out.space();
  expression(*e.operands[0]);
  out.indent();
  out.fill();
  loop(e, *e.operands[1], when == nullptr && order == nullptr ? tail : Tail::open);
  clause("when", when, Level::logical_or, order == nullptr ? tail : Tail::open);
  clause("in order of", order, Level::sum, tail);
  out.dedent();
  out.close();
}

void Printer::running(const Expr& e, Tail tail) {
  out.open();
  word("running sum of");
  out.space();
  expression(*e.operands[0]);
  out.indent();
  out.fill();
  loop(e, *e.operands[1], Tail::open);
  clause("in order of", e.operands[2], Level::sum, Tail::open);
  clause(spelling(e.word), e.operands[3], Level::sum, tail);
  out.dedent();
  out.close();
}

void Printer::group(const Expr& e, Tail tail) {
  word("group");
  out.space();
  name(e.text);
  phrase("in");
  expression(*e.operands[0], Level::sum, Tail::open);
  phrase("by");
  expression(*e.operands[1], Level::sum, tail);
}

void Printer::round(const Expr& e, Tail tail) {
  out.open();
  word("round");
  out.space();
  expression(*e.operands[0], Level::sum, Tail::open);
  out.indent();
  out.line();
  word(spelling(e.word));
  phrase("to");
  expression(*e.operands[1], Level::sum, tail);
  out.dedent();
  out.close();
}

void Printer::slice(const Expr& e, Tail tail) {
  const Expr* adjustment = e.operands[4];
  const Expr* limit = e.operands[5];
  out.open();
  word("slice of");
  out.space();
  expression(*e.operands[0], Level::sum, Tail::open);
  out.indent();
  clause(e.word == ast::Word::less ? "less" : "above", e.operands[1], Level::sum, Tail::open);
  if (e.flag) out.space(), word("once");
  clause("after", e.operands[2], Level::sum, Tail::open);
  clause("by", e.operands[3], Level::postfix, Tail::open);
  if (adjustment != nullptr) {
    const bool share = e.text == "own share";
    out.fill();
    word("with");
    out.space();
    word(share ? "own share" : "each rate as");
    if (share) out.text(" *");
    out.space();
    expression(*adjustment, share ? Level::postfix : Level::expression, limit == nullptr ? tail : Tail::open);
  }
  clause("until it pays", limit, Level::sum, tail);
  out.dedent();
  out.close();
}

void Printer::interval(const Expr& e, std::size_t from, Tail tail) {
  phrase("from");
  expression(*e.operands[from], Level::sum, Tail::open);
  phrase("to");
  expression(*e.operands[from + 1], Level::sum, tail);
}

void Printer::between(const Expr& e, Tail tail) {
  word(spelling(e.word));
  interval(e, 0, e.text.empty() ? tail : Tail::open);
  if (e.text.empty()) return;
  phrase("counting");
  word(e.text);
}

void Printer::calendar(const Expr& e) {
  word(std::string(spelling(e.word)) + " of");
  out.space();
  const Expr& date = *e.operands[0];
  const bool nested = date.kind == ExprKind::calendar || date.kind == ExprKind::boundary;  // whose `starting` is it?
  nested ? parenthesised(date) : expression(date, Level::postfix, Tail::open);
  if (e.text.empty()) return;
  phrase("starting");
  out.text(e.text);
}

void Printer::age(const Expr& e, Tail tail) {
  word("age of");
  out.space();
  expression(*e.operands[0], Level::postfix, Tail::open);
  phrase("at");
  expression(*e.operands[1], Level::postfix, tail);
}

void Printer::every(const Expr& e, Tail tail) {
  word("every");
  out.space();
  expression(*e.operands[0], Level::sum, Tail::open);
  interval(e, 1, tail);
}

}  // namespace remit::format
