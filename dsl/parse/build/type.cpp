#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto kind_of(Token token) -> ast::TypeKind {
  switch (token) {
    case Token::bool_: return ast::TypeKind::boolean;
    case Token::count: return ast::TypeKind::count;
    case Token::decimal: return ast::TypeKind::decimal;
    case Token::rate: return ast::TypeKind::rate;
    case Token::date_type: return ast::TypeKind::date;
    case Token::time_type: return ast::TypeKind::time;
    case Token::days: return ast::TypeKind::days;
    case Token::months: return ast::TypeKind::months;
    case Token::text: return ast::TypeKind::text;
    default: return ast::TypeKind::named;
  }
}

auto literal_kind(Token token) -> ast::ExprKind {
  if (token == Token::date) return ast::ExprKind::date;
  return token == Token::time ? ast::ExprKind::time : ast::ExprKind::number;
}

auto bound(Context& context, const Node& node) -> const ast::Expr* {
  const std::uint32_t token = node.end - 1;
  ast::Expr& literal = context.arena.expressions.emplace_back();
  literal.kind = literal_kind(context.tokens.at(token));
  literal.text = context.digits(token);
  literal.span = literal.mark = context.span(token);
  if (context.first(node) != Token::minus) return &literal;

  ast::Expr& negated = context.arena.expressions.emplace_back();
  negated.kind = ast::ExprKind::negate;
  negated.height = 2;
  negated.span = context.span(node);
  negated.mark = context.span(node.first);
  negated.operands = {&literal};
  return &negated;
}

void bounds(Context& context, const Node& node, ast::TypeExpr& type) {
  type.bounded = true;
  bool low = true;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::bound) {
      (low ? type.low : type.high) = bound(context, part);
    } else {
      type.open_above = context.first(part) == Token::range_open;
      low = false;
    }
  }
}

void part_of(Context& context, const Node& part, ast::TypeExpr& type) {
  switch (part.kind) {
    case Kind::step: type.step = context.digits(part.end - 1); break;
    case Kind::exact: type.exact = true; break;
    case Kind::at_most: type.at_most = context.digits(part.end - 1); break;
    case Kind::bounds: bounds(context, part, type); break;
    case Kind::optional: type.optional = true; break;
    case Kind::list_type:
    case Kind::base_type: type.element = build_type(context, part); break;
    default: break;
  }
}

}  // namespace

auto build_type(Context& context, const Node& node) -> const ast::TypeExpr* {
  ast::TypeExpr& type = context.arena.types.emplace_back();
  type.span = context.span(node);
  type.kind = node.kind == Kind::list_type ? ast::TypeKind::list : kind_of(context.first(node));
  if (type.kind == ast::TypeKind::named) type.name = context.word(node.first);
  for (const Node& part : context.children(node)) part_of(context, part, type);
  return &type;
}

}  // namespace remit::parse
