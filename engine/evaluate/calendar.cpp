#include "engine/evaluate/calendar.h"

#include <optional>
#include <string>

#include "engine/evaluate/arithmetic.h"
#include "engine/value/date.h"

namespace remit {
namespace {

// Month × 100 + day in which years begin.
struct YearStart {
  int month, day;
  explicit YearStart(const Node& node)
      : month(static_cast<int>(node.index) / 100), day(static_cast<int>(node.index) % 100) {}
};

auto date(Evaluator& e, const Node& node, std::int64_t days) -> Value {
  return in_calendar(days) ? Value::integer(days) : e.fail(node, ErrorCode::E0919);
}

auto add_days(Evaluator& e, const Node& node, std::int64_t from, std::int64_t days) -> Value {
  std::int64_t to = 0;
  if (__builtin_add_overflow(from, days, &to)) return e.fail(node, ErrorCode::E0919);
  return date(e, node, to);
}

auto operand_text(Evaluator& e, const Node& node, std::uint32_t i, std::int64_t value) -> std::string {
  return e.print(Value::integer(value), e.program().operands_of(node)[i]);
}

auto plus_months(Evaluator& e, const Node& node, std::int64_t from, std::int64_t months) -> Value {
  const auto to = add_months(from, months, static_cast<MonthEnds>(node.index));
  if (to) return Value::integer(*to);
  return e.fail(node, ErrorCode::E0918, {operand_text(e, node, 0, from), std::to_string(months)});
}

// A whole count of months or years, or the error of a month that does not have the day.
auto counted(Evaluator& e, const Node& node, std::optional<std::int64_t> count, std::int64_t from, std::int64_t to)
    -> Value {
  if (count) return Number::whole(*count);
  return e.fail(node, ErrorCode::E0928, {operand_text(e, node, 0, from), operand_text(e, node, 1, to)});
}

auto period_of(Evaluator& e, const Node& node, const Number& length) -> Value {
  const auto whole = length.to_int64();
  return whole ? Value::integer(*whole) : e.fail(node, ErrorCode::E0922, {length.to_string()});
}

auto of_two(Evaluator& e, const Node& node, std::int64_t a, std::int64_t b) -> Value {
  const auto ends = static_cast<MonthEnds>(node.index);
  switch (node.op) {
    case Op::add_days: return add_days(e, node, a, b);
    case Op::add_months: return plus_months(e, node, a, b);
    case Op::days_between: return Number::whole(days_between(a, b, static_cast<Counting>(node.index)));
    case Op::months_between: return counted(e, node, months_between(a, b, ends), a, b);
    default: return counted(e, node, age_at(a, b, ends), a, b);  // years_between, age
  }
}

auto of_date(Evaluator& e, const Node& node, std::int64_t day) -> Value {
  const YearStart start(node);
  switch (node.op) {
    case Op::year_of: return Number::whole(year_of(day, start.month, start.day));
    case Op::start_of_year: return date(e, node, start_of_year(day, start.month, start.day));
    case Op::end_of_year: return date(e, node, end_of_year(day, start.month, start.day));
    case Op::month_of: return Value::integer(start_of_month(day));
    case Op::end_of_month: return Value::integer(end_of_month(day));
    case Op::day_of: return Number::whole(civil_from_days(day).day);
    case Op::month_number: return Number::whole(civil_from_days(day).month);
    case Op::date_of: return Value::integer(date_of_time(day));
    default: return Number::whole(day);  // days_number
  }
}

}  // namespace

auto evaluate_calendar(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value a = e.eval(operands[0]);
  const Value b = node.operand_count > 1 ? e.eval(operands[1]) : Value();
  if (!is_there(a) || (node.operand_count > 1 && !is_there(b))) return Value::failed();
  if (a.tag() == Value::Tag::number) return period_of(e, node, a.as_number());  // days_period, months_period
  if (node.operand_count > 1) return of_two(e, node, a.as_integer(), b.as_integer());
  return of_date(e, node, a.as_integer());
}

}  // namespace remit
