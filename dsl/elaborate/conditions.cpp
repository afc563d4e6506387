// Conditions: logic, comparison, membership, presence; and what they tell of optionals on the paths behind them.
#include <algorithm>

#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;
using ast::Word;

namespace {

const Type kBoolean{.kind = TypeKind::boolean};

auto comparison_op(Word word) -> Op {
  switch (word) {
    case Word::equal: return Op::equal;
    case Word::not_equal: return Op::not_equal;
    case Word::less: return Op::less;
    case Word::less_equal: return Op::less_equal;
    case Word::greater: return Op::greater;
    default: return Op::greater_equal;
  }
}

}  // namespace

auto Elaborator::Implementation::condition(const ast::Expr& e, const Environment& env) -> Typed {
  return check(e, kBoolean, env);
}

auto Elaborator::Implementation::facts_when(NodeId condition, bool holds) const -> std::vector<NodeId> {
  std::vector<NodeId> facts;
  if (condition == kNoNode) return facts;
  const Node& n = build.at(condition);
  const NodeId* operands = build.program.operands_of(n);
  const auto add = [&](NodeId id, bool what) {
    const auto more = facts_when(id, what);
    facts.insert(facts.end(), more.begin(), more.end());
  };
  switch (n.op) {
    case Op::is_present:
      if (!holds) break;
      // Where a field is there, so is the record that it was read from.
      for (NodeId id = operands[0]; id != kNoNode;) {
        facts.push_back(id);
        const Node& read = build.at(id);
        id = read.op == Op::field || read.op == Op::element_field ? build.program.operands_of(read)[0] : kNoNode;
      }
      break;
    case Op::input:
    case Op::element_field:
      if (holds) facts.push_back(condition);  // whether an optional record of the input is there
      break;
    case Op::logical_not: add(operands[0], !holds); break;
    case Op::logical_and:
      if (holds) {
        add(operands[0], true);
        add(operands[1], true);
      }
      break;
    case Op::logical_or:
      if (!holds) {
        add(operands[0], false);
        add(operands[1], false);
      }
      break;
    default: break;
  }
  return facts;
}

auto Elaborator::Implementation::logical(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed left = condition(*e.operands[0], env);
  if (e.kind == ExprKind::logical_not) return left.wrong ? left : boolean(negated(left.node, e.span));
  const bool conjunction = e.kind == ExprKind::logical_and;
  const Typed right = condition(*e.operands[1], left.wrong ? env : env.knowing(facts_when(left.node, conjunction)));
  if (left.wrong || right.wrong) return wrong();
  return boolean(node(conjunction ? Op::logical_and : Op::logical_or, kBoolean, {left.node, right.node}, e.span));
}

bool Elaborator::Implementation::comparable(const Type& a, const Type& b) const { return fits(a, b) || fits(b, a); }

auto Elaborator::Implementation::compare_nodes(Word word, const Typed& a, const Typed& b, Span span) -> NodeId {
  return node(comparison_op(word), kBoolean, {a.node, b.node}, span);
}

auto Elaborator::Implementation::comparison(const ast::Expr& e, const Environment& env) -> Typed {
  std::vector<Typed> sides = alike(e.operands, nullptr, {env}, e.span);
  if (sides[0].wrong || sides[1].wrong) return wrong();
  for (std::size_t i = 0; i < 2; ++i) {
    sides[i] = whole(sides[i], e.operands[i]->span);
    const bool absent_counts = env.in_test && (e.word == Word::equal || e.word == Word::not_equal);
    if (sides[i].type.optional && !absent_counts) return may_be_absent(*e.operands[i]);
  }
  if (e.word != Word::equal && e.word != Word::not_equal && !sides[0].type.ordered()) {
    return report_operator(Code::E0321, e, {name_of(sides[0].type)});
  }
  if (sides[0].type.kind == TypeKind::list)
    return report_operator(Code::E0320, e, {name_of(sides[0].type), name_of(sides[1].type)});
  return boolean(compare_nodes(e.word, sides[0], sides[1], e.span));
}

auto Elaborator::Implementation::in_range(const Typed& value, const ast::Expr& range, const Environment& env)
    -> NodeId {
  NodeId result = kNoNode;
  for (std::size_t i = 0; i < 2; ++i) {
    const ast::Expr* end = range.operands[i];
    if (end == nullptr) continue;
    Type wanted{.kind = value.type.kind, .optional = true, .id = value.type.id};
    const Typed bound = narrowed(check(*end, wanted, env), env);
    if (bound.wrong) return kNoNode;
    const Word word = i == 0 ? Word::greater_equal : range.word == Word::open_above ? Word::less : Word::less_equal;
    NodeId holds = compare_nodes(word, value, bound, range.span);
    if (bound.type.optional) {  // an absent end leaves its side open
      const NodeId absent = negated(node(Op::is_present, kBoolean, {bound.node}, end->span), end->span);
      holds = node(Op::logical_or, kBoolean, {absent, holds}, range.span);
    }
    result = both(result, holds, range.span);
  }
  return result == kNoNode ? constant(Value::boolean(true), kBoolean, range.span).node : result;
}

auto Elaborator::Implementation::membership(const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Expr& left = *e.operands[0];
  const ast::Expr* right = e.operands[1];
  while (right->kind == ExprKind::parentheses) right = right->operands[0];
  if (e.kind == ExprKind::starts_with) {
    const Typed text = check(left, {.kind = TypeKind::text}, env);
    const Typed prefix = check(*right, {.kind = TypeKind::text}, env);
    if (text.wrong || prefix.wrong) return wrong();
    return boolean(node(Op::starts_with, kBoolean, {text.node, prefix.node}, e.span));
  }
  Typed value = wrong();
  std::optional<Typed> list;
  const auto value_type = [&](const Type& of) {
    const Type element = element_type(of);
    return is_plain_element(element) ? build.program.at(ListId{element.id}).element : element;
  };
  if (is_open(left, env)) {
    // `employee in schemes`, `3 in 1..5`: the right side tells the type.
    if (right->kind != ExprKind::range && right->kind != ExprKind::list) {
      list = list_operand(*right, env);
      if (list->wrong) return wrong();
      value = check(left, value_type(list->type), env);
    } else {
      value = infer(left, env);
    }
  } else {
    value = whole(narrowed(infer(left, env), env), left.span);
  }
  if (value.wrong) return wrong();
  if (value.type.optional) return may_be_absent(left);
  if (right->kind == ExprKind::range) {
    if (!value.type.ordered()) return report_wrong(Code::E0321, left.span, {name_of(value.type)});
    const NodeId holds = in_range(value, *right, env);
    return holds == kNoNode ? wrong() : boolean(holds);
  }
  if (right->kind == ExprKind::list) {
    NodeId any = kNoNode;
    for (const ast::Expr* one : right->operands) {
      const Typed element = check(*one, value.type, env);
      if (element.wrong) return wrong();
      const NodeId equal = compare_nodes(Word::equal, value, element, one->span);
      any = any == kNoNode ? equal : node(Op::logical_or, kBoolean, {any, equal}, e.span);
    }
    return any == kNoNode ? constant(Value::boolean(false), kBoolean, e.span) : boolean(any);
  }
  if (!list) list = list_operand(*right, env);
  if (list->wrong) return wrong();
  if (!comparable(value.type, value_type(list->type))) {
    return report_operator(Code::E0320, e, {name_of(value.type), name_of(element_type(list->type))});
  }
  return boolean(node(Op::contains, kBoolean, {list->node, value.node}, e.span));
}

// Whether an optional is there, as a boolean node; a record of the input has a slot of its own for that.
auto Elaborator::Implementation::presence_of(const Typed& value, Span span) -> NodeId {
  if (!value.whole() && value.node != kNoNode) return value.node;
  if (value.node == kNoNode || !build.at(value.node).type.optional) {
    if (value.node == kNoNode) return constant(Value::boolean(true), kBoolean, span).node;
  }
  return node(Op::is_present, kBoolean, {value.node}, span);
}

auto Elaborator::Implementation::presence(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed value = infer(*e.operands[0], env);
  if (value.wrong) return value;
  const NodeId present = presence_of(value, e.span);
  return boolean(e.kind == ExprKind::is_present ? present : negated(present, e.span));
}

auto Elaborator::Implementation::conditional(const ast::Expr& e, const Type* expected, const Environment& env)
    -> Typed {
  const Typed test = condition(*e.operands[0], env);
  const Environment then_env = test.wrong ? env : env.knowing(facts_when(test.node, true));
  const Environment else_env = test.wrong ? env : env.knowing(facts_when(test.node, false));
  std::vector<Typed> branches = alike({e.operands[1], e.operands[2]}, expected, {then_env, else_env}, e.span);
  if (test.wrong || branches[0].wrong || branches[1].wrong) return wrong();
  for (std::size_t i = 0; i < 2; ++i) branches[i] = whole(branches[i], e.operands[i + 1]->span);
  Type type = branches[0].type;
  type.optional = branches[0].type.optional || branches[1].type.optional;
  return {.node = node(Op::conditional, type, {test.node, branches[0].node, branches[1].node}, e.span), .type = type};
}

// `a or else b`: b takes a's type; the whole is there where b is.
auto Elaborator::Implementation::alternative(const ast::Expr& e, const Type* expected, const Environment& env)
    -> Typed {
  const ast::Expr& left = *e.operands[0];
  Typed value = is_open(left, env) && expected != nullptr
                    ? check(left, {.kind = expected->kind, .optional = true, .id = expected->id}, env)
                    : infer(left, env);
  if (value.wrong) {
    if (!is_open(*e.operands[1], env)) infer(*e.operands[1], env);
    return value;
  }
  value = whole(value, left.span);
  Type wanted = value.type;
  wanted.optional = true;
  const Typed fallback = narrowed(check(*e.operands[1], wanted, env), env);
  if (fallback.wrong) return fallback;
  Type type = value.type;
  const ast::Expr* right = e.operands[1];
  while (right->kind == ExprKind::parentheses) right = right->operands[0];
  type.optional = value.type.optional && (fallback.type.optional || right->kind == ExprKind::none);
  return {.node = node(Op::or_else, type, {value.node, fallback.node}, e.span), .type = type};
}

}  // namespace remit
