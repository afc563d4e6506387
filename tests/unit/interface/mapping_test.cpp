#include "engine/interface/mapping.h"

#include <gtest/gtest.h>

#include "tests/unit/interface/sample.h"

namespace remit {
namespace {

auto problems(std::string_view transaction) -> std::vector<std::string> {
  const auto made = Mapping::read(mapping_text(transaction));
  std::vector<std::string> lines;
  if (made) return lines;
  for (const MappingError& error : made.error()) lines.push_back(error.path + ": " + error.message);
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Mapping, ReadsItsTransactions) {
  const Mapping mapping =
      mapping_of(R"("service": "settle", "case": {}, "reply": {}, "refusal": {}, "agree": [["request/a", "10/a"]])");
  ASSERT_NE(mapping.transaction("30"), nullptr);
  EXPECT_EQ(mapping.transaction("30")->service, "settle");
  EXPECT_EQ(mapping.transaction("30")->agree, (std::vector<Lines>{{"request/a", "10/a"}}));
  EXPECT_EQ(mapping.transaction("31"), nullptr);
  EXPECT_EQ(mapping.numbers(), Lines{"30"});
}

TEST(Mapping, EveryFaultIsToldWithItsPlace) {
  EXPECT_EQ(problems(R"("reply": {})"), Lines{R"($.transactions.30: `refusal` is missing)"});
  EXPECT_EQ(problems(R"("service": "settle", "reply": {}, "refusal": {})"),
            Lines{"$.transactions.30: `service` and `case` go together"});
  EXPECT_EQ(problems(R"("reply": {}, "refusal": {}, "agre": [])"),
            Lines{"$.transactions.30: unknown `agre`; did you mean `agree`?"});
  EXPECT_EQ(problems(R"("reply": {"a": {"from": "this/x"}}, "refusal": {"b": {"from": "request//x"}})"),
            (Lines{"$.transactions.30.reply.a.from: `this` stands only within `as` of an `each`",
                   "$.transactions.30.refusal.b.from: `request//x` has an empty part"}));
  EXPECT_EQ(problems(R"("reply": {"a": {"from": 5, "first": "x", "negated": 1, "codes": {}}}, "refusal": {})"),
            (Lines{"$.transactions.30.reply.a.from: expected a text",
                   "$.transactions.30.reply.a.first: expected how many characters to take",
                   "$.transactions.30.reply.a.negated: expected true or false",
                   "$.transactions.30.reply.a.codes: expected {…} with a code for each code"}));
  EXPECT_EQ(problems(R"("reply": [{"each": "request/x"}], "refusal": {"unless_zero": "answer/x", "as": 1, "or": 2})"),
            (Lines{"$.transactions.30.reply[0]: `as` is missing",
                   "$.transactions.30.refusal: unknown `or`; known are `unless_zero`, `as`"}));
}

TEST(Mapping, PartsUseThoseBeforeThem) {
  const auto made = Mapping::read(R"({"number": "n", "identity": "i", "answers": "a",
      "parts": {"first": {"part": "second"}, "second": {"x": {"part": "first"}}, "third": {"part": "third"}},
      "transactions": {"1": {"reply": {"part": "secnd"}, "refusal": {"part": "first", "whit": 1}}}})");
  ASSERT_FALSE(made.ok());
  Lines lines;
  for (const MappingError& error : made.error()) lines.push_back(error.path + ": " + error.message);
  EXPECT_EQ(lines, (Lines{"$.parts.first.part: no part `second` stands before this",
                          "$.parts.third.part: no part `third` stands before this",
                          "$.transactions.1.reply.part: no part `secnd` stands before this; did you mean `second`?",
                          "$.transactions.1.refusal: unknown `whit`; known are `part`, `with`"}));
}

TEST(Mapping, IsJson) {
  const auto made = Mapping::read("{\"number\": \n");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().front().path, "$");
}

TEST(Mapping, PathsHaveTheirSourceFirst) {
  EXPECT_EQ(path_parts("request"), Lines{"request"});
  EXPECT_EQ(path_parts("answer/result/claim.items"), (Lines{"answer", "result", "claim.items"}));
}

}  // namespace
}  // namespace remit
