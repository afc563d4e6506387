#include "dsl/catalog/reading.h"

#include <gtest/gtest.h>

#include "dsl/catalog/look_up.h"
#include "engine/value/date.h"
#include "tests/unit/catalog/sample.h"

namespace remit {
namespace {

constexpr std::string_view kHeader = "code,class,share,limit,begin,end\n";

// The codes of the problems, with their arguments.
auto problems(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> told;
  for (const Diagnostic& problem : SampleCatalog().read(text).problems) {
    std::string one(code_text(problem.code).name);
    for (const std::string& argument : problem.arguments) one += " " + argument;
    told.push_back(one + " @" + std::to_string(problem.span.begin) + "-" + std::to_string(problem.span.end));
  }
  return told;
}

auto of_rows(const std::string& rows) -> std::vector<std::string> { return problems(std::string(kHeader) + rows); }

using Told = std::vector<std::string>;

// What a look-up finds: the share of the row, `absent`, or `none` where the key is not there on any day.
auto found(std::string_view text, std::string_view key, const char* date, Type key_type = {.kind = TypeKind::text})
    -> std::string {
  const SampleCatalog sample(key_type);
  Reading reading = sample.read(text);
  EXPECT_TRUE(reading.problems.empty());
  const RowFormat format(sample.shape, sample.types, reading.positions);
  const RowsInMemory rows(text, std::move(reading.entries));
  const auto day = date == nullptr ? std::nullopt : parse_date(date);
  const auto result = look_up(rows, format, key, day);
  if (!result) return "not to be trusted";
  if (!result->has_key) return "none";
  return result->row.is_absent() ? "absent" : result->row.as_sequence()[2].as_number().to_string();
}

TEST(Reading, GoodRows) {
  EXPECT_EQ(of_rows("A1,A,0.10,,2024-01-01,\nA2,B,85%,1.50,2024-01-01,2024-12-31\n"), Told{});
  EXPECT_EQ(of_rows(""), Told{});
  EXPECT_EQ(of_rows("\"A,1\",\"A\",\"0\",\"\",\"2024-01-01\",\"\"\r\n\r\nA2,B,0,,2024-01-01,"), Told{});
  EXPECT_EQ(problems("\xEF\xBB\xBF"
                     "end,begin,limit,share,class,code\r\n,2024-01-01,,0.5,A,A1\r\n"),
            Told{});
}

TEST(Reading, OneProblemForASlipOfTheHeader) {
  EXPECT_EQ(problems(""), Told{"E0606 @0-1"});
  EXPECT_EQ(problems("code,clas,share,limit,begin,end\n"), Told{"E0607 clas class @5-9"});
  EXPECT_EQ(problems("code,kind,share,limit,begin,end\n"), Told{"E0607 kind class @5-9"});
  EXPECT_EQ(problems("code,class,share,limit,begin,begin\n"), Told{"E0609 begin end @29-34"});
  EXPECT_EQ(problems("code,class,share,limit,begin,end,end\n"), Told{"E0609 end  @33-36"});
  EXPECT_EQ(problems("code,class,share,limit,begin,end,note\n"), Told{"E0607 note  @33-37"});
  EXPECT_EQ(problems("code,class,share,begin,end\n"), Told{"E0608 limit @0-26"});
  EXPECT_EQ(problems("code,cl\"ass,share\nA1,A,0\n"), Told{"E0617 1 @0-1"});
}

TEST(Reading, EveryBadCellIsTold) {
  EXPECT_EQ(of_rows("A1,D,0,,2024-01-01,\n"
                    "A-code-too-long,A,0,,2024-01-01,\n"
                    "A2,A,150%,,2024-01-01,\n"
                    "A3,A,0.12345,1.001,2024-13-01,\n"
                    "A4,,ten,,,\n"),
            (Told{"E0614 2 class D Class  @36-37", "E0613 3 code A-code-too-long ..12 @53-68",
                  "E0613 4 share 150% 0%..100% @91-95", "E0612 5 share 0.12345 0.0001 @114-121",
                  "E0612 5 limit 1.001 0.01 @122-127", "E0611 5 begin 2024-13-01 date @128-138",
                  "E0615 6 class @143-143", "E0611 6 share ten rate @144-147", "E0615 6 begin @149-149"}));
}

TEST(Reading, ABadCellBelowAGoodOneOfTheSameTextIsTold) {
  EXPECT_EQ(of_rows("A1,A,2,,2024-01-01,\nA2,A,2,,2024-01-01,\n").size(), 2U);
  EXPECT_EQ(of_rows("A1,A,0,,2024-01-01,\nA2,A,,,2024-01-01,\n"), Told{"E0615 3 share @58-58"});
}

TEST(Reading, RowsAfterABadQuoteAreReadToo) {
  EXPECT_EQ(of_rows("5\" tube,A,0,,2024-01-01,\nA1,D,0,,2024-01-01,\n"),
            (Told{"E0617 2 @33-34", "E0614 3 class D Class  @61-62"}));
  EXPECT_EQ(of_rows("\"A1,A,0,,2024-01-01,\nA2,D,0,,2024-01-01,\n"),
            (Told{"E0616 2 @33-34", "E0614 3 class D Class  @57-58"}));
  EXPECT_EQ(of_rows("\"A1,A,0,,2024-01-01,\n\"A2\",D,0,,2024-01-01,\n"),
            (Told{"E0617 2 @33-34", "E0614 3 class D Class  @59-60"}));
}

TEST(Reading, RowsOfAnotherLengthAreTold) {
  EXPECT_EQ(of_rows("A1,A,0\nA2,A,0,,2024-01-01,,\n"), (Told{"E0610 2 3 6 @33-39", "E0610 3 7 6 @40-60"}));
}

TEST(Reading, RowsThatOverlapAreTold) {
  EXPECT_EQ(of_rows("A1,A,0,,2024-05-01,2024-01-01\n"), Told{"E0619 2 2024-05-01 2024-01-01 @33-62"});
  EXPECT_EQ(of_rows("A1,A,0,,2024-01-01,2024-06-30\nA2,A,0,,2024-01-01,\nA1,A,0,,2024-06-30,\n"),
            Told{"E0620 4 A1 @83-102"});
  EXPECT_EQ(of_rows("A1,A,0,,2024-01-01,2024-06-30\nA1,A,0,,2024-07-01,\n"), Told{});
  // The first holds beside both others, which follow one another.
  EXPECT_EQ(of_rows("A1,A,0,,2024-01-01,\nA1,A,0,,2024-02-01,2024-02-29\nA1,A,0,,2024-03-01,\n").size(), 2U);
}

TEST(LookUp, TheRowOfTheDay) {
  const std::string text =
      std::string(kHeader) + "A1,A,0.1,,2024-01-01,2024-06-30\nA2,A,0.2,,2020-01-01,\nA1,A,0.3,,2024-08-01,\n";
  EXPECT_EQ(found(text, "A1", "2023-12-31"), "absent");
  EXPECT_EQ(found(text, "A1", "2024-01-01"), "0.1");
  EXPECT_EQ(found(text, "A1", "2024-06-30"), "0.1");
  EXPECT_EQ(found(text, "A1", "2024-07-31"), "absent");
  EXPECT_EQ(found(text, "A1", "2024-08-01"), "0.3");
  EXPECT_EQ(found(text, "A1", "9999-12-31"), "0.3");
  EXPECT_EQ(found(text, "A2", "2024-01-01"), "0.2");
  EXPECT_EQ(found(text, "A3", "2024-01-01"), "none");
  EXPECT_EQ(found(text, "", "2024-01-01"), "none");
  EXPECT_EQ(found(kHeader, "A1", "2024-01-01"), "none");
}

TEST(LookUp, KeysAreOneHoweverTheyAreWritten) {
  const std::string text = std::string(kHeader) + "1.50,A,0.1,,2024-01-01,2024-06-30\n15e-1,A,0.2,,2024-07-01,\n";
  EXPECT_EQ(found(text, "1.5", "2024-01-01", {.kind = TypeKind::decimal}), "0.1");
  EXPECT_EQ(found(text, "1.5", "2024-07-01", {.kind = TypeKind::decimal}), "0.2");
  EXPECT_EQ(found(std::string(kHeader) + "85%,A,0.1,,2024-01-01,\n", "0.85", "2024-01-01", {.kind = TypeKind::rate}),
            "0.1");
}

TEST(LookUp, EveryKeyOfMany) {
  const std::string text = sample_text(2000);
  const SampleCatalog sample;
  Reading reading = sample.read(text);
  ASSERT_TRUE(reading.problems.empty());
  const RowFormat format(sample.shape, sample.types, reading.positions);
  const RowsInMemory rows(text, std::move(reading.entries));
  for (int i = 0; i < 2000; ++i) {
    const auto result = look_up(rows, format, "K" + std::to_string(i), *parse_date("2024-05-01"));
    ASSERT_TRUE(result && result->has_key);
    EXPECT_EQ(result->row.as_sequence()[2].as_number(), Number::decimal(i % 100, 2));
  }
}

}  // namespace
}  // namespace remit
