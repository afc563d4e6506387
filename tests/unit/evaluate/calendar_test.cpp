#include "engine/evaluate/calendar.h"

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

auto of(Op op, Type result, const std::vector<std::pair<Value, Type>>& operands, std::uint32_t index = 0)
    -> std::string {
  Policy p;
  std::vector<NodeId> nodes;
  for (const auto& [value, type] : operands) nodes.push_back(p.b.constant(value, type, {}));
  p.gives("r", p.rule("r", p.op(op, result, nodes, index)));
  Settling run(p);
  const std::string text = run.text();
  if (text[0] == 'E' || result.kind != TypeKind::date) return text;
  return print_date(run.settle().outputs[0].value.as_integer());
}
auto day_of(const char* text) -> std::pair<Value, Type> { return {date(text), kDate}; }
auto days(std::int64_t n) -> std::pair<Value, Type> { return {Value::integer(n), kDays}; }
auto months(std::int64_t n) -> std::pair<Value, Type> { return {Value::integer(n), kMonths}; }
constexpr auto kLast = static_cast<std::uint32_t>(MonthEnds::last_day);
constexpr auto kNext = static_cast<std::uint32_t>(MonthEnds::next_day);
constexpr auto kError = static_cast<std::uint32_t>(MonthEnds::error);

TEST(Calendar, EveryOperator) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {of(Op::add_days, kDate, {day_of("2024-02-28"), days(2)}), "2024-03-01"},
      {of(Op::add_days, kDate, {day_of("2024-02-28"), days(-30)}), "2024-01-29"},
      {of(Op::add_days, kDate, {day_of("9999-12-31"), days(1)}), "E0919 p/r: a date outside the years 1 to 9999"},
      {of(Op::add_days, kDate, {day_of("9999-12-31"), days(INT64_MAX)}),
       "E0919 p/r: a date outside the years 1 to 9999"},
      {of(Op::add_months, kDate, {day_of("2024-01-31"), months(1)}, kLast), "2024-02-29"},
      {of(Op::add_months, kDate, {day_of("2024-01-31"), months(1)}, kNext), "2024-03-01"},
      {of(Op::add_months, kDate, {day_of("2024-01-31"), months(1)}, kError),
       "E0918 p/r: moved by 1 in months, 2024-01-31 is no day of the calendar"},
      {of(Op::days_between, kCount, {day_of("2024-03-01"), day_of("2024-03-31")}, 0), "31"},
      {of(Op::days_between, kCount, {day_of("2024-03-01"), day_of("2024-03-31")}, 1), "30"},
      {of(Op::days_between, kCount, {day_of("2024-03-01"), day_of("2024-03-31")}, 2), "29"},
      {of(Op::months_between, kCount, {day_of("2024-01-31"), day_of("2024-02-29")}, kLast), "1"},
      {of(Op::years_between, kCount, {day_of("2000-02-29"), day_of("2024-02-28")}, kLast), "23"},
      {of(Op::age, kCount, {day_of("2000-02-29"), day_of("2001-02-28")}, kLast), "1"},
      {of(Op::age, kCount, {day_of("2000-02-29"), day_of("2001-02-28")}, kNext), "0"},
      {of(Op::age, kCount, {day_of("2000-02-29"), day_of("2001-02-28")}, kError),
       "E0928 p/r: the months from 2000-02-29 to 2001-02-28 depend on a day that does not exist"},
      {of(Op::year_of, kCount, {day_of("2024-06-30")}, 701), "2023"},
      {of(Op::start_of_year, kDate, {day_of("2024-06-30")}, 701), "2023-07-01"},
      {of(Op::end_of_year, kDate, {day_of("2024-06-30")}, 101), "2024-12-31"},
      {of(Op::start_of_year, kDate, {day_of("0001-06-30")}, 701), "E0919 p/r: a date outside the years 1 to 9999"},
      {of(Op::month_of, kDate, {day_of("2024-06-30")}), "2024-06-01"},
      {of(Op::end_of_month, kDate, {day_of("2024-02-10")}), "2024-02-29"},
      {of(Op::day_of, kCount, {day_of("2024-02-10")}), "10"},
      {of(Op::month_number, kCount, {day_of("2024-02-10")}), "2"},
      {of(Op::date_of, kDate, {{Value::integer(parse_time("1969-12-31T23:59:59").value()), {.kind = TypeKind::time}}}),
       "1969-12-31"},
      {of(Op::days_number, kCount, {days(12)}), "12"},
      {of(Op::days_period, kDays, {{number("12"), kCount}}), "12"},
      {of(Op::months_period, kMonths, {{number("1.5"), kCount}}),
       "E0922 p/r: a period must be a whole number within range: 1.5"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
}

TEST(Calendar, PersonalDatesAreMaskedInErrors) {
  Policy p;
  p.names.inputs.push_back(
      {.name = "insured.birth", .code = {}, .labels = {}, .type = kDate, .limits = {}, .personal = true});
  p.inputs["insured.birth"] = 0;
  p.b.program.input_count = 1;
  p.gives("r", p.rule("r", p.op(Op::age, kCount, {p.in("insured.birth", kDate), p.day("2001-02-28")}, kError)));
  Settling run(p);
  run.set("insured.birth", date("2000-02-29"));
  EXPECT_EQ(run.text(), "E0928 p/r: the months from *** to 2001-02-28 depend on a day that does not exist");
}

}  // namespace
}  // namespace remit::test
