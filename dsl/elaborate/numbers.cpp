// Numbers: literals, arithmetic, rounding.
#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;

namespace {

auto inside(const ast::Expr& e) -> const ast::Expr& {
  return e.kind == ExprKind::parentheses ? inside(*e.operands[0]) : e;
}

bool is_percent(const ast::Expr& e) { return inside(e).kind == ExprKind::number && inside(e).text.back() == '%'; }

auto verb(ExprKind kind) -> std::string {
  switch (kind) {
    case ExprKind::add: return "add";
    case ExprKind::subtract: return "subtract";
    case ExprKind::multiply: return "multiply";
    default: return "divide";
  }
}

auto operation(ExprKind kind) -> Op {
  switch (kind) {
    case ExprKind::add: return Op::add;
    case ExprKind::subtract: return Op::subtract;
    case ExprKind::multiply: return Op::multiply;
    default: return Op::divide;
  }
}

bool is_period(const Type& type) { return type.kind == TypeKind::days || type.kind == TypeKind::months; }
bool is_moment(const Type& type) { return type.kind == TypeKind::date || type.kind == TypeKind::time; }

// The type of a product of two numbers, neither of them two amounts of money.
auto product_type(const Type& a, const Type& b) -> Type {
  if (a.kind == TypeKind::money) return {.kind = a.kind, .id = a.id};
  if (b.kind == TypeKind::money) return {.kind = b.kind, .id = b.id};
  if (a.kind == TypeKind::decimal || b.kind == TypeKind::decimal) return {.kind = TypeKind::decimal};
  if (a.kind == TypeKind::rate || b.kind == TypeKind::rate) return {.kind = TypeKind::rate};
  return {.kind = TypeKind::count};
}

}  // namespace

auto Elaborator::Implementation::number(const ast::Expr& e, const Type* expected) -> Typed {
  const auto value = literal(e);
  if (!value) return wrong();  // too long, which the parser told
  if (e.text.back() == '%') return constant(Value(*value), {.kind = TypeKind::rate}, e.span);
  if (expected != nullptr && expected->kind == TypeKind::money) {
    return constant(Value(*value), {.kind = TypeKind::money, .id = expected->id}, e.span);
  }
  if (expected != nullptr && expected->kind == TypeKind::rate) {
    if (!value->is_zero() && *value != Number::whole(1)) {
      // `85` was meant as 85 %, `0.85` too.
      const std::string percent = (*value * Number::whole(100)).to_string() + "%";
      const std::string meant = *value < Number::whole(1) ? percent : e.text + "%";
      return report_wrong(Code::E0310, e.span, {e.text, percent, meant}, {}, Edit{e.span, meant});
    }
    return constant(Value(*value), {.kind = TypeKind::rate}, e.span);
  }
  const bool decimal = !value->is_integer() || (expected != nullptr && expected->kind == TypeKind::decimal);
  return constant(Value(*value), {.kind = decimal ? TypeKind::decimal : TypeKind::count}, e.span);
}

auto Elaborator::Implementation::alike(const Exprs& operands, const Type* expected,
                                       const std::vector<Environment>& envs, Span span, std::optional<Typed> known)
    -> std::vector<Typed> {
  std::vector<Typed> values(operands.size());
  const auto env = [&](std::size_t i) -> const Environment& { return envs[envs.size() == 1 ? 0 : i]; };
  std::optional<Type> common;
  bool optional = expected != nullptr && expected->optional;
  bool failed = false;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (is_open(*operands[i], env(i))) continue;
    values[i] = i == 0 && known ? *known : narrowed(infer(*operands[i], env(i)), env(i));
    if (values[i].wrong) {
      failed = true;
      continue;
    }
    optional = optional || values[i].type.optional;
    Type plain{.kind = values[i].type.kind, .id = values[i].type.id};
    if (!common || fits(*common, plain))
      common = plain;
    else if (!fits(plain, *common)) {
      if (plain.kind == TypeKind::money && common->kind == TypeKind::money) {
        report(Code::E0304, operands[i]->span, {name_of(*common), name_of(plain)});
      } else {
        report(Code::E0301, operands[i]->span, {name_of(*common), name_of(plain)}, {},
               as_written(*operands[i], *common));
      }
      values[i] = wrong();
      failed = true;
    }
  }
  // `min(abs(1), 2.5)`: a bare number that is not whole makes the whole numbers beside it decimals.
  for (std::size_t i = 0; i < operands.size() && common && common->kind == TypeKind::count; ++i) {
    if (inside(*operands[i]).kind == ExprKind::none || !is_open(*operands[i], env(i))) continue;
    if (inside(*operands[i]).kind == ExprKind::name) continue;
    if (infer(*operands[i], env(i)).type.kind == TypeKind::decimal) common = Type{.kind = TypeKind::decimal};
  }
  if (!common && expected != nullptr && expected->kind != TypeKind::nothing)
    common = Type{.kind = expected->kind, .id = expected->id};
  if (!common && !failed) {
    // All open: bare numbers stand for themselves; members need one enum that has them all.
    for (std::size_t i = 0; i < operands.size() && !failed; ++i) {
      if (inside(*operands[i]).kind == ExprKind::none) continue;
      const Typed first = infer(*operands[i], env(i));
      failed = first.wrong;
      if (!common || common->kind == TypeKind::count) common = Type{.kind = first.type.kind, .id = first.type.id};
    }
    if (!common && !failed) {
      report(Code::E0309, span, {"none"});
      failed = true;
    }
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!common || failed) {
      // A name that nothing can be made of is told all the same.
      const ast::Expr& open = inside(*operands[i]);
      if (open.kind == ExprKind::name && is_open(open, env(i)) && !is_member_of_any_enum(open.text))
        unknown_name(open, env(i));
      if (!common || is_open(open, env(i))) values[i] = wrong();
      continue;
    }
    Type wanted = *common;
    wanted.optional = true;
    if (is_open(*operands[i], env(i)))
      values[i] = check(*operands[i], wanted, env(i));
    else
      values[i] = coerce(values[i], wanted, *operands[i]);
    failed = failed || values[i].wrong;
    if (!values[i].wrong && inside(*operands[i]).kind == ExprKind::none) values[i].type.optional = true;
  }
  return values;
}

auto Elaborator::Implementation::arithmetic(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed {
  return e.kind == ExprKind::add || e.kind == ExprKind::subtract ? additive(e, expected, env)
                                                                 : product(e, expected, env);
}

auto Elaborator::Implementation::additive(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed {
  const ast::Expr& left = *e.operands[0];
  const ast::Expr& right = *e.operands[1];
  if (inside(right).kind == ExprKind::points) {
    const Typed rate = check(left, {.kind = TypeKind::rate}, env);
    if (rate.wrong) return rate;
    const Number points = Number::parse(inside(right).text).value() * Number::decimal(1, 2);
    const Typed constant_points = constant(Value(points), {.kind = TypeKind::rate}, right.span);
    return {.node = node(operation(e.kind), {.kind = TypeKind::rate}, {rate.node, constant_points.node}, e.span),
            .type = {.kind = TypeKind::rate}};
  }
  // The left side alone tells whether this is about dates. It is elaborated once: sums may be deep.
  std::optional<Typed> known;
  if (!is_open(left, env)) {
    known = narrowed(infer(left, env), env);
    const Typed& start = *known;
    if (start.wrong) {
      if (!is_open(right, env)) infer(right, env);  // its own mistakes are told too
      return wrong();
    }
    if (is_moment(start.type)) {
      if (start.type.optional) return may_be_absent(left);
      const Typed period = narrowed(infer(right, env), env);
      if (period.wrong) return period;
      if (is_moment(period.type) && e.kind == ExprKind::subtract) {
        return report_wrong(Code::E0326, e.span, {text_of(left), text_of(right)}, {},
                            Edit{e.span, "(days from " + text_of(right) + " to " + text_of(left) + " counting first)"});
      }
      if (!is_period(period.type)) {
        return report_operator(Code::E0302, e, {verb(e.kind), name_of(start.type), name_of(period.type)});
      }
      if (period.type.optional) return may_be_absent(right);
      return add_period(start, period, operation(e.kind), e.span);
    }
    if (start.type.kind == TypeKind::rate && is_percent(right) && inside(left).kind != ExprKind::number) {
      const std::string& percent = inside(right).text;
      report(Code::W0312, right.span, {percent, percent.substr(0, percent.size() - 1)}, {},
             Edit{right.span, percent.substr(0, percent.size() - 1) + " points"});
    }
  }
  const std::vector<Typed> sides = alike({&left, &right}, expected, {env}, e.span, known);
  if (sides[0].wrong || sides[1].wrong) return wrong();
  if (e.kind == ExprKind::add && sides[1].type.kind == TypeKind::rate && is_percent(left) &&
      inside(right).kind != ExprKind::number) {
    const std::string points = inside(left).text.substr(0, inside(left).text.size() - 1);
    report(Code::W0312, left.span, {inside(left).text, points}, {},
           Edit{e.span, text_of(right) + " + " + points + " points"});
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (sides[i].type.optional) return may_be_absent(*e.operands[i]);
    if (!sides[i].type.numeric() && !is_period(sides[i].type)) {
      return report_operator(Code::E0302, e, {verb(e.kind), name_of(sides[0].type), name_of(sides[1].type)});
    }
  }
  return {.node = node(operation(e.kind), sides[0].type, {sides[0].node, sides[1].node}, e.span),
          .type = sides[0].type};
}

auto Elaborator::Implementation::product(const ast::Expr& e, const Type* /*expected*/, const Environment& env)
    -> Typed {
  std::array<Typed, 2> sides;
  for (std::size_t i = 0; i < 2; ++i) sides[i] = narrowed(infer(*e.operands[i], env), env);
  if (sides[0].wrong || sides[1].wrong) return wrong();
  for (std::size_t i = 0; i < 2; ++i) {
    if (sides[i].type.optional) return may_be_absent(*e.operands[i]);
  }
  // Days and months multiply amounts and rates by their number; a whole number multiplies them.
  for (std::size_t i = 0; i < 2 && e.kind == ExprKind::multiply; ++i) {
    if (is_period(sides[i].type) && sides[1 - i].type.numeric() && sides[1 - i].type.kind != TypeKind::count) {
      sides[i] = as_count(sides[i], e.operands[i]->span);
    }
  }
  if (e.kind == ExprKind::divide && is_period(sides[1].type) && sides[0].type.numeric())
    sides[1] = as_count(sides[1], e.operands[1]->span);
  const Type a = sides[0].type;
  const Type b = sides[1].type;
  const auto made_of = [&](Type type, NodeId left, NodeId right) {
    const Typed made{.node = node(operation(e.kind), type, {left, right}, e.span), .type = type};
    if (e.kind == ExprKind::divide) out.divisions.push_back({made.node, e.operands[1]->span});
    return made;
  };
  const auto made = [&](Type type) { return made_of(type, sides[0].node, sides[1].node); };
  const auto clash = [&] { return report_operator(Code::E0302, e, {verb(e.kind), name_of(a), name_of(b)}); };
  if (e.kind == ExprKind::multiply) {
    if (a.kind == TypeKind::money && b.kind == TypeKind::money) {
      return report_operator(Code::E0303, e, {},
                             {{NoteKind::is_type_here, e.operands[0]->span, {text_of(*e.operands[0]), name_of(a)}},
                              {NoteKind::is_type_here, e.operands[1]->span, {text_of(*e.operands[1]), name_of(b)}}});
    }
    if (is_period(a) && b.kind == TypeKind::count) return made(a);
    if (is_period(b) && a.kind == TypeKind::count) return made(b);
    return a.numeric() && b.numeric() ? made(product_type(a, b)) : clash();
  }
  if (is_period(a) && a == b) {
    const NodeId n = as_count(sides[0], e.operands[0]->span).node;
    const NodeId d = as_count(sides[1], e.operands[1]->span).node;
    return made_of({.kind = TypeKind::decimal}, n, d);
  }
  if (!a.numeric() || !b.numeric()) return clash();
  if (b.kind == TypeKind::money) {
    if (a.kind != TypeKind::money) return clash();
    return a.id == b.id ? made({.kind = TypeKind::decimal}) : report_operator(Code::E0304, e, {name_of(a), name_of(b)});
  }
  if (a.kind == TypeKind::money) return made(a);
  return made({.kind = a.kind == TypeKind::rate && b.kind == TypeKind::count ? TypeKind::rate : TypeKind::decimal});
}

auto Elaborator::Implementation::negate(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed {
  const ast::Expr& operand = *e.operands[0];
  const Typed value = narrowed(
      expected != nullptr && is_open(operand, env) ? check(operand, *expected, env) : infer(operand, env), env);
  if (value.wrong) return value;
  if (value.type.optional) return may_be_absent(operand);
  if (!value.type.numeric() && !is_period(value.type))
    return report_wrong(Code::E0301, operand.span, {"a number", name_of(value.type)});
  return {.node = node(Op::negate, value.type, {value.node}, e.span), .type = value.type};
}

auto Elaborator::Implementation::built_in(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed {
  const std::size_t count = e.operands.size();
  const auto wrong_count = [&](std::string name, std::string wanted) {
    return report_wrong(Code::E0314, e.span, {std::move(name), std::move(wanted), std::to_string(count)});
  };
  if (e.word == ast::Word::abs && count != 1) return wrong_count("abs", "1");
  if (e.word == ast::Word::clamp && count != 3) return wrong_count("clamp", "3");
  if (count == 0) return wrong_count(e.word == ast::Word::min ? "min" : "max", "1 …");
  const std::vector<Typed> values = alike(e.operands, expected, {env}, e.span);
  std::vector<NodeId> nodes;
  bool failed = false;  // each argument's own mistake is told
  for (std::size_t i = 0; i < count; ++i) {
    if (values[i].type.optional && !values[i].wrong) may_be_absent(*e.operands[i]);
    failed = failed || values[i].wrong || values[i].type.optional;
  }
  if (failed) return wrong();
  for (std::size_t i = 0; i < count; ++i) {
    const Type& type = values[i].type;
    if (!type.numeric() && !is_period(type) && !is_moment(type)) {
      return report_wrong(Code::E0301, e.operands[i]->span, {"a number, a date or a period", name_of(type)});
    }
    nodes.push_back(values[i].node);
  }
  const Type type = values[0].type;
  switch (e.word) {
    case ast::Word::abs: return {.node = node(Op::absolute, type, nodes, e.span), .type = type};
    case ast::Word::min: return {.node = node(Op::minimum, type, nodes, e.span), .type = type};
    case ast::Word::max: return {.node = node(Op::maximum, type, nodes, e.span), .type = type};
    default: {  // clamp(x, low, high)
      const NodeId raised = node(Op::maximum, type, {nodes[0], nodes[1]}, e.span);
      return {.node = node(Op::minimum, type, {raised, nodes[2]}, e.span), .type = type};
    }
  }
}

auto Elaborator::Implementation::mode_of(ast::Word word) -> Rounding {
  switch (word) {
    case ast::Word::half_up: return Rounding::half_up;
    case ast::Word::half_even: return Rounding::half_even;
    case ast::Word::half_down: return Rounding::half_down;
    case ast::Word::down: return Rounding::down;
    case ast::Word::up: return Rounding::up;
    case ast::Word::ceiling: return Rounding::ceiling;
    default: return Rounding::floor;
  }
}

auto Elaborator::Implementation::round_node(Typed value, Rounding mode, const Number& step, bool declared, Span span)
    -> Typed {
  auto& roundings = build.program.roundings;
  std::uint32_t index = 0;
  while (index < roundings.size() &&
         !(roundings[index].mode == mode && roundings[index].step == step && roundings[index].declared == declared)) {
    ++index;
  }
  if (index == roundings.size()) roundings.push_back({mode, step, declared});
  value.node = node(Op::round, value.type, {value.node}, span, index);
  return value;
}

auto Elaborator::Implementation::rounding(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed value = narrowed(infer(*e.operands[0], env), env);
  if (value.wrong) return value;
  if (!value.type.numeric()) return report_wrong(Code::E0301, e.operands[0]->span, {"a number", name_of(value.type)});
  const auto step = literal(*e.operands[1]);
  if (!step || step->sign() <= 0) return report_wrong(Code::E0323, e.operands[1]->span);
  return round_node(value, mode_of(e.word), *step, false, e.span);
}

}  // namespace remit
