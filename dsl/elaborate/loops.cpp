// Loops over lists: aggregates, running sums, groups.
#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;
using ast::Word;

namespace {
const Type kBoolean{.kind = TypeKind::boolean};

bool ordered(const Type& type) {
  return type.kind != TypeKind::record && type.kind != TypeKind::list && type.kind != TypeKind::element &&
         type.kind != TypeKind::nothing;
}
}  // namespace

// A list, or `1..n`. A derived list that has a `for each` of its own yields its elements.
auto Elaborator::Implementation::list_operand(const ast::Expr& e, const Environment& env) -> Typed {
  if (e.kind == ExprKind::parentheses) return list_operand(*e.operands[0], env);
  know_list(e);
  if (e.kind == ExprKind::range) {
    if (e.operands[0] == nullptr || e.operands[1] == nullptr)
      return report_wrong(Code::E0307, e.span, {"an open range"});
    const Type count{.kind = TypeKind::count};
    const Typed low = check(*e.operands[0], count, env);
    Typed high = check(*e.operands[1], count, env);
    if (low.wrong || high.wrong) return wrong();
    if (e.word == Word::open_above) {
      high.node = node(Op::subtract, count, {high.node, constant(Value(Number::whole(1)), count, e.span).node}, e.span);
    }
    const Type type = list_of(count);
    return elements_of({.node = node(Op::numbers, type, {low.node, high.node}, e.span), .type = type}, e.span);
  }
  const Typed list = narrowed(e.kind == ExprKind::over_last ? over_last(e, env) : infer(e, env), env);
  if (list.wrong) return list;
  if (list.type.kind != TypeKind::list) return report_wrong(Code::E0307, e.span, {name_of(list.type)});
  if (list.type.optional) return may_be_absent(e);
  return elements_of(list, e.span);
}

auto Elaborator::Implementation::elements_of(const Typed& list, Span span) -> Typed {
  const auto derived = derived_lists_.find(static_cast<std::uint32_t>(list.node));
  if (derived == derived_lists_.end()) return list;
  const auto id = static_cast<std::uint32_t>(derived->second);
  const Type type = list_of({.kind = TypeKind::element, .id = id});
  return {.node = node(Op::input_list, type, {}, span, id), .type = type};
}

auto Elaborator::Implementation::loop_variable(const Type& list, LocalId local, Span span) -> Typed {
  const Type element = element_type(list);
  return {.node = node(Op::local, element, {}, span, static_cast<std::uint32_t>(local)), .type = element};
}

auto Elaborator::Implementation::order_key(const ast::Expr* e, const Environment& env) -> NodeId {
  if (e == nullptr) return kNoNode;
  const Typed key = narrowed(infer(*e, env), env);
  if (key.wrong) return kNoNode;
  if (!ordered(key.type)) report(Code::E0321, e->span, {name_of(key.type)});
  return key.node;
}

auto Elaborator::Implementation::zero_of(const Type& type) const -> std::optional<Value> {
  if (type.numeric()) return Value(Number());
  if (type.kind == TypeKind::days || type.kind == TypeKind::months) return Value::integer(0);
  return std::nullopt;
}

auto Elaborator::Implementation::aggregate(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed {
  const ast::Expr& body = *e.operands[0];
  const Typed list = list_operand(*e.operands[1], env);
  if (list.wrong) return list;
  Loop loop{.local = build.new_local(), .list = list.node};
  Environment inner = env.with(e.text, loop_variable(list.type, loop.local, e.mark));
  if (e.operands[2] != nullptr) {
    const Typed when = condition(*e.operands[2], inner);
    if (when.wrong) return when;
    loop.when = when.node;
    inner = inner.knowing(facts_when(when.node, true));
  }
  if (e.operands[3] != nullptr) loop.order = order_key(e.operands[3], inner);

  Type type;
  Typed value;
  const bool of_each = body.kind == ExprKind::name && body.text == e.text;
  switch (e.word) {
    case Word::count:
      loop.kind = Loop::Kind::count;
      type = {.kind = TypeKind::count};
      if (!of_each) value = condition(body, inner);
      break;
    case Word::any:
    case Word::all:
      loop.kind = e.word == Word::any ? Loop::Kind::any : Loop::Kind::all;
      type = kBoolean;
      value = condition(body, inner);
      break;
    default: {
      const bool wants = expected != nullptr && is_open(body, inner) && expected->kind != TypeKind::list;
      value = narrowed(wants ? check(body, {.kind = expected->kind, .id = expected->id}, inner) : infer(body, inner),
                       inner);
      if (value.wrong) return value;
      value = whole(value, body.span).type.kind == TypeKind::record && value.type.kind != TypeKind::element
                  ? whole(value, body.span)
                  : value;
      type = value.type;
      if (type.optional && e.word != Word::list) return may_be_absent(body);
      if (e.word == Word::sum) {
        loop.kind = Loop::Kind::sum;
        const auto zero = zero_of(type);
        if (!zero) return report_wrong(Code::E0301, body.span, {"a number", name_of(type)});
        loop.zero = *zero;
      } else if (e.word == Word::list) {
        loop.kind = Loop::Kind::list;
        type = list_of(type);
      } else {
        loop.kind = e.word == Word::min   ? Loop::Kind::minimum
                    : e.word == Word::max ? Loop::Kind::maximum
                                          : Loop::Kind::first;
        if (e.word != Word::first && !ordered(type)) return report_wrong(Code::E0321, body.span, {name_of(type)});
        type.optional = true;
      }
    }
  }
  if (value.wrong) return value;
  loop.body = value.node;
  build.program.loops.push_back(std::move(loop));
  return {.node = node(Op::aggregate, type, {}, e.span, static_cast<std::uint32_t>(build.program.loops.size() - 1)),
          .type = type};
}

auto Elaborator::Implementation::running(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed list = list_operand(*e.operands[1], env);
  const Typed element = infer_element(*e.operands[3], env);
  if (list.wrong || element.wrong) return wrong();
  if (element.type != element_type(list.type)) {
    return report_wrong(Code::E0301, e.operands[3]->span, {"an element of the list", name_of(element.type)});
  }
  Loop loop{.kind = e.word == Word::up_to ? Loop::Kind::running_up_to : Loop::Kind::running_before,
            .local = build.new_local(),
            .list = list.node,
            .element = element.node};
  const Environment inner = env.with(e.text, loop_variable(list.type, loop.local, e.mark));
  const Typed body = narrowed(infer(*e.operands[0], inner), inner);
  if (body.wrong) return body;
  const auto zero = zero_of(body.type);
  if (!zero) return report_wrong(Code::E0301, e.operands[0]->span, {"a number", name_of(body.type)});
  if (body.type.optional) return may_be_absent(*e.operands[0]);
  loop.body = body.node;
  loop.zero = *zero;
  loop.order = order_key(e.operands[2], inner);
  build.program.loops.push_back(std::move(loop));
  return {.node = node(Op::running, body.type, {}, e.span, static_cast<std::uint32_t>(build.program.loops.size() - 1)),
          .type = body.type};
}

auto Elaborator::Implementation::group(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed list = list_operand(*e.operands[0], env);
  if (list.wrong) return list;
  Loop loop{.kind = Loop::Kind::group, .local = build.new_local(), .list = list.node};
  const Environment inner = env.with(e.text, loop_variable(list.type, loop.local, e.mark));
  const Typed key = whole(narrowed(infer(*e.operands[1], inner), inner), e.operands[1]->span);
  if (key.wrong) return key;
  loop.body = key.node;
  build.program.loops.push_back(std::move(loop));
  const auto field = [](std::string name, Type type) {
    return FieldType{.name = std::move(name), .code = {}, .labels = {}, .type = type, .limits = {}};
  };
  const Type type = list_of(record_of({field("key", key.type), field("items", list.type)}, "group"));
  return {.node = node(Op::group, type, {}, e.span, static_cast<std::uint32_t>(build.program.loops.size() - 1)),
          .type = type};
}

}  // namespace remit
