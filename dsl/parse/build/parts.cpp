#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto citation(Context& context, const Node& node) -> ast::Citation {
  ast::Citation citation;
  citation.span = context.span(node);
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::path) citation.source = context.path(part);
    if (part.kind == Kind::section) citation.section = context.section(part.first);
    if (part.kind == Kind::text) citation.quote = context.quoted(part.first);
  }
  return citation;
}

auto remark(Context& context, const Node& node) -> ast::Remark {
  ast::Remark remark;
  remark.span = context.span(node);
  for (const Node& part : context.children(node)) remark.text.push_back(context.label(part));
  return remark;
}

}  // namespace

auto build_note(Context& context, const Node& node, ast::Notes& notes) -> bool {
  switch (node.kind) {
    case Kind::citation: notes.cites.push_back(citation(context, node)); return true;
    case Kind::assumption: notes.assumptions.push_back(remark(context, node)); return true;
    case Kind::unexpressed_note: notes.unexpressed.push_back(remark(context, node)); return true;
    case Kind::allow: notes.allows.push_back({context.name(node.first + 1), context.quoted(node.end - 1)}); return true;
    default: return false;
  }
}

auto build_field(Context& context, const Node& node) -> ast::Field {
  ast::Field field;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::word: field.name = context.name(part.first); break;
      case Kind::label: field.labels.push_back(context.label(part)); break;
      case Kind::personal: field.personal = true; break;
      case Kind::code: field.code = context.quoted(part.end - 1); break;
      default: field.type = build_type(context, part); break;
    }
  }
  return field;
}

auto build_period(Context& context, const Node& node) -> ast::Period {
  ast::Period period;
  period.span = context.span(node);
  period.from = context.digits(node.first + 1);
  if (node.end - node.first > 2) period.until = context.digits(node.end - 1);
  return period;
}

auto build_rounded(Context& context, const Node& node) -> ast::RoundedClause {
  ast::RoundedClause rounded;
  const Token mode = context.tokens.at(node.first + 1);
  rounded.span = context.span(node);
  rounded.mode = mode == Token::up_to ? ast::Word::up : word_of(mode);  // `rounded up to 10`
  if (context.tokens.at(node.end - 1) == Token::number) rounded.step = context.digits(node.end - 1);
  return rounded;
}

auto build_names(Context& context, const Node& node) -> std::vector<ast::Name> {
  std::vector<ast::Name> names;
  for (const Node& part : context.children(node)) names.push_back(context.name(part.first));
  return names;
}

auto build_row(Context& context, const Node& node) -> ast::Row {
  ast::Row row;
  row.span = context.span(node);
  const auto cells = context.children(node);
  row.cells.reserve(cells.size());
  for (const Node& cell : cells) row.cells.push_back(build_cell(context, cell));
  return row;
}

auto build_expressions(Context& context, const Node& node) -> std::vector<const ast::Expr*> {
  std::vector<const ast::Expr*> expressions;
  for (const Node& part : context.children(node)) expressions.push_back(build_expression(context, part));
  return expressions;
}

}  // namespace remit::parse
