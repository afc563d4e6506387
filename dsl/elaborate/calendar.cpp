// Dates and periods.
#include <charconv>

#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;
using ast::Word;

namespace {
const Type kCount{.kind = TypeKind::count};
const Type kDate{.kind = TypeKind::date};

auto digits(std::string_view text) -> std::uint32_t {
  std::uint32_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}
}  // namespace

auto Elaborator::Implementation::period(const ast::Expr& e) -> Typed {
  const auto number = Number::parse(e.text);
  const auto n = number ? number.value().to_int64() : std::nullopt;
  if (!n || *n > 10'000'000)
    return report_wrong(Code::E0301, e.span, {"a whole number of days, months or years", e.text});
  if (e.word == Word::days) return constant(Value::integer(*n), {.kind = TypeKind::days}, e.span);
  return constant(Value::integer(e.word == Word::years ? *n * 12 : *n), {.kind = TypeKind::months}, e.span);
}

auto Elaborator::Implementation::as_date(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed value = narrowed(infer(e, env), env);
  if (value.wrong) return value;
  if (value.type.optional) return may_be_absent(e);
  if (value.type.kind == TypeKind::time) return {.node = node(Op::date_of, kDate, {value.node}, e.span), .type = kDate};
  if (value.type.kind != TypeKind::date) return report_wrong(Code::E0301, e.span, {"a date", name_of(value.type)});
  return value;
}

auto Elaborator::Implementation::month_ends(Span span) -> std::uint32_t {
  if (!month_ends_) {
    month_ends_ = static_cast<std::uint32_t>(MonthEnds::undeclared);
    for (const FlatDeclaration& flat : policy_.declarations) {
      if (const auto* ends = std::get_if<ast::MonthEnds>(&flat.declaration->body)) {
        month_ends_ = static_cast<std::uint32_t>(ends->rule == "last day"   ? MonthEnds::last_day
                                                 : ends->rule == "next day" ? MonthEnds::next_day
                                                                            : MonthEnds::error);
      }
    }
  }
  if (*month_ends_ == static_cast<std::uint32_t>(MonthEnds::undeclared)) report(Code::E0322, span);
  return *month_ends_;
}

auto Elaborator::Implementation::add_period(const Typed& date, const Typed& period, Op op, Span span) -> Typed {
  if (date.type.kind == TypeKind::time) {
    return report_wrong(Code::E0302, span, {"add", name_of(date.type), name_of(period.type)});
  }
  const NodeId signed_period = op == Op::subtract ? node(Op::negate, period.type, {period.node}, span) : period.node;
  if (period.type.kind == TypeKind::days) {
    return {.node = node(Op::add_days, kDate, {date.node, signed_period}, span), .type = kDate};
  }
  return {.node = node(Op::add_months, kDate, {date.node, signed_period}, span, month_ends(span)), .type = kDate};
}

auto Elaborator::Implementation::between(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed from = as_date(*e.operands[0], env);
  const Typed to = as_date(*e.operands[1], env);
  if (from.wrong || to.wrong) return wrong();
  if (e.word == Word::days) {
    if (e.text.empty()) {
      return report_wrong(Code::E0326, e.span, {text_of(*e.operands[1]), text_of(*e.operands[0])}, {},
                          Edit{{e.span.file, e.span.end, e.span.end}, " counting first"});
    }
    const Counting counting = e.text == "both"    ? Counting::both
                              : e.text == "first" ? Counting::first
                                                  : Counting::neither;
    const NodeId days =
        node(Op::days_between, kCount, {from.node, to.node}, e.span, static_cast<std::uint32_t>(counting));
    const Type type{.kind = TypeKind::days};
    return {.node = node(Op::days_period, type, {days}, e.span), .type = type};
  }
  const Type type{.kind = TypeKind::months};
  NodeId months = kNoNode;
  if (e.word == Word::months) {
    months = node(Op::months_between, kCount, {from.node, to.node}, e.span, month_ends(e.span));
  } else {
    const NodeId years = node(Op::years_between, kCount, {from.node, to.node}, e.span, month_ends(e.span));
    months = node(Op::multiply, kCount, {years, constant(Value(Number::whole(12)), kCount, e.span).node}, e.span);
  }
  return {.node = node(Op::months_period, type, {months}, e.span), .type = type};
}

auto Elaborator::Implementation::as_count(Typed value, Span span) -> Typed {
  if (value.type.kind != TypeKind::days && value.type.kind != TypeKind::months) return value;
  Type type = kCount;
  type.optional = value.type.optional;
  return {.node = node(Op::days_number, type, {value.node}, span), .type = type};
}

auto Elaborator::Implementation::age(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed birth = as_date(*e.operands[0], env);
  const Typed at = as_date(*e.operands[1], env);
  if (birth.wrong || at.wrong) return wrong();
  return {.node = node(Op::age, kCount, {birth.node, at.node}, e.span, month_ends(e.span)), .type = kCount};
}

// "07-01" as 701; calendar years begin on 101.
auto Elaborator::Implementation::month_day(const std::string& text) -> std::uint32_t {
  if (text.size() != 5) return 101;
  return digits(std::string_view(text).substr(0, 2)) * 100 + digits(std::string_view(text).substr(3));
}

auto Elaborator::Implementation::calendar(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed date = as_date(*e.operands[0], env);
  if (date.wrong) return date;
  const auto made = [&](Op op, Type type, std::uint32_t index) {
    return Typed{.node = node(op, type, {date.node}, e.span, index), .type = type};
  };
  if (e.kind == ExprKind::boundary) {
    if (e.word == Word::year) return made(e.flag ? Op::end_of_year : Op::start_of_year, kDate, month_day(e.text));
    return made(e.flag ? Op::end_of_month : Op::month_of, kDate, 0);
  }
  if (e.word == Word::year) return made(Op::year_of, kCount, month_day(e.text));
  return e.word == Word::month ? made(Op::month_of, kDate, 0) : made(Op::day_of, kCount, 0);
}

auto Elaborator::Implementation::period_record() -> Type {
  const auto field = [](std::string name, TypeKind kind) {
    return FieldType{.name = std::move(name), .code = {}, .labels = {}, .type = {.kind = kind}, .limits = {}};
  };
  return record_of({field("from", TypeKind::date), field("until", TypeKind::date), field("number", TypeKind::count)},
                   "period");
}

auto Elaborator::Implementation::each(const ast::Expr& e, const Environment& env) -> Typed {
  const std::size_t first = e.kind == ExprKind::every ? 1 : 0;
  std::vector<NodeId> operands;
  if (e.kind == ExprKind::every) {
    const Typed length = infer(*e.operands[0], env);
    if (length.wrong) return length;
    if (length.type.kind != TypeKind::days && length.type.kind != TypeKind::months) {
      return report_wrong(Code::E0301, e.operands[0]->span, {"a period", name_of(length.type)});
    }
    operands.push_back(length.node);
    if (length.type.kind == TypeKind::months) month_ends(e.span);
  }
  const Typed from = as_date(*e.operands[first], env);
  const Typed to = as_date(*e.operands[first + 1], env);
  if (from.wrong || to.wrong) return wrong();
  operands.push_back(from.node);
  operands.push_back(to.node);
  const Type type = list_of(period_record());
  const std::uint32_t unit = e.kind == ExprKind::every ? month_ends_.value_or(0)
                             : e.word == Word::day     ? 0
                             : e.word == Word::month   ? 1
                                                       : 2;
  return {.node = node(e.kind == ExprKind::every ? Op::every : Op::each, type, operands, e.span, unit), .type = type};
}

}  // namespace remit
