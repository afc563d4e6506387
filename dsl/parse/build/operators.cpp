#include "dsl/parse/build/operators.h"

#include <string>
#include <utility>

#include "dsl/parse/build/expression.h"
#include "dsl/parse/keywords.h"
#include "dsl/parse/state.h"

namespace remit::parse {
namespace {

using ast::Expr;
using ast::ExprKind;

// ── two readings ──
// The source of a part, cut where it is long.
auto shown(const Context& context, Span span) -> std::string {
  constexpr std::size_t most = 40;
  const std::string_view text = context.written(span);
  if (text.size() <= most) return std::string(text);
  std::size_t cut = most;
  while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(text.substr(0, cut)) + "…";
}
auto shown(const Context& context, const Node& node) -> std::string { return shown(context, context.span(node)); }

void tell(Context& context, Code code, std::uint32_t token, const Node& left, const Node& right,
          std::vector<std::string> arguments) {
  Diagnostic problem{code, context.span(token), std::move(arguments), {}, {}, {}};
  problem.operands = {context.span(left), context.span(right)};
  context.problems.add(std::move(problem));
}

// The two ways to put parentheses around `a first b second c`.
auto readings(const std::string& a, const std::string& first, const std::string& b, const std::string& second,
              const std::string& c) -> std::pair<std::string, std::string> {
  return {"(" + a + " " + first + " " + b + ") " + second + " " + c,
          a + " " + first + " (" + b + " " + second + " " + c + ")"};
}

// The sign or keyword before the operand number `i` of a flat chain.
auto operator_before(const Context::Children& operands, std::size_t i) -> std::uint32_t {
  return operands[i].first - 1;
}

void look_for_mixture(Context& context, const Context::Children& operands) {
  for (std::size_t i = 2; i < operands.size(); ++i) {
    const std::uint32_t before = operator_before(operands, i - 1), here = operator_before(operands, i);
    if (context.tokens.at(before) == context.tokens.at(here)) continue;
    const auto [left, right] =
        readings(shown(context, operands[i - 2]), std::string(context.written(before)), shown(context, operands[i - 1]),
                 std::string(context.written(here)), shown(context, operands[i]));
    return tell(context, Code::E0135, here, operands[i - 1], operands[i],
                {std::string(context.written(before)), std::string(context.written(here)), left, right});
  }
}

// `x or else y` as an operand of arithmetic, without parentheses.
void look_for_alternative(Context& context, const Context::Children& operands) {
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i].kind != Kind::alternative) continue;
    const auto parts = context.children(operands[i]);
    const Node& value = parts[0];
    const Node& fallback = parts[parts.size() - 1];
    const std::uint32_t or_else = operator_before(parts, parts.size() - 1);
    const std::string word(context.written(or_else)), a = shown(context, value), b = shown(context, fallback);
    const bool behind = i > 0;
    const std::uint32_t sign = behind ? operator_before(operands, i) : operator_before(operands, 1);
    const std::string operation(context.written(sign));
    const auto both = behind ? readings(shown(context, operands[i - 1]), operation, a, word, b)
                             : readings(a, word, b, operation, shown(context, operands[1]));
    return tell(context, Code::E0136, or_else, value, fallback, {both.first, both.second});
  }
}

void look_for_negated_alternative(Context& context, const Node& operand) {
  if (operand.kind != Kind::alternative) return;
  const auto parts = context.children(operand);
  const std::uint32_t or_else = operator_before(parts, 1);
  const std::string word(context.written(or_else)), a = shown(context, parts[0]), b = shown(context, parts[1]);
  tell(context, Code::E0136, or_else, parts[0], parts[1],
       {"(-" + a + ") " + word + " " + b, "-(" + a + " " + word + " " + b + ")"});
}

// `a < b < c` means `a < b and b < c`; a third part after `in` or `is` speaks of the first again.
void look_for_chain(Context& context, const Context::Children& parts) {
  if (parts.size() < 3) return;
  const Node& second = parts[2];
  const bool compares = parts[1].kind == Kind::compared;
  const Span shared = compares ? context.span(context.last_child(parts[1])) : context.span(parts[0]);
  const std::string both = " " + std::string(spelling(Token::and_, context.tokens.chinese)) + " ";
  const std::string first = shown(context, parts[0]) + " " + shown(context, parts[1]) + both;
  Diagnostic problem{
      Code::E0137, context.span(second.first), {first + shown(context, shared) + " " + shown(context, second)}, {}, {},
      {}};
  problem.operands = {context.span(parts[0]), context.span(parts[1])};
  const Span before{shared.file, context.span(second).begin, context.span(second).begin};
  problem.edit = Edit{before, both.substr(1) + std::string(context.written(shared)) + " "};
  context.problems.add(std::move(problem));
}

// ── chains ──
auto make(Context& context, ExprKind kind, Span span, Span mark) -> Expr& {
  Expr& expr = context.arena.expressions.emplace_back();
  expr.kind = kind;
  expr.span = span;
  expr.mark = mark;
  return expr;
}

auto joined(const Expr& left, Span right) -> Span { return {left.span.file, left.span.begin, right.end}; }

auto kind_of(Token sign) -> ExprKind {
  switch (sign) {
    case Token::plus: return ExprKind::add;
    case Token::minus: return ExprKind::subtract;
    case Token::star: return ExprKind::multiply;
    case Token::slash: return ExprKind::divide;
    case Token::and_: return ExprKind::logical_and;
    default: return ExprKind::logical_or;
  }
}

// How many operands of a chain are built: all, or as many as an expression may be high, after telling.
auto buildable(Context& context, const Context::Children& operands) -> std::size_t {
  if (operands.size() <= ast::highest_expression) return operands.size();
  const Node& first_left_out = operands[ast::highest_expression];
  context.problems.add(Code::E0131, context.span(first_left_out), {std::to_string(ast::highest_expression)});
  return ast::highest_expression - 1;
}

// `a - b - c` is `(a - b) - c`.
auto to_the_left(Context& context, const Context::Children& operands) -> Expr& {
  const std::size_t count = buildable(context, operands);
  const Expr* left = build_expression(context, operands[0]);
  Expr* whole = nullptr;
  for (std::size_t i = 1; i < count; ++i) {
    if (whole != nullptr) left = limited(context, *whole);
    const std::uint32_t sign = operator_before(operands, i);
    const Expr* right = build_expression(context, operands[i]);
    whole = &make(context, kind_of(context.tokens.at(sign)), joined(*left, right->span), context.span(sign));
    whole->operands = {left, right};
  }
  return *whole;
}

auto arithmetic(Context& context, const Node& node) -> Expr& {
  const auto operands = context.children(node);
  look_for_alternative(context, operands);
  return to_the_left(context, operands);
}

auto logic(Context& context, const Node& node) -> Expr& {
  const auto operands = context.children(node);
  look_for_mixture(context, operands);
  return to_the_left(context, operands);
}

auto too_long(Context& context, const Context::Children& links) -> bool {
  if (links.size() <= deepest_nesting + 1) return false;
  context.problems.add(Code::E0130, context.span(links[deepest_nesting + 1]), {std::to_string(deepest_nesting)});
  return true;
}

// `a or else b or else c` is `a or else (b or else c)`.
auto alternative(Context& context, const Node& node) -> Expr& {
  const auto operands = context.children(node);
  const std::size_t last = too_long(context, operands) ? deepest_nesting : operands.size() - 1;
  const Expr* right = build_expression(context, operands[last]);
  Expr* whole = nullptr;
  for (std::size_t i = last; i > 0; --i) {
    if (whole != nullptr) right = limited(context, *whole);
    const Expr* left = build_expression(context, operands[i - 1]);
    whole = &make(context, ExprKind::or_else, joined(*left, right->span), context.span(operator_before(operands, i)));
    whole->operands = {left, right};
  }
  return *whole;
}

auto prefixed(Context& context, const Node& node, ExprKind kind) -> Expr& {
  Expr& expr = make(context, kind, context.span(node), context.span(node.first));
  const Node& operand = context.last_child(node);
  if (kind == ExprKind::negate) look_for_negated_alternative(context, operand);
  expr.operands = {build_expression(context, operand)};
  return expr;
}

// ── comparisons ──
auto comparison_kind(Kind tail) -> ExprKind {
  switch (tail) {
    case Kind::contained:
    case Kind::not_contained: return ExprKind::in;
    case Kind::present: return ExprKind::is_present;
    case Kind::missing: return ExprKind::is_absent;
    case Kind::prefixed: return ExprKind::starts_with;
    default: return ExprKind::compare;
  }
}

auto compared(Context& context, const Expr* left, const Node& tail) -> Expr& {
  const Span span = joined(*left, context.span(tail));
  Expr& expr = make(context, comparison_kind(tail.kind), span, context.span(tail.first));
  expr.operands.push_back(left);
  if (tail.kind != Kind::present && tail.kind != Kind::missing) expr.operands.push_back(build_last(context, tail));
  if (expr.kind == ExprKind::compare) expr.word = word_of(context.first(tail));
  if (tail.kind != Kind::not_contained) return expr;

  Expr& negated = make(context, ExprKind::logical_not, span, expr.mark);
  negated.operands = {limited(context, expr)};
  return negated;
}

auto comparison(Context& context, const Node& node) -> Expr& {
  const auto parts = context.children(node);
  look_for_chain(context, parts);
  return compared(context, build_expression(context, parts[0]), parts[1]);
}

// ── what follows a primary ──
void operands_of(Context& context, const Node& tail, Expr& expr) {
  for (const Node& child : context.children(tail)) expr.operands.push_back(build_expression(context, child));
}

auto tail_kind(Kind tail) -> ExprKind {
  switch (tail) {
    case Kind::index: return ExprKind::index;
    case Kind::as_of: return ExprKind::as_of;
    case Kind::after_this_case: return ExprKind::after_case;
    case Kind::with: return ExprKind::with;
    case Kind::over_last: return ExprKind::over_last;
    case Kind::call: return ExprKind::call;
    case Kind::record_value: return ExprKind::record;
    default: return ExprKind::member;
  }
}

// A call and a record take the name before them as their text; all else takes what is before as an operand.
auto with_tail(Context& context, const Expr* object, const Node& tail) -> Expr& {
  Expr& expr = make(context, tail_kind(tail.kind), joined(*object, context.span(tail)), context.span(tail));
  if (tail.kind == Kind::call || tail.kind == Kind::record_value) {
    expr.text = object->text;
    expr.mark = object->span;
  } else {
    expr.operands.push_back(object);
  }
  if (tail.kind == Kind::member_of) {
    expr.mark = context.span(tail.end - 1);
    expr.text = context.word(tail.end - 1);
  } else if (tail.kind == Kind::with || tail.kind == Kind::record_value) {
    build_fields(context, tail, expr);
  } else {
    operands_of(context, tail, expr);
  }
  if (tail.kind == Kind::over_last) expr.word = word_of(context.tokens.at(tail.end - 2));
  return expr;
}

auto postfix(Context& context, const Node& node) -> Expr& {
  const auto parts = context.children(node);
  const std::size_t links = too_long(context, parts) ? deepest_nesting + 1 : parts.size();
  const Expr* object = build_expression(context, parts[0]);
  Expr* whole = nullptr;
  for (std::size_t i = 1; i < links; ++i) {
    if (whole != nullptr) object = limited(context, *whole);
    whole = &with_tail(context, object, parts[i]);
  }
  return *whole;
}

}  // namespace

auto build_operator(Context& context, const Node& node) -> ast::Expr& {
  switch (node.kind) {
    case Kind::logic: return logic(context, node);
    case Kind::negation: return prefixed(context, node, ExprKind::logical_not);
    case Kind::comparison: return comparison(context, node);
    case Kind::sum:
    case Kind::product: return arithmetic(context, node);
    case Kind::minus: return prefixed(context, node, ExprKind::negate);
    case Kind::alternative: return alternative(context, node);
    default: return postfix(context, node);
  }
}

void build_fields(Context& context, const Node& parent, ast::Expr& expr) {
  for (const Node& child : context.children(parent)) {
    const auto parts = context.children(child);
    expr.fields.push_back({context.word(parts[0].first), context.span(parts[0])});
    expr.operands.push_back(build_expression(context, parts[1]));
  }
}

auto word_of(Token token) -> ast::Word {
  using ast::Word;
  switch (token) {
    case Token::equal: return Word::equal;
    case Token::not_equal: return Word::not_equal;
    case Token::less_sign: return Word::less;
    case Token::less_equal: return Word::less_equal;
    case Token::greater_sign: return Word::greater;
    case Token::greater_equal: return Word::greater_equal;
    case Token::days: return Word::days;
    case Token::months: return Word::months;
    case Token::years: return Word::years;
    case Token::day:
    case Token::day_of: return Word::day;
    case Token::month:
    case Token::month_of: return Word::month;
    case Token::year:
    case Token::year_of: return Word::year;
    case Token::min:
    case Token::min_of: return Word::min;
    case Token::max:
    case Token::max_of: return Word::max;
    case Token::clamp: return Word::clamp;
    case Token::abs: return Word::abs;
    case Token::including: return Word::including;
    case Token::excluding: return Word::excluding;
    case Token::sum_of: return Word::sum;
    case Token::count_of: return Word::count;
    case Token::any_of: return Word::any;
    case Token::all_of: return Word::all;
    case Token::first_of: return Word::first;
    case Token::list_of: return Word::list;
    case Token::up_to: return Word::up_to;
    case Token::before: return Word::before;
    case Token::below: return Word::below;
    case Token::from: return Word::from;
    case Token::over: return Word::over;
    case Token::half_up: return Word::half_up;
    case Token::half_even: return Word::half_even;
    case Token::half_down: return Word::half_down;
    case Token::down: return Word::down;
    case Token::up: return Word::up;
    case Token::ceiling: return Word::ceiling;
    case Token::floor: return Word::floor;
    default: return Word::none;
  }
}

}  // namespace remit::parse
