// Expressions: what kind they are, and how a value fits where it is wanted.
#include <algorithm>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "dsl/format/expression.h"
#include "engine/text/nearest.h"

namespace remit {

using ast::ExprKind;

auto Elaborator::Implementation::source(Span span) -> SourceId {
  out.spans.push_back(span);
  return SourceId{static_cast<std::uint32_t>(out.spans.size() - 1)};
}

auto Elaborator::Implementation::node(Op op, Type type, std::initializer_list<NodeId> operands, Span span,
                                      std::uint32_t index) -> NodeId {
  return build.node(op, type, operands, index, source(span));
}

auto Elaborator::Implementation::node(Op op, Type type, const std::vector<NodeId>& operands, Span span,
                                      std::uint32_t index) -> NodeId {
  return build.node(op, type, operands, index, source(span));
}

auto Elaborator::Implementation::constant(Value value, Type type, Span span) -> Typed {
  return {.node = build.constant(std::move(value), type, source(span)), .type = type};
}

void Elaborator::Implementation::report(Code code, Span span, std::vector<std::string> arguments,
                                        std::vector<Note> notes, std::optional<Edit> edit, std::vector<Span> operands) {
  // A declaration may be elaborated for several services and dates; its mistakes are told once.
  std::string key = std::to_string(static_cast<int>(code)) + ':' +
                    std::to_string(static_cast<std::uint32_t>(span.file)) + ':' + std::to_string(span.begin) + ':' +
                    std::to_string(span.end);
  if (code == Code::E0401) key += ':' + arguments.front();  // two circles may begin at one rule
  if (seen_problems_.insert(std::move(key)).second) {
    problems.push_back({code, span, std::move(arguments), std::move(notes), std::move(edit), std::move(operands)});
  }
}

auto Elaborator::Implementation::report_wrong(Code code, Span span, std::vector<std::string> arguments,
                                              std::vector<Note> notes, std::optional<Edit> edit) -> Typed {
  report(code, span, std::move(arguments), std::move(notes), std::move(edit));
  return wrong();
}

auto Elaborator::Implementation::report_operator(Code code, const ast::Expr& e, std::vector<std::string> arguments,
                                                 std::vector<Note> notes) -> Typed {
  report(code, e.mark, std::move(arguments), std::move(notes), std::nullopt,
         {e.operands[0]->span, e.operands[1]->span});
  return wrong();
}

// `"retired"` for a member, `110000` for a text: quotes too many, or too few.
namespace {

// `2024/01/31`, which is read as two divisions.
auto slashed_date(const ast::Expr& e) -> std::optional<std::string> {
  const auto is_number = [](const ast::Expr& one) { return one.kind == ExprKind::number; };
  if (e.kind != ExprKind::divide || e.operands[0]->kind != ExprKind::divide) return std::nullopt;
  const ast::Expr &year = *e.operands[0]->operands[0], &month = *e.operands[0]->operands[1], &day = *e.operands[1];
  if (!is_number(year) || !is_number(month) || !is_number(day)) return std::nullopt;
  const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  const std::string date = year.text + "-" + two(month.text) + "-" + two(day.text);
  return parse_date(date) ? std::optional(date) : std::nullopt;
}

}  // namespace

auto Elaborator::Implementation::as_written(const ast::Expr& e, const Type& expected) const -> std::optional<Edit> {
  if (e.kind == ExprKind::text && expected.kind == TypeKind::enumeration && member_of_enum(expected, e.text)) {
    return Edit{e.span, e.text};
  }
  const bool digits = e.kind == ExprKind::number && e.text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && expected.kind == TypeKind::text) return Edit{e.span, "\"" + e.text + "\""};
  if (const std::optional<std::string> date = slashed_date(e); date && expected.kind == TypeKind::date)
    return Edit{e.span, *date};
  return std::nullopt;
}

auto Elaborator::Implementation::may_be_absent(const ast::Expr& e) -> Typed {
  const bool primary = e.kind == ExprKind::name || e.kind == ExprKind::member || e.kind == ExprKind::index ||
                       e.kind == ExprKind::call || e.kind == ExprKind::built_in || e.kind == ExprKind::parentheses;
  const std::string text = text_of(e);
  return report_wrong(Code::E0305, e.span, {text, primary ? text : "(" + text + ")"});
}

auto Elaborator::Implementation::text_of(const ast::Expr& e) const -> std::string { return print_expression(e); }

auto Elaborator::Implementation::literal(const ast::Expr& e) -> std::optional<Number> {
  switch (e.kind) {
    case ExprKind::parentheses: return literal(*e.operands[0]);
    case ExprKind::negate: {
      const auto n = literal(*e.operands[0]);
      return n ? std::optional(-*n) : std::nullopt;
    }
    case ExprKind::money: return Number::parse(e.text).value();
    case ExprKind::number: {
      const bool percent = e.text.back() == '%';
      const auto n = Number::parse(percent ? e.text.substr(0, e.text.size() - 1) : e.text);
      if (!n) return std::nullopt;
      return percent ? n.value() * Number::decimal(1, 2) : n.value();
    }
    default: return std::nullopt;
  }
}

auto Elaborator::Implementation::infer(const ast::Expr& e, const Environment& env) -> Typed {
  switch (e.kind) {
    case ExprKind::number: return number(e, nullptr);
    case ExprKind::text: return constant(Value::text(e.text), {.kind = TypeKind::text}, e.span);
    case ExprKind::date:
      return constant(Value::integer(parse_date(e.text).value_or(0)), {.kind = TypeKind::date}, e.span);
    case ExprKind::time:
      return constant(Value::integer(parse_time(e.text).value_or(0)), {.kind = TypeKind::time}, e.span);
    case ExprKind::boolean:
      return constant(Value::boolean(e.word == ast::Word::yes), {.kind = TypeKind::boolean}, e.span);
    case ExprKind::none: return report_wrong(Code::E0309, e.span, {"none"});
    case ExprKind::period: return period(e);
    case ExprKind::money: {
      const auto type = currency(e.operands[0]->text);
      if (!type && e.operands[0]->text == "percent")
        return report_wrong(Code::E0125, e.span, {text_of(e), e.text + "%"}, {}, Edit{e.span, e.text + "%"});
      if (!type) return report_wrong(Code::E0308, e.operands[0]->span, {e.operands[0]->text, ""});
      return constant(Value(Number::parse(e.text).value()), *type, e.span);
    }
    case ExprKind::points: return report_wrong(Code::E0311, e.span);
    case ExprKind::name: {
      if (const auto found = resolve_name(e, env))
        return is_plain_element(found->type) ? whole(*found, e.span) : *found;
      return enum_with({e.text}) ? check(e, *enum_with({e.text}), env) : unknown_name(e, env);
    }
    case ExprKind::left:
      return env.left.node == kNoNode ? (env.left.wrong ? wrong() : report_wrong(Code::E0317, e.span)) : env.left;
    case ExprKind::rate: return env.rate.node == kNoNode ? report_wrong(Code::E0318, e.span) : env.rate;
    case ExprKind::governing_date: return {.node = env.date, .type = {.kind = TypeKind::date}};
    case ExprKind::member: return member(e, env);
    case ExprKind::index: return index(e, env);
    case ExprKind::call: return call(e, env);
    case ExprKind::built_in: return built_in(e, nullptr, env);
    case ExprKind::record: return record_literal(e, nullptr, env);
    case ExprKind::with: return with(e, env);
    case ExprKind::list: return list_literal(e, nullptr, env);
    case ExprKind::condition: return conditional(e, nullptr, env);
    case ExprKind::logical_or:
    case ExprKind::logical_and:
    case ExprKind::logical_not: return logical(e, env);
    case ExprKind::compare: return comparison(e, env);
    case ExprKind::in:
    case ExprKind::starts_with: return membership(e, env);
    case ExprKind::range: return list_operand(e, env);
    case ExprKind::is_present:
    case ExprKind::is_absent: return presence(e, env);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide: return arithmetic(e, nullptr, env);
    case ExprKind::negate: return negate(e, nullptr, env);
    case ExprKind::or_else: return alternative(e, nullptr, env);
    case ExprKind::as_of: return as_of(e, env);
    case ExprKind::after_case: return after_case(e, env);
    case ExprKind::over_last: return sum_over_last(e, env);
    case ExprKind::aggregate: return aggregate(e, nullptr, env);
    case ExprKind::running: return running(e, env);
    case ExprKind::group: return group(e, env);
    case ExprKind::round: return rounding(e, env);
    case ExprKind::slice: return slice(e, env);
    case ExprKind::between: return between(e, env);
    case ExprKind::age: return age(e, env);
    case ExprKind::calendar:
    case ExprKind::boundary: return calendar(e, env);
    case ExprKind::each:
    case ExprKind::every: return each(e, env);
    case ExprKind::parentheses: return infer(*e.operands[0], env);
    case ExprKind::any_value:
    case ExprKind::otherwise:
    case ExprKind::bound:
    case ExprKind::beyond:
    case ExprKind::choice: return report_wrong(Code::E0337, e.span, {text_of(e), "tables"});
  }
  return wrong();
}

// An element of a list of plain values stands for its value, except before a dot and where an element is asked for.
bool Elaborator::Implementation::is_plain_element(const Type& type) const {
  return type.kind == TypeKind::element && build.program.at(ListId{type.id}).element.kind != TypeKind::record;
}

auto Elaborator::Implementation::infer_element(const ast::Expr& e, const Environment& env) -> Typed {
  if (e.kind == ExprKind::name) {
    if (const auto found = resolve_name(e, env)) return *found;
  }
  return infer(e, env);
}

auto Elaborator::Implementation::check(const ast::Expr& e, const Type& expected, const Environment& env) -> Typed {
  switch (e.kind) {
    case ExprKind::parentheses: return check(*e.operands[0], expected, env);
    case ExprKind::number: return coerce(number(e, &expected), expected, e);
    case ExprKind::none:
      if (!expected.optional) return report_wrong(Code::E0301, e.span, {name_of(expected), "none"});
      return constant(Value(), expected, e.span);
    case ExprKind::name: {
      if (expected.kind != TypeKind::enumeration) break;
      const auto found = member_of_enum(expected, e.text);
      auto named = resolve_name(e, env);
      const bool usable = named && (named->wrong || named->type.kind == TypeKind::enumeration);
      if (found && named && usable && !named->wrong) {
        return report_wrong(Code::E0325, e.span,
                            {e.text, name_of({.kind = expected.kind, .id = expected.id}), "a name in sight"}, {},
                            Edit{e.span, name_of({.kind = expected.kind, .id = expected.id}) + "." + e.text});
      }
      if (found) {
        return constant(Value::integer(*found), {.kind = TypeKind::enumeration, .id = expected.id}, e.span);
      }
      if (named) return coerce(*named, expected, e);
      std::vector<std::string> members = names_in_sight(env);
      for (const EnumMember& m : build.program.types.at(EnumId{expected.id}).members) members.push_back(m.name);
      const std::string near = nearest_name(e.text, members);
      return report_wrong(Code::E0324, e.span, {e.text, name_of({.kind = expected.kind, .id = expected.id}), near}, {},
                          near.empty() ? std::nullopt : std::optional(Edit{e.span, near}));
    }
    case ExprKind::record: return coerce(record_literal(e, &expected, env), expected, e);
    case ExprKind::list: return coerce(list_literal(e, &expected, env), expected, e);
    case ExprKind::condition: return coerce(conditional(e, &expected, env), expected, e);
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide: return coerce(arithmetic(e, &expected, env), expected, e);
    case ExprKind::negate: return coerce(negate(e, &expected, env), expected, e);
    case ExprKind::or_else: return coerce(alternative(e, &expected, env), expected, e);
    case ExprKind::built_in: return coerce(built_in(e, &expected, env), expected, e);
    case ExprKind::aggregate: return coerce(aggregate(e, &expected, env), expected, e);
    default: break;
  }
  return coerce(infer(e, env), expected, e);
}

bool Elaborator::Implementation::fits(const Type& actual, const Type& expected) const {
  const Type plain{.kind = actual.kind, .id = actual.id};
  if (plain == Type{.kind = expected.kind, .id = expected.id}) return true;
  if (expected.kind == TypeKind::decimal) return actual.kind == TypeKind::count || actual.kind == TypeKind::rate;
  if (expected.kind == TypeKind::rate) return actual.kind == TypeKind::decimal;
  if (expected.kind == TypeKind::record && actual.kind == TypeKind::element) {
    const Type element = build.program.at(ListId{actual.id}).element;
    return element.kind == TypeKind::record && element.id == expected.id;
  }
  if (expected.kind == TypeKind::list && actual.kind == TypeKind::list) {
    return fits(element_type(actual), element_type(expected));
  }
  return false;
}

auto Elaborator::Implementation::coerce(Typed value, const Type& expected, const ast::Expr& e) -> Typed {
  if (value.wrong || expected.kind == TypeKind::nothing) return value;
  if (expected.kind == TypeKind::count) value = as_count(value, e.span);
  if (!fits(value.type, expected)) {
    if (value.type.kind == TypeKind::money && expected.kind == TypeKind::money) {
      return report_wrong(Code::E0304, e.span,
                          {name_of(expected), name_of({.kind = value.type.kind, .id = value.type.id})});
    }
    return report_wrong(Code::E0301, e.span, {name_of({.kind = expected.kind, .id = expected.id}), name_of(value.type)},
                        {}, as_written(e, expected));
  }
  if (value.type.optional && !expected.optional) return may_be_absent(e);
  const bool was_optional = value.type.optional;
  if (expected.kind == TypeKind::record) value = whole(value, e.span);
  if (expected.kind != TypeKind::list) value.type = expected;
  value.type.optional = was_optional;
  return value;
}

// The record of the input, or the element, as one value.
auto Elaborator::Implementation::whole(const Typed& value, Span span) -> Typed {
  if (value.wrong) return value;
  if (!value.whole()) {
    std::vector<NodeId> fields;
    for (const InputShape& child : value.shape->children)
      fields.push_back(whole(shape_value(child, value.element, false), span).node);
    Type type = value.shape->field.type;
    type.optional = false;
    NodeId record = node(Op::make_record, type, fields, span);
    if (value.shape->field.type.optional && value.node != kNoNode) {
      Type optional = type;
      optional.optional = true;
      record = node(Op::conditional, optional, {value.node, record, constant(Value(), optional, span).node}, span);
    }
    Type result = type;
    result.optional = value.type.optional;
    return {.node = record, .type = result};
  }
  if (value.type.kind != TypeKind::element) return value;
  const ListId list{value.type.id};
  const Type element = build.program.at(list).element;
  if (build.program.at(list).derived != kNoNode || element.kind != TypeKind::record) {
    return {.node = node(Op::element_value, element, {value.node}, span), .type = element};
  }
  std::vector<NodeId> fields;
  for (const InputShape& child : list_shapes_[value.type.id]->children) {
    fields.push_back(whole(shape_value(child, value.node, false), span).node);
  }
  return {.node = node(Op::make_record, element, fields, span), .type = element};
}

auto Elaborator::Implementation::narrowed(Typed value, const Environment& env) const -> Typed {
  if (value.whole() && value.type.kind == TypeKind::nothing)
    return wrong();  // its type could not be read, which was told
  if (value.type.optional && std::ranges::find(env.present, value.node) != env.present.end()) {
    value.type.optional = false;
  }
  return value;
}

auto Elaborator::Implementation::both(NodeId a, NodeId b, Span span) -> NodeId {
  if (a == kNoNode) return b;
  if (b == kNoNode) return a;
  return node(Op::logical_and, {.kind = TypeKind::boolean}, {a, b}, span);
}

auto Elaborator::Implementation::negated(NodeId a, Span span) -> NodeId {
  return node(Op::logical_not, {.kind = TypeKind::boolean}, {a}, span);
}

}  // namespace remit
