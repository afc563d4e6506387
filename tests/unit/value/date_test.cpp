#include "engine/value/date.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace remit {
namespace {

auto day(std::string_view text) -> std::int64_t {
  const auto date = parse_date(text);
  EXPECT_TRUE(date) << text;
  return date.value_or(0);
}
auto shown(std::optional<std::int64_t> date) -> std::string { return date ? print_date(*date) : "none"; }

TEST(Date, EveryDayGoesThereAndBack) {
  std::int64_t expected = day("0001-01-01");
  for (std::int64_t d = expected; d <= day("9999-12-31"); d += 1) {
    const CivilDate civil = civil_from_days(d);
    ASSERT_EQ(days_from_civil(civil), d);
    if (civil.day == 1) {
      ASSERT_EQ(parse_date(print_date(d)), d);
    }
  }
  EXPECT_EQ(day("1970-01-01"), 0);
  EXPECT_EQ(day("2000-03-01"), 11017);
  EXPECT_TRUE(in_calendar(day("0001-01-01")));
  EXPECT_FALSE(in_calendar(day("0001-01-01") - 1));
  EXPECT_TRUE(in_calendar(day("9999-12-31")));
  EXPECT_FALSE(in_calendar(day("9999-12-31") + 1));
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const char* text :
       {"", "2024-2-01", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00",
        "0000-01-01", "2024/01/01", "2024-01-01 ", "20240101", "-024-01-01", "2024-01-0x"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
  EXPECT_TRUE(parse_date("2000-02-29"));
}

TEST(Date, Times) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"2024-02-29T08:30:00", "2024-02-29T08:30:00"},
                                                                  {"2024-02-29 08:30", "2024-02-29T08:30:00"},
                                                                  {"1969-12-31T23:59:59", "1969-12-31T23:59:59"},
                                                                  {"0001-01-01T00:00:00", "0001-01-01T00:00:00"}};
  for (const auto& [text, printed] : cases) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(print_time(*time), printed);
    EXPECT_EQ(print_date(date_of_time(*time)), printed.substr(0, 10));
  }
  for (const char* text :
       {"2024-02-29T24:00:00", "2024-02-29T08:60", "2024-02-29T08", "2024-02-29T08:30:0", "2024-02-29x08:30"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Date, AddsMonths) {
  struct Row {
    const char* date;
    std::int64_t months;
    const char* last;
    const char* next;
    const char* error;
  };
  for (const Row& r : std::vector<Row>{{"2024-01-15", 1, "2024-02-15", "2024-02-15", "2024-02-15"},
                                       {"2024-01-31", 1, "2024-02-29", "2024-03-01", "none"},
                                       {"2023-01-31", 1, "2023-02-28", "2023-03-01", "none"},
                                       {"2024-02-29", 12, "2025-02-28", "2025-03-01", "none"},
                                       {"2024-02-29", 48, "2028-02-29", "2028-02-29", "2028-02-29"},
                                       {"2024-03-31", -1, "2024-02-29", "2024-03-01", "none"},
                                       {"2024-12-31", 2, "2025-02-28", "2025-03-01", "none"},
                                       {"2024-05-31", -12, "2023-05-31", "2023-05-31", "2023-05-31"},
                                       {"0001-01-01", -1, "none", "none", "none"},
                                       {"9999-12-01", 1, "none", "none", "none"},
                                       {"2024-01-01", INT64_MAX, "none", "none", "none"},
                                       {"2024-01-01", INT64_MIN, "none", "none", "none"}}) {
    EXPECT_EQ(shown(add_months(day(r.date), r.months, MonthEnds::last_day)), r.last) << r.date;
    EXPECT_EQ(shown(add_months(day(r.date), r.months, MonthEnds::next_day)), r.next) << r.date;
    EXPECT_EQ(shown(add_months(day(r.date), r.months, MonthEnds::error)), r.error) << r.date;
    EXPECT_EQ(shown(add_months(day(r.date), r.months, MonthEnds::undeclared)), r.error) << r.date;
  }
}

TEST(Date, MonthsBetween) {
  struct Row {
    const char* from;
    const char* to;
    std::int64_t last, next;
    std::optional<std::int64_t> error;
  };
  for (const Row& r : std::vector<Row>{{"2024-01-15", "2024-01-15", 0, 0, 0},
                                       {"2024-01-15", "2024-02-14", 0, 0, 0},
                                       {"2024-01-15", "2024-02-15", 1, 1, 1},
                                       {"2024-01-31", "2024-02-28", 0, 0, 0},
                                       {"2024-01-31", "2024-02-29", 1, 0, std::nullopt},
                                       {"2024-01-31", "2024-03-01", 1, 1, 1},
                                       {"2024-02-15", "2024-01-15", -1, -1, -1},
                                       {"2023-11-30", "2024-11-29", 11, 11, 11}}) {
    EXPECT_EQ(months_between(day(r.from), day(r.to), MonthEnds::last_day), r.last) << r.from << r.to;
    EXPECT_EQ(months_between(day(r.from), day(r.to), MonthEnds::next_day), r.next) << r.from << r.to;
    EXPECT_EQ(months_between(day(r.from), day(r.to), MonthEnds::error), r.error) << r.from << r.to;
  }
}

TEST(Date, AgeOfOneBornOnTheLeapDay) {
  struct Row {
    const char* at;
    std::int64_t last, next;
    std::optional<std::int64_t> error;
  };
  for (const Row& r : std::vector<Row>{{"2000-02-29", 0, 0, 0},
                                       {"2001-02-27", 0, 0, 0},
                                       {"2001-02-28", 1, 0, std::nullopt},
                                       {"2001-03-01", 1, 1, 1},
                                       {"2004-02-28", 3, 3, 3},
                                       {"2004-02-29", 4, 4, 4}}) {
    EXPECT_EQ(age_at(day("2000-02-29"), day(r.at), MonthEnds::last_day), r.last) << r.at;
    EXPECT_EQ(age_at(day("2000-02-29"), day(r.at), MonthEnds::next_day), r.next) << r.at;
    EXPECT_EQ(age_at(day("2000-02-29"), day(r.at), MonthEnds::error), r.error) << r.at;
  }
  EXPECT_EQ(age_at(day("1960-05-10"), day("2024-05-09"), MonthEnds::last_day), 63);
  EXPECT_EQ(age_at(day("1960-05-10"), day("2024-05-10"), MonthEnds::last_day), 64);
}

TEST(Date, DaysBetween) {
  struct Row {
    const char* from;
    const char* to;
    std::int64_t both, first, neither;
  };
  for (const Row& r : std::vector<Row>{{"2024-03-01", "2024-03-31", 31, 30, 29},
                                       {"2024-03-01", "2024-03-02", 2, 1, 0},
                                       {"2024-03-01", "2024-03-01", 1, 0, 0},
                                       {"2024-03-02", "2024-03-01", -2, -1, 0},
                                       {"2024-02-28", "2024-03-01", 3, 2, 1}}) {
    EXPECT_EQ(days_between(day(r.from), day(r.to), Counting::both), r.both) << r.from;
    EXPECT_EQ(days_between(day(r.from), day(r.to), Counting::first), r.first) << r.from;
    EXPECT_EQ(days_between(day(r.from), day(r.to), Counting::neither), r.neither) << r.from;
  }
}

TEST(Date, YearsThatDoNotBeginInJanuary) {
  struct Row {
    const char* date;
    int month, start_day;
    std::int64_t year;
    const char* start;
    const char* end;
  };
  for (const Row& r : std::vector<Row>{{"2024-06-30", 7, 1, 2023, "2023-07-01", "2024-06-30"},
                                       {"2024-07-01", 7, 1, 2024, "2024-07-01", "2025-06-30"},
                                       {"2024-01-01", 1, 1, 2024, "2024-01-01", "2024-12-31"},
                                       {"2024-12-31", 1, 1, 2024, "2024-01-01", "2024-12-31"},
                                       {"2023-02-28", 2, 29, 2022, "2022-03-01", "2023-02-28"}}) {
    EXPECT_EQ(year_of(day(r.date), r.month, r.start_day), r.year) << r.date;
    EXPECT_EQ(print_date(start_of_year(day(r.date), r.month, r.start_day)), r.start);
    EXPECT_EQ(print_date(end_of_year(day(r.date), r.month, r.start_day)), r.end);
  }
  EXPECT_EQ(print_date(start_of_month(day("2024-02-29"))), "2024-02-01");
  EXPECT_EQ(print_date(end_of_month(day("2024-02-01"))), "2024-02-29");
}

}  // namespace
}  // namespace remit
