// The switch over kinds, and everything that is no operator. Operators are in operators.cpp.
#include "dsl/parse/build/expression.h"

#include <algorithm>

#include "dsl/parse/build/operators.h"
#include "dsl/parse/keywords.h"

namespace remit::parse {
namespace {

using ast::Expr;
using ast::ExprKind;

auto leaf(Context& context, const Node& node, ExprKind kind) -> Expr& {
  Expr& expr = context.arena.expressions.emplace_back();
  expr.kind = kind;
  expr.span = expr.mark = context.span(node);
  return expr;
}

// An expression whose operands are all the children that are expressions, in order.
auto operation(Context& context, const Node& node, ExprKind kind) -> Expr& {
  Expr& expr = leaf(context, node, kind);
  expr.mark = context.span(node.first);
  const auto children = context.children(node);
  expr.operands.reserve(children.size());
  for (const Node& child : children) expr.operands.push_back(build_expression(context, child));
  return expr;
}

// ── leaves ──
auto boolean(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::boolean);
  expr.word = context.first(node) == Token::true_ ? ast::Word::yes : ast::Word::no;
  return expr;
}

auto named(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::name);
  expr.text = context.word(node.first);
  return expr;
}

auto unit_of(Token unit) -> ast::Word {
  if (unit == Token::day || unit == Token::days) return ast::Word::days;
  return unit == Token::month || unit == Token::months ? ast::Word::months : ast::Word::years;
}

auto currency_of(Context& context, std::uint32_t token) -> const Expr* {
  Expr& currency = context.arena.expressions.emplace_back();
  currency.kind = ExprKind::name;
  currency.span = currency.mark = context.span(token);
  currency.text = context.word(token);
  return &currency;
}

auto quantity(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::number);
  expr.text = context.digits(node.first);
  if (node.end - node.first == 1) return expr;
  const Token unit = context.tokens.at(node.first + 1);
  if (unit == Token::points) {
    expr.kind = ExprKind::points;
  } else if (unit == Token::name) {
    expr.kind = ExprKind::money;
    expr.operands = {currency_of(context, node.first + 1)};
  } else {
    expr.kind = ExprKind::period;
    expr.word = unit_of(unit);
  }
  return expr;
}

// ── calls, records, lists ──

auto record(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::record);
  expr.mark = context.span(node.first);
  build_fields(context, node, expr);
  return expr;
}

// ── aggregates ──
struct Loop {
  const Node* name;
  const Node* list;
};
auto loop_of(const Context::Children& loop) -> Loop { return {&loop[0], &loop[1]}; }

auto operand_of_kind(Context& context, const Context::Children& children, Kind kind) -> const Expr* {
  for (const Node& child : children) {
    if (child.kind == kind) return build_last(context, child);
  }
  return nullptr;
}

void loop_into(Context& context, const Node& node, Expr& expr) {
  const auto parts = context.children(node);
  const Loop loop = loop_of(parts);
  expr.text = context.word(loop.name->first);
  expr.mark = context.span(loop.name->first);
  expr.operands.push_back(build_expression(context, *loop.list));
}

auto aggregate(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::aggregate);
  const auto children = context.children(node);
  expr.word = word_of(context.first(node));
  expr.operands.push_back(build_expression(context, children[0]));
  loop_into(context, children[1], expr);
  expr.operands.push_back(operand_of_kind(context, children, Kind::when));
  expr.operands.push_back(operand_of_kind(context, children, Kind::in_order_of));
  return expr;
}

auto running(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::running);
  const auto children = context.children(node);
  const Node& element = children[children.size() - 1];
  expr.word = word_of(context.tokens.at(element.first - 1));
  expr.operands.push_back(build_expression(context, children[0]));
  loop_into(context, children[1], expr);
  expr.operands.push_back(operand_of_kind(context, children, Kind::in_order_of));
  expr.operands.push_back(build_expression(context, element));
  return expr;
}

auto group(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::group);
  const auto children = context.children(node);
  expr.text = context.word(children[0].first);
  expr.mark = context.span(children[0]);
  expr.operands = {build_expression(context, children[1]), build_expression(context, children[2])};
  return expr;
}

// ── roundings and slices ──
auto rounding(Context& context, const Node& node) -> Expr& {
  Expr& expr = operation(context, node, ExprKind::round);
  // the mode stands before `to`, or is the `up` of the keyword `up to`
  const std::uint32_t before = context.children(node)[1].first - 1;
  expr.word = context.tokens.at(before) == Token::up_to ? ast::Word::up : word_of(context.tokens.at(before - 1));
  return expr;
}

void slice_from(Context& context, const Node& part, Expr& expr) {
  const auto children = context.children(part);
  expr.word = context.first(part) == Token::above ? ast::Word::above : ast::Word::less;
  expr.flag = children.size() == 2;  // `once`
  expr.operands[1] = build_expression(context, children[0]);
}

void slice_part(Context& context, const Node& part, Expr& expr) {
  switch (part.kind) {
    case Kind::slice_above: slice_from(context, part, expr); break;
    case Kind::slice_after: expr.operands[2] = build_last(context, part); break;
    case Kind::own_share:
      expr.text = "own share";
      expr.operands[4] = build_last(context, part);
      break;
    case Kind::each_rate:
      expr.text = "each rate";
      expr.operands[4] = build_last(context, part);
      break;
    case Kind::until_it_pays: expr.operands[5] = build_last(context, part); break;
    default: expr.operands[3] = build_expression(context, part); break;
  }
}

auto slice(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::slice);
  expr.mark = context.span(node.first);
  expr.operands.assign(6, nullptr);
  const auto children = context.children(node);
  expr.operands[0] = build_expression(context, children[0]);
  for (std::size_t i = 1; i < children.size(); ++i) slice_part(context, children[i], expr);
  return expr;
}

// ── dates ──
auto between(Context& context, const Node& node) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::between);
  const auto children = context.children(node);
  expr.mark = context.span(node.first);
  expr.word = word_of(context.first(node));
  expr.operands = {build_expression(context, children[0]), build_expression(context, children[1])};
  if (children.size() > 2) expr.text = spelling(context.tokens.at(children[2].end - 1), false);
  return expr;
}

auto calendar(Context& context, const Node& node, ExprKind kind, std::uint32_t part) -> Expr& {
  Expr& expr = leaf(context, node, kind);
  const auto children = context.children(node);
  expr.mark = context.span(node.first);
  expr.word = word_of(context.tokens.at(part));
  expr.operands = {build_expression(context, children[0])};
  if (children.size() > 1) expr.text = context.digits(children[1].end - 1);
  return expr;
}

auto boundary(Context& context, const Node& node) -> Expr& {
  Expr& expr = calendar(context, node, ExprKind::boundary, node.first + 1);
  expr.flag = context.first(node) == Token::end_of;
  return expr;
}

auto each(Context& context, const Node& node) -> Expr& {
  Expr& expr = operation(context, node, ExprKind::each);
  expr.word = word_of(context.tokens.at(node.first + 1));
  return expr;
}

// ── ranges and cells ──
auto range(Context& context, const Node& node, const Expr* low, const Node& tail) -> Expr& {
  Expr& expr = leaf(context, node, ExprKind::range);
  expr.mark = context.span(tail.first);
  expr.word = context.first(tail) == Token::range_open ? ast::Word::open_above : ast::Word::closed;
  const auto high = context.children(tail);
  expr.operands = {low, high.size() == 0 ? nullptr : build_expression(context, high[0])};
  return expr;
}

auto range_from(Context& context, const Node& node) -> Expr& {
  const auto children = context.children(node);
  return range(context, node, build_expression(context, children[0]), children[1]);
}

auto edge(Context& context, const Node& node) -> Expr& {
  Expr& expr = operation(context, node, ExprKind::bound);
  expr.word = word_of(context.first(node));
  return expr;
}

auto text_like(Context& context, const Node& node, ExprKind kind) -> Expr& {
  Expr& expr = leaf(context, node, kind);
  expr.text = kind == ExprKind::text ? context.quoted(node.first) : context.digits(node.first);
  return expr;
}

auto built_in(Context& context, const Node& node) -> Expr& {
  Expr& expr = operation(context, node, ExprKind::built_in);
  expr.word = word_of(context.first(node));
  return expr;
}

auto build(Context& context, const Node& node) -> Expr& {
  switch (node.kind) {
    case Kind::name:
    case Kind::word_cell: return named(context, node);
    case Kind::quantity: return quantity(context, node);
    case Kind::text: return text_like(context, node, ExprKind::text);
    case Kind::date: return text_like(context, node, ExprKind::date);
    case Kind::moment: return text_like(context, node, ExprKind::time);
    case Kind::boolean: return boolean(context, node);
    case Kind::none_value: return leaf(context, node, ExprKind::none);
    case Kind::left: return leaf(context, node, ExprKind::left);
    case Kind::governing_date: return leaf(context, node, ExprKind::governing_date);
    case Kind::rate: return leaf(context, node, ExprKind::rate);
    case Kind::list: return operation(context, node, ExprKind::list);
    case Kind::parentheses: return operation(context, node, ExprKind::parentheses);
    case Kind::record_value: return record(context, node);
    case Kind::built_in: return built_in(context, node);
    case Kind::condition: return operation(context, node, ExprKind::condition);
    case Kind::aggregate: return aggregate(context, node);
    case Kind::running: return running(context, node);
    case Kind::group: return group(context, node);
    case Kind::round: return rounding(context, node);
    case Kind::slice: return slice(context, node);
    case Kind::between: return between(context, node);
    case Kind::age: return operation(context, node, ExprKind::age);
    case Kind::calendar: return calendar(context, node, ExprKind::calendar, node.first);
    case Kind::boundary: return boundary(context, node);
    case Kind::each: return each(context, node);
    case Kind::every: return operation(context, node, ExprKind::every);
    case Kind::open_range: return range(context, node, nullptr, node);
    case Kind::range_operand:
    case Kind::cell_item: return range_from(context, node);
    case Kind::choice: return operation(context, node, ExprKind::choice);
    case Kind::edge_cell: return edge(context, node);
    case Kind::any_cell: return leaf(context, node, ExprKind::any_value);
    case Kind::otherwise_cell: return leaf(context, node, ExprKind::otherwise);
    case Kind::beyond_cell: return leaf(context, node, ExprKind::beyond);
    default: return build_operator(context, node);
  }
}

}  // namespace

auto limited(Context& context, ast::Expr& expr) -> const ast::Expr* {
  std::uint16_t below = 0;
  for (const Expr* operand : expr.operands) {
    if (operand != nullptr) below = std::max(below, operand->height);
  }
  expr.height = static_cast<std::uint16_t>(below + 1);
  if (expr.height <= ast::highest_expression) return &expr;

  context.problems.add(Code::E0131, expr.mark, {std::to_string(ast::highest_expression)});
  Expr& instead = context.arena.expressions.emplace_back();
  instead.kind = ExprKind::none;
  instead.span = instead.mark = expr.span;
  return &instead;
}

auto build_expression(Context& context, const Node& node) -> const ast::Expr* {
  return limited(context, build(context, node));
}

auto build_last(Context& context, const Node& clause) -> const ast::Expr* {
  return build_expression(context, context.last_child(clause));
}

auto build_cell(Context& context, const Node& node) -> const ast::Expr* {
  return node.first == node.end ? nullptr : build_last(context, node);
}

}  // namespace remit::parse
