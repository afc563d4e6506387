// Counting days. With n = to − from:
//   both     counts the first and the last day:  n + 1
//   first    counts the first but not the last:  n
//   neither  counts the days strictly between:   n − 1, and 0 where from = to
// Where `to` is before `from` the count is that of the days the other way round, negated.
#include "engine/value/date.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace remit {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int64_t kMonthsPerYear = 12;
constexpr std::int64_t kLastMonth = 9999 * kMonthsPerYear + 11;

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(std::int64_t year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Exactly `count` digits from `position` on.
auto digits(std::string_view text, std::size_t position, std::size_t count) -> std::optional<int> {
  if (position + count > text.size()) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(position, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

auto parse_clock(std::string_view text) -> std::optional<std::int64_t> {
  if ((text.size() != 5 && text.size() != 8) || text[2] != ':') return std::nullopt;
  if (text.size() == 8 && text[5] != ':') return std::nullopt;
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  const auto second = text.size() == 8 ? digits(text, 6, 2) : std::optional<int>(0);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// The greatest n with from + n × unit months <= to. Requires: from <= to.
auto steps_between(std::int64_t from, std::int64_t to, MonthEnds ends, std::int64_t unit)
    -> std::optional<std::int64_t> {
  const CivilDate a = civil_from_days(from);
  const CivilDate b = civil_from_days(to);
  const std::int64_t steps = ((b.year - a.year) * kMonthsPerYear + b.month - a.month) / unit;
  const auto reached = [&](MonthEnds rule) {
    const auto date = add_months(from, steps * unit, rule);
    return date && *date <= to;
  };
  const bool early = reached(MonthEnds::last_day);
  const bool late = reached(MonthEnds::next_day);
  if (early == late) return early ? steps : steps - 1;
  if (ends == MonthEnds::last_day) return steps;
  if (ends == MonthEnds::next_day) return steps - 1;
  return std::nullopt;  // it depends on a day that does not exist
}

auto signed_steps(std::int64_t from, std::int64_t to, MonthEnds ends, std::int64_t unit)
    -> std::optional<std::int64_t> {
  if (from <= to) return steps_between(from, to, ends, unit);
  const auto steps = steps_between(to, from, ends, unit);
  if (!steps) return std::nullopt;
  return -*steps;
}

}  // namespace

bool in_calendar(std::int64_t days) { return kFirstDay <= days && days <= kLastDay; }

// Both directions count in eras of 400 years and in years that begin in March, so that the leap day is the last.
auto days_from_civil(CivilDate date) -> std::int64_t {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

auto civil_from_days(std::int64_t days) -> CivilDate {
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const auto month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  return {.year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
          .month = month,
          .day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1)};
}

auto parse_date(std::string_view text) -> std::optional<std::int64_t> {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12) return std::nullopt;
  if (*day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
  return days_from_civil({.year = *year, .month = *month, .day = *day});
}

auto print_date(std::int64_t days) -> std::string {
  const CivilDate date = civil_from_days(days);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  return text.data();
}

auto parse_time(std::string_view text) -> std::optional<std::int64_t> {
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const auto clock = parse_clock(text.substr(11));
  if (!date || !clock) return std::nullopt;
  return *date * kSecondsPerDay + *clock;
}

auto date_of_time(std::int64_t seconds) -> std::int64_t {
  return (seconds >= 0 ? seconds : seconds - (kSecondsPerDay - 1)) / kSecondsPerDay;
}

auto print_time(std::int64_t seconds) -> std::string {
  const std::int64_t date = date_of_time(seconds);
  const auto clock = static_cast<int>(seconds - date * kSecondsPerDay);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", clock / 3600, clock / 60 % 60, clock % 60);
  return print_date(date) + text.data();
}

auto add_months(std::int64_t date, std::int64_t months, MonthEnds ends) -> std::optional<std::int64_t> {
  const CivilDate from = civil_from_days(date);
  std::int64_t month = 0;
  if (__builtin_add_overflow(from.year * kMonthsPerYear + from.month - 1, months, &month)) return std::nullopt;
  if (month < kMonthsPerYear || month > kLastMonth) return std::nullopt;
  CivilDate to{.year = static_cast<int>(month / kMonthsPerYear),
               .month = static_cast<int>(month % kMonthsPerYear) + 1,
               .day = from.day};
  const int last = days_in_month(to.year, to.month);
  if (to.day <= last) return days_from_civil(to);
  to.day = last;
  if (ends == MonthEnds::last_day) return days_from_civil(to);
  if (ends == MonthEnds::next_day) return days_from_civil(to) + 1;
  return std::nullopt;
}

auto months_between(std::int64_t from, std::int64_t to, MonthEnds ends) -> std::optional<std::int64_t> {
  return signed_steps(from, to, ends, 1);
}

auto age_at(std::int64_t birth, std::int64_t date, MonthEnds ends) -> std::optional<std::int64_t> {
  return signed_steps(birth, date, ends, kMonthsPerYear);
}

auto days_between(std::int64_t from, std::int64_t to, Counting counting) -> std::int64_t {
  if (to < from) return -days_between(to, from, counting);
  const std::int64_t apart = to - from;
  switch (counting) {
    case Counting::both: return apart + 1;
    case Counting::first: return apart;
    case Counting::neither: return std::max<std::int64_t>(apart - 1, 0);
  }
  return apart;  // not reached: the switch is exhaustive
}

auto year_of(std::int64_t date, int starting_month, int starting_day) -> std::int64_t {
  const CivilDate d = civil_from_days(date);
  const bool begun = d.month > starting_month || (d.month == starting_month && d.day >= starting_day);
  return begun ? d.year : d.year - 1;
}

auto start_of_year(std::int64_t date, int starting_month, int starting_day) -> std::int64_t {
  return days_from_civil({.year = static_cast<int>(year_of(date, starting_month, starting_day)),
                          .month = starting_month,
                          .day = starting_day});
}

auto end_of_year(std::int64_t date, int starting_month, int starting_day) -> std::int64_t {
  return days_from_civil({.year = static_cast<int>(year_of(date, starting_month, starting_day)) + 1,
                          .month = starting_month,
                          .day = starting_day}) -
         1;
}

auto start_of_month(std::int64_t date) -> std::int64_t { return date - civil_from_days(date).day + 1; }

auto end_of_month(std::int64_t date) -> std::int64_t {
  const CivilDate d = civil_from_days(date);
  return date - d.day + days_in_month(d.year, d.month);
}

}  // namespace remit
