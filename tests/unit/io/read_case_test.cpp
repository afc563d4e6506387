#include "engine/io/read_case.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/value/date.h"
#include "tests/unit/io/sample.h"

namespace remit {
namespace {

const sample::Sample& service() {
  static const sample::Sample made = sample::service();
  return made;
}

auto read(std::string_view json, const ReadOptions& options = {}) {
  return read_case(json, service().program, service().names, options);
}

// A line an error: its code, its path, its arguments.
auto problems(std::string_view json, const ReadOptions& options = {}) -> std::string {
  const auto result = read(json, options);
  if (result) return "";
  std::string lines;
  for (const InputError& error : result.error()) {
    if (!lines.empty()) lines += '\n';
    lines += std::string(input_code_text(error.code).name) + " " + error.path;
    for (const std::string& argument : error.arguments) lines += " | " + argument;
  }
  return lines;
}

// The least case with one part of its text replaced.
auto with(std::string_view part, std::string_view replacement) -> std::string {
  std::string json = sample::least();
  const std::size_t at = json.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return json.replace(at, part.size(), replacement);
}

auto good(const std::string& json, const ReadOptions& options = {}) -> Case {
  auto result = read(json, options);
  EXPECT_EQ(problems(json, options), "");
  return result ? std::move(result).value() : Case{};
}

auto number(std::string_view text) -> Value { return Number::parse(text).value(); }
auto day(int year, int month, int day_of_month) -> Value {
  return Value::integer(days_from_civil({year, month, day_of_month}));
}

TEST(ReadCase, FillsTheSlots) {
  const Case read = good(sample::least());
  EXPECT_EQ(read.inputs[0], Value::text("110101199001011237"));
  EXPECT_EQ(read.inputs[1], Value::integer(1));
  for (const std::size_t absent : {2, 3, 4, 5, 10, 11, 12, 13}) EXPECT_TRUE(read.inputs[absent].is_absent()) << absent;
  EXPECT_EQ(read.inputs[6], day(2024, 5, 1));
  EXPECT_EQ(read.inputs[7], number("2"));
  EXPECT_EQ(read.inputs[8], number("0.85"));
  EXPECT_EQ(read.inputs[9], Value::boolean(false));
  EXPECT_EQ(read.inputs[14], number("1300.5"));
  EXPECT_EQ(read.lists[0].offsets, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(read.lists[0].columns[1], std::vector{number("1300.5")});
  EXPECT_TRUE(read.lists[0].columns[2][0].is_absent());
  EXPECT_EQ(read.lists[2].offsets, (std::vector<std::uint32_t>{0, 0}));
}

TEST(ReadCase, OptionalRecordsArePresentOrNot) {
  const Case there =
      good(with(R"("status": "retired")", R"("status": "retired", "card": {"number": "7", "balance": 1})"));
  EXPECT_EQ(there.inputs[3], Value::boolean(true));
  EXPECT_EQ(there.inputs[5], number("1"));
  const Case null = good(with(R"("status": "retired")", R"("status": "retired", "card": null, "birth": null)"));
  EXPECT_TRUE(null.inputs[3].is_absent());
  EXPECT_TRUE(null.inputs[5].is_absent());
}

TEST(ReadCase, NestedListsAreFlat) {
  const Case read = good(with(R"([{"code": "A1", "amount": "1300.5", "tags": [], "parts": []}], "marks": [])",
                              R"([{"code": "A", "amount": 1, "tags": ["x"], "parts": [{"n": 1}, {"n": 2}]},
                                  {"code": "B", "amount": 2, "tags": [], "parts": []},
                                  {"code": "C", "amount": 3, "tags": ["y", "z"], "parts": [{"n": 3}]}],
                                  "marks": ["p", "q"])"));
  EXPECT_EQ(read.lists[0].offsets, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(read.lists[1].offsets, (std::vector<std::uint32_t>{0, 2, 2, 3}));
  EXPECT_EQ(read.lists[1].columns[0], (std::vector{number("1"), number("2"), number("3")}));
  EXPECT_EQ(read.lists[0].columns[3][2], Value::sequence({Value::text("y"), Value::text("z")}));
  EXPECT_EQ(read.lists[2].columns[0], (std::vector{Value::text("p"), Value::text("q")}));
}

TEST(ReadCase, NumbersAreTakenAsTheyStand) {
  struct Case {
    std::string json, value;
  };
  for (const auto& [json, value] : std::vector<Case>{
           {"1300.500", "1300.5"},
           {"\"0.10\"", "0.1"},
           {"1e3", "1000"},
           {"1300E-2", "13"},
           {"-0", "0"},
           {"\"1E+2\"", "100"},
           {"123456789012345678901234567890.25", "123456789012345678901234567890.25"},
       }) {
    EXPECT_EQ(good(with("1300.50", json)).inputs[14], number(value)) << json;
  }
  const std::string fine = "0." + std::string(998, '3') + "7";
  EXPECT_EQ(good(with(R"("share")", R"("weight": )" + fine + R"(, "share")")).inputs[12], number(fine));
}

TEST(ReadCase, OtherKinds) {
  const Case read = good(with(R"("share")", R"("arrived": "2024-05-01T08:30", "wait": 3, "steps": 9.75, "share")"));
  EXPECT_EQ(read.inputs[10], Value::integer(*parse_time("2024-05-01T08:30:00")));
  EXPECT_EQ(read.inputs[11], Value::integer(3));
  EXPECT_EQ(read.inputs[13], number("9.75"));
}

TEST(ReadCase, ReservedKeys) {
  const Case read = good(with(R"("insured")", R"("as_of": "2024-06-01", "papers": ["receipt"], "insured")"));
  EXPECT_EQ(read.as_of, days_from_civil({2024, 6, 1}));
  EXPECT_EQ(read.papers, std::set<std::string>{"receipt"});
  ReadOptions options;
  options.as_of = days_from_civil({2024, 7, 1});
  EXPECT_EQ(good(sample::least(), options).as_of, options.as_of);
}

TEST(ReadCase, Opening) {
  const std::vector<MemoryState> memories = good(sample::least()).memories;
  EXPECT_EQ(memories[0].entries[0].key, (std::vector{Value::text("110"), number("2024")}));
  EXPECT_EQ(memories[0].entries[0].value, number("8240.49"));
  EXPECT_EQ(memories[1].entries[0].start, day(2024, 1, 1));
  EXPECT_EQ(memories[1].entries[0].end, day(2024, 1, 31));
  EXPECT_EQ(memories[2].entries[0].pots, (std::vector{number("10"), number("0")}));
  EXPECT_EQ(memories[3].entries[0].rows, (std::vector{Value::sequence({Value::text("x"), number("1"), Value()})}));
  EXPECT_TRUE(memories[4].entries.empty());
}

TEST(ReadCase, Codes) {
  ReadOptions options;
  options.codes = true;
  const std::string json = with(R"("status": "retired")", R"("emp_stat": "21")");
  EXPECT_EQ(good(json, options).inputs[1], Value::integer(1));
  EXPECT_EQ(good(with(R"("status": "retired")", R"("emp_stat": "resigned")"), options).inputs[1], Value::integer(2));
  EXPECT_EQ(problems(sample::least(), options), "E0811 $.insured.status | status | emp_stat");
  EXPECT_EQ(problems(with(R"("status": "retired")", R"("emp_stat": "retired")"), options),
            "E0828 $.insured.emp_stat | retired | Status | 21 | `11`, `21`, `resigned`");
  EXPECT_EQ(problems(with("retired", "21")),
            "E0828 $.insured.status | 21 | Status | retired | `in_service`, `retired`, `resigned`");
}

TEST(ReadCase, UnknownFieldsMayBePassedOver) {
  ReadOptions options;
  options.allow_unknown = true;
  good(with(R"("share")", R"("shares": {"a": [1, {"b": 2}]}, "shares": 1, "share")"), options);
}

TEST(ReadCase, Problems) {
  struct Case {
    std::string part, replacement, problems;
  };
  const std::vector<Case> cases = {
      // names
      {R"("share")", R"("shrae": 1, "share")", "E0811 $.stay.shrae | shrae | share"},
      {R"("share")", R"("odd \"key": 1, "share")", R"(E0811 $.stay["odd \"key"] | odd "key | )"},
      {R"("insured")", R"("opnening": {}, "insured")", "E0811 $.opnening | opnening | opening"},
      {R"("share")", R"("ordinal": 3, "share")", "E0812 $.stay.ordinal | ordinal"},
      {R"("code": "A1")", R"("code": "A1", "code": "A1")", "E0812 $.claim.items[0].code | code"},
      {R"("id": "110101199001011237",)", "", "E0813 $.insured.id | text | `eligible` | id"},
      {R"("insured": {"id": "110101199001011237", "status": "retired"},)", "",
       "E0813 $.insured.id | text | `eligible` | id\nE0813 $.insured.status | Status |  | status"},
      {R"("amount": "1300.5", )", "", "E0813 $.claim.items[0].amount | CNY |  | amount"},
      {R"(, "marks": [])", "", "E0813 $.claim.marks | list of Item |  | marks"},
      {R"("insured")", R"("papers": ["receipt", "fee-list", 3], "insured")",
       "E0817 $.papers[1] | fee-list | fee_list\nE0821 $.papers[2] | text | a number | 数字"},
      {R"("status": "retired")", R"("emp_stat": "retired")", "E0811 $.insured.emp_stat | emp_stat | status"},
      // values
      {R"("retired")", "1", "E0821 $.insured.status | Status | a number | 数字"},
      {"false", "\"false\"", "E0821 $.stay.emergency | bool | a text | 文本"},
      {"1300.50", "true", "E0821 $.claim.total | CNY | a truth value | 真假值"},
      {"1300.50", "[1]", "E0821 $.claim.total | CNY | a list | 列表"},
      {"1300.50", "null", "E0822 $.claim.total | CNY"},
      {R"({"id": "110101199001011237", "status": "retired"})", "null", "E0822 $.insured | Card"},
      {R"("marks": [])", R"("marks": null)", "E0822 $.claim.marks | list of Item"},
      {R"("marks": [])", R"("marks": [null])", "E0822 $.claim.marks[0] | text"},
      {R"("marks": [])", R"("marks": {})", "E0821 $.claim.marks | list of Item | an object | 对象"},
      {R"("tags": [])", R"("tags": [1])", "E0821 $.claim.items[0].tags[0] | text | a number | 数字"},
      {R"({"code": "A1", "amount": "1300.5", "tags": [], "parts": []})", "[]",
       "E0821 $.claim.items[0] | Item | a list | 列表"},
      {"1300.50", R"("")", "E0823 $.claim.total |  | CNY | 1300.50"},
      {"1300.50", R"("1,300")", "E0823 $.claim.total | 1,300 | CNY | 1300"},
      {"1300.50", R"("¥5")", "E0823 $.claim.total | ¥5 | CNY | 5"},
      {"1300.50", R"("007")", "E0823 $.claim.total | 007 | CNY | 1300.50"},
      {"1300.50", R"(" 7")", "E0823 $.claim.total |  7 | CNY | 7"},
      {"1300.50", R"("1/3")", "E0823 $.claim.total | 1/3 | CNY | 1300.50"},
      {"1300.50", R"("NaN")", "E0823 $.claim.total | NaN | CNY | 1300.50"},
      {"0.85", R"("85%")", "E0823 $.stay.share | 85% | rate | 0.85"},
      {"1300.50", "1300.505", "E0824 $.claim.total | 1300.505 | 0.01 | CNY"},
      {"1300.50", "1e-3", "E0824 $.claim.total | 1e-3 | 0.01 | CNY"},
      {"0.85", "0.85001", "E0824 $.stay.share | 0.85001 | 0.0001 | rate"},
      {R"("ordinal": 2)", R"("ordinal": 2.5)", "E0825 $.stay.ordinal | 2.5"},
      {R"("share")", R"("wait": 0.5, "share")", "E0825 $.stay.wait | 0.5"},
      {"1300.50", "1e999999999", "E0826 $.claim.total | 1000"},
      {"1300.50", "-0.01", "E0827 $.claim.total | -0.01 | 0.. | "},
      {R"("ordinal": 2)", R"("ordinal": 10)", "E0827 $.stay.ordinal | 10 | 1..9 | "},
      {R"("share")", R"("steps": 10, "share")", "E0827 $.stay.steps | 10 | 0..<10 | "},
      {R"("share")", R"("wait": 99999999999, "share")", "E0827 $.stay.wait | 99999999999 | -3652059..3652059"},
      {"2024-05-01", "2019-12-31", "E0827 $.stay.admitted | 2019-12-31 | 2020-01-01.. | "},
      {R"("retired")", R"("retied")",
       "E0828 $.insured.status | retied | Status | retired | `in_service`, `retired`, `resigned`"},
      {R"("retired")", R"("x\u001b[2J\u009b")",
       "E0828 $.insured.status | x\\x1b[2J\\x9b | Status |  | `in_service`, `retired`, `resigned`"},
      {"2024-05-01", "2023-02-29", "E0829 $.stay.admitted | 2023-02-29 | 2024-05-01"},
      {"2024-05-01", "2024-5-1", "E0829 $.stay.admitted | 2024-5-1 | 2024-05-01"},
      {R"("share")", R"("arrived": "25:00", "share")", "E0830 $.stay.arrived | 25:00 | 2024-05-01T08:30:00"},
      {"110101199001011237", "1101011990010112379", "E0831 $.insured.id | 19 | 18"},
      {"110101199001011237", "一二三四五六七八九十一二三四五六七八九", "E0831 $.insured.id | 19 | 18"},
      {R"("marks": [])", R"("marks": ["1","2","3","4","5","6"])", "E0832 $.claim.marks | 6 | 5"},
      {R"("tags": [])", R"("tags": ["1","2","3"])", "E0832 $.claim.items[0].tags | 3 | 2"},
      {"110101199001011237", "1\\u00002", "E0833 $.insured.id"},
      // what was before
      {R"("top":[])", R"("tops":[])", "E0818 $.opening.tops | tops | top"},
      {R"("top":[])", R"("card":[])", "E0812 $.opening.card | card"},
      {R"([{"key":["110",2024],"value":8240.49}])", "{}", "E0821 $.opening.year_pooled | […] | an object | 对象"},
      {R"({"key":["110",2024],"value":8240.49})", "7", "E0821 $.opening.year_pooled[0] | {…} | a number | 数字"},
      {R"("value":8240.49)", R"("value":8240.495)", "E0824 $.opening.year_pooled[0].value | 8240.495 | 0.01 | CNY"},
      {R"(,"value":8240.49)", "", "E0813 $.opening.year_pooled[0].value | CNY |  | value"},
      {R"("key":["110",2024],)", "", "E0813 $.opening.year_pooled[0].key | […] |  | key"},
      {R"(["110",2024])", R"(["110"])", "E0841 $.opening.year_pooled[0].key | 1 | 2"},
      {R"(["110",2024])", R"(["110","x"])", "E0823 $.opening.year_pooled[0].key[1] | *** | count | 1300.50"},
      {R"("value":8240.49})", R"("value":8240.49},{"key":["110",2024.0],"value":1})",
       "E0842 $.opening.year_pooled[1] | $.opening.year_pooled[0]"},
      {R"("end":"2024-01-31")", R"("end":"2023-12-31")", "E0843 $.opening.episode[0].end | 2023-12-31 | 2024-01-01"},
      {R"(,"earlier":0.00)", "", "E0813 $.opening.card[0].pots.earlier | CNY |  | earlier"},
      {R"("pots":{"this_year":10.00,"earlier":0.00})", R"("pots":[1,2])",
       "E0821 $.opening.card[0].pots | {…} | a list | 列表"},
      {R"("code":"x",)", "", "E0813 $.opening.bills[0].rows[0].code | text |  | code"},
      {R"("top":[])", R"("top":[{"key":["1"],"value":null}])", ""},
  };
  for (const auto& [part, replacement, expected] : cases) {
    EXPECT_EQ(problems(with(part, replacement)), expected) << replacement;
  }
}

TEST(ReadCase, AllProblemsAtOnce) {
  EXPECT_EQ(problems("{}"),
            "E0813 $.insured.id | text | `eligible` | id\n"
            "E0813 $.insured.status | Status |  | status\n"
            "E0813 $.stay.admitted | date |  | admitted\n"
            "E0813 $.stay.ordinal | count |  | ordinal\n"
            "E0813 $.stay.share | rate |  | share\n"
            "E0813 $.stay.emergency | bool |  | emergency\n"
            "E0813 $.claim.total | CNY |  | total\n"
            "E0813 $.claim.items | list of Item |  | items\n"
            "E0813 $.claim.marks | list of Item |  | marks\n"
            "E0814 $.opening.year_pooled | year_pooled\n"
            "E0814 $.opening.episode | episode\n"
            "E0814 $.opening.card | card\n"
            "E0814 $.opening.bills | bills");
}

TEST(ReadCase, PersonalValuesAreMasked) {
  const std::string json = with("\"110101199001011237\"", "true");
  EXPECT_EQ(problems(json), "E0821 $.insured.id | text | a truth value | 真假值");
  sample::Sample made = sample::service();
  made.program.inputs[0].field.personal = true;
  const auto masked = read_case(with("retired", "gone"), made.program, made.names);
  ASSERT_FALSE(masked.ok());
  EXPECT_EQ(masked.error().at(0).arguments.at(0), "***");
  ReadOptions options;
  options.show_personal = true;
  const auto shown = read_case(with("retired", "gone"), made.program, made.names, options);
  ASSERT_FALSE(shown.ok());
  EXPECT_EQ(shown.error().at(0).arguments.at(0), "gone");
}

TEST(ReadCase, TheDayOfTheCase) {
  sample::Sample made = sample::service();
  made.program.governed_by = kNoNode;
  const auto none = read_case(sample::least(), made.program, made.names);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().at(0).code, InputCode::missing_as_of);
  ReadOptions options;
  options.as_of = 0;
  EXPECT_TRUE(read_case(sample::least(), made.program, made.names, options).ok());
  EXPECT_EQ(problems(with(R"("insured")", R"("as_of": "2024-06-01", "insured")"), options),
            "E0816 $.as_of | 2024-06-01 | 1970-01-01");
}

TEST(ReadCase, WithALedger) {
  ReadOptions options;
  options.ledger = true;
  EXPECT_EQ(problems(sample::least(), options), "E0819 $.opening");
  EXPECT_EQ(good(with(",\n  \"opening\": " + sample::opening(), ""), options).memories.size(), 5U);
}

TEST(ReadCase, InputsOnly) {
  sample::Sample made = sample::service();
  made.program.governed_by = kNoNode;
  made.program.inputs.resize(1);
  made.program.inputs[0].children.resize(1);
  ReadOptions options;
  options.inputs_only = true;
  const auto read = read_case(with(R"("insured")", R"("papers": 1, "insured")"), made.program, made.names, options);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().inputs[0], Value::text("110101199001011237"));
  EXPECT_FALSE(read_case("{}", made.program, made.names, options).ok());
}

TEST(ReadCase, WhatNoRuleNeedsMayBeMissing) {
  sample::Sample made = sample::service();
  made.program.inputs[0].children[1].needed = false;
  const auto result = read_case(with(R"(, "status": "retired")", ""), made.program, made.names);
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().inputs[1].is_failed());  // it is not absent: no optional
}

TEST(ReadCase, ListsAtTheirLimit) {
  sample::Sample made = sample::service();
  InputShape& marks = made.program.inputs[2].children[2];
  marks.field.limits.at_most = 1'000'000;
  made.program.lists[2].at_most = 1'000'000;
  const auto marked = [&](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += list.empty() ? "\"m\"" : ",\"m\"";
    return read_case(with(R"("marks": [])", R"("marks": [)" + list + "]"), made.program, made.names);
  };
  ASSERT_TRUE(marked(100'000).ok());
  EXPECT_EQ(marked(100'000).value().lists[2].size(), 100'000U);
  ASSERT_FALSE(marked(100'001).ok());
  EXPECT_EQ(marked(100'001).error().at(0).code, InputCode::list_too_long);
}

TEST(ReadCase, ManyProblemsAreCounted) {
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += "\"share" + std::to_string(i) + "\": 1, ";
  const auto result = read(with(R"("share")", keys + R"("share")"));
  ASSERT_FALSE(result.ok());
  ASSERT_EQ(result.error().size(), kMaxInputErrors + 1);
  EXPECT_EQ(result.error().back().code, InputCode::more_problems);
  EXPECT_EQ(result.error().back().arguments, std::vector<std::string>{"49900"});
}

TEST(ReadCase, LongKeysAreCut) {
  const auto result = read(with(R"("share")", "\"" + std::string(1'000'000, 'k') + R"(": 1, "share")"));
  ASSERT_FALSE(result.ok());
  EXPECT_LT(result.error().at(0).path.size(), 100U);
}

}  // namespace
}  // namespace remit
