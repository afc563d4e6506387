// Days of the proleptic Gregorian calendar, years 1 to 9999.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace remit {

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
};

// What adding months does when the day does not exist in the target month; also decides birthdays on 29 February.
enum class MonthEnds : std::uint8_t { undeclared, last_day, next_day, error };

// What a count of days from a to b counts: both ends, the first only, neither.
enum class Counting : std::uint8_t { both, first, neither };

bool in_calendar(std::int64_t days);
// Of a day past its month's end: the day as far past it. Requires: a month from 1 to 12.
auto days_from_civil(CivilDate date) -> std::int64_t;
auto civil_from_days(std::int64_t days) -> CivilDate;
// "2024-02-29"; absent where it is no day of the calendar.
auto parse_date(std::string_view text) -> std::optional<std::int64_t>;
auto print_date(std::int64_t days) -> std::string;
// "2024-02-29T08:30:00" (a space for the T and missing seconds are taken), in seconds.
auto parse_time(std::string_view text) -> std::optional<std::int64_t>;
auto print_time(std::int64_t seconds) -> std::string;
auto date_of_time(std::int64_t seconds) -> std::int64_t;

// Absent: `error` was declared (or nothing) and the day does not exist, or the result leaves years 1..9999.
auto add_months(std::int64_t date, std::int64_t months, MonthEnds ends) -> std::optional<std::int64_t>;
// Whole months from a to b, negative when b is earlier: the greatest n with a + n months <= b (b >= a).
auto months_between(std::int64_t from, std::int64_t to, MonthEnds ends) -> std::optional<std::int64_t>;
// Completed years of age.
auto age_at(std::int64_t birth, std::int64_t date, MonthEnds ends) -> std::optional<std::int64_t>;
// Negative where `to` is before `from`; date.cpp says what each way counts.
auto days_between(std::int64_t from, std::int64_t to, Counting counting) -> std::int64_t;
// The year that holds `date` when years begin on month/day: the calendar year in which it began.
auto year_of(std::int64_t date, int starting_month, int starting_day) -> std::int64_t;
auto start_of_year(std::int64_t date, int starting_month, int starting_day) -> std::int64_t;
auto end_of_year(std::int64_t date, int starting_month, int starting_day) -> std::int64_t;
auto start_of_month(std::int64_t date) -> std::int64_t;
auto end_of_month(std::int64_t date) -> std::int64_t;

}  // namespace remit
