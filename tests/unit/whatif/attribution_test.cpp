#include "repl/whatif/block_comparison.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/whatif/policies.h"

namespace remit::whatif {
namespace {

using test::number;
using test::replaced;

const std::string kJob = "tests/bench/reference/job.remit";

auto claim(std::mt19937& dice) -> std::string {
  std::string items;
  const int lines = 1 + static_cast<int>(dice() % 6);
  for (int i = 0; i < lines; ++i) {
    items += std::string(i == 0 ? "" : ", ") + R"({"code": "x", "class": ")" + "ABC"[dice() % 3] + R"(", "amount": )" +
             std::to_string(dice() % 30'000) + "." + std::to_string(10 + dice() % 90) + "}";
  }
  const auto truth = [&] { return dice() % 2 == 0 ? "true" : "false"; };
  return std::string(R"({"id": 1, "insured": {"region": "R", "scheme": "employee", "retired": )") + truth() +
         R"(, "age": 50}, "encounter": {"kind": "inpatient", "tier": )" + std::to_string(1 + dice() % 3) +
         R"(, "ordinal": )" + std::to_string(1 + dice() % 3) + R"(, "filed": )" + truth() + R"(, "cross_region": )" +
         truth() + R"(}, "ytd": {"pooled_paid": )" + std::to_string(dice() % 120'000) + R"(}, "items": [)" + items +
         "]}";
}

// The parts of `result`, "name change" each.
auto parts(const CaseComparison& made, std::size_t result) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const Part& part : made.parts) {
    if (!part.by[result].is_zero()) all.push_back(part.name + " " + part.by[result].to_string());
  }
  return all;
}

// All parts of all results.
auto told(const CaseComparison& made) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const Part& part : made.parts) {
    all.push_back(part.name);
    for (const Number& by : part.by) all.back() += " " + by.to_string();
  }
  return all;
}

auto index_of(const Comparer& comparer, const std::string& name) -> std::size_t {
  for (std::size_t i = 0; i < comparer.results().size(); ++i) {
    if (comparer.results()[i].before.name == name) return i;
  }
  ADD_FAILURE() << name;
  return 0;
}

TEST(Attribution, NamesTheRulesThatPart) {
  const test::Settles before(test::file_text(kJob));
  std::string text = replaced(test::file_text(kJob), "| 3    | 1_300    |", "| 3    | 1_000    |");
  text = replaced(text, "| B     | 90%   |", "| B     | 80%   |");
  const test::Settles after(text);
  const std::string json =
      R"({"id": 1, "insured": {"region": "R1", "scheme": "employee", "retired": false, "age": 40},
          "encounter": {"kind": "inpatient", "tier": 3, "ordinal": 1, "filed": true, "cross_region": false},
          "ytd": {"pooled_paid": 0}, "items": [{"code": "a", "class": "A", "amount": 10000}, {"code": "b", "class": "B", "amount": 1000}]})";
  Comparer comparer(before.service(), after.service());
  const CaseComparison made = comparer.compare(before.given(json), after.given(json));
  // eligible 10_900 → 10_800; (10_900 − 1_300) × 85% = 8_160, with the second line at 80% 8_075, then 8_330
  const std::size_t fund = index_of(comparer, "fund");
  EXPECT_EQ(made.a[fund], number("8160"));
  EXPECT_EQ(made.b[fund], number("8330"));
  EXPECT_EQ(parts(made, fund), (std::vector<std::string>{"standard 255", "in_scope -85"}));
  EXPECT_EQ(parts(made, index_of(comparer, "eligible")), std::vector<std::string>{"in_scope -100"});
}

// Random changes of the reference job, random cases: the parts add up to the difference of every result.
TEST(Attribution, AddsUpExactly) {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"| 3    | 1_300    |", "| 3    | 1_001.37 |"},
      {"| 2    | 900      |", "| 2    | 0        |"},
      {"| B     | 90%   |", "| B     | 70%   |"},
      {"up to 30_000", "up to 20_000"},
      {"| 1 | 90%          | 95% ", "| 1 | 33.3%          | 95% "},
      {"ordinal >= 2 then min(standard * 50%", "ordinal >= 3 then min(standard * 30%"},
      {"then 60% else 100%", "then 50% else 90%"},
      {"not encounter.filed then 80%", "not encounter.filed then 65%"},
      {"100_000 - ytd", "80_000 - ytd"},
      {": CNY rounded half up\n", ": CNY rounded down\n"},
      {"CNY = total - fund", "CNY = max(0, total - fund - 5)"},
      {"CNY to 0.001 = sum of item.in_scope for item in items",
       "CNY to 0.001 = min(most, sum of item.in_scope for item in items)\nvalue most : CNY = 20_000"},
  };
  const test::Settles before(test::file_text(kJob));
  std::mt19937 dice(11);
  std::size_t differing = 0, alone = 0;
  for (int round = 0; round < 60; ++round) {
    std::string text = test::file_text(kJob);
    for (const auto& [from, to] : changes) {
      if (dice() % 3 == 0) text = replaced(text, from, to);
    }
    const test::Settles after(text);
    Comparer comparer(before.service(), after.service());
    std::vector<Case> cases;
    std::vector<CaseComparison> one_by_one;
    for (int k = 0; k < 12; ++k) {
      const std::string json = claim(dice);
      const CaseComparison made = comparer.compare(before.given(json), after.given(json));
      ASSERT_EQ(made.before, CaseComparison::State::answered) << json;
      for (std::size_t i = 0; i < comparer.results().size(); ++i) {
        Number moved;
        for (const Part& part : made.parts) moved = moved + part.by[i];
        EXPECT_EQ(moved, *made.b[i] - *made.a[i]);
      }
      differing += made.same() ? 0 : 1;
      cases.push_back(before.given(json));
      one_by_one.push_back(made);
    }
    BlockComparer blocks(before.service(), after.service());
    blocks.compare(cases, cases, [&](std::size_t i, const CaseComparison& made) {
      EXPECT_EQ(made.a, one_by_one[i].a);
      EXPECT_EQ(made.b, one_by_one[i].b);
      EXPECT_EQ(told(made), told(one_by_one[i]));
    });
    alone += blocks.alone();
  }
  EXPECT_GT(differing, 300U);
  EXPECT_EQ(alone, 0U);
}

}  // namespace
}  // namespace remit::whatif
