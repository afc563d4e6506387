#include "repl/whatif/sweep.h"

#include <gtest/gtest.h>

#include <chrono>

#include "repl/whatif/scale.h"
#include "tests/unit/whatif/policies.h"

namespace remit::whatif {
namespace {

using test::number;

constexpr const char* kStay = R"({"stay": {"ordinal": 1, "discharged": "2024-05-20", "eligible": 20000}})";

auto rows(const test::Settles& policy, const Case& given, const std::string& input, const std::string& from,
          const std::string& to, const std::string& step, const std::vector<std::string>& shown)
    -> std::vector<std::vector<std::string>> {
  const auto variable = find_variable(policy.service(), given, input);
  EXPECT_TRUE(variable) << (variable ? "" : variable.error().en);
  std::vector<Quantity> quantities;
  for (const std::string& name : shown) quantities.push_back(find_quantity(policy.service(), name).value());
  const auto points = points_between(variable.value(), Value(number(from)), Value(number(to)), number(step));
  EXPECT_TRUE(points) << (points ? "" : points.error().en);
  return sweep_rows(sweep(policy.service(), given, variable.value(), points.value(), quantities).value(),
                    policy.service());
}

using Rows = std::vector<std::vector<std::string>>;

TEST(Sweep, AnInput) {
  const test::Settles policy = test::shape("stepping_down_from_second");
  EXPECT_EQ(rows(policy, policy.given(kStay), "stay.eligible", "0", "2000", "1000", {"deductible", "payable"}),
            (Rows{{"stay.eligible", "deductible", "payable"},
                  {"0.00", "0.00", "0.00"},
                  {"1000.00", "1000.00", "0.00"},
                  {"2000.00", "1300.00", "700.00"}}));
}

TEST(Sweep, AFigureOfThePolicy) {
  const test::Settles policy = test::shape("stepping_down_from_second");
  EXPECT_EQ(
      rows(policy, policy.given(kStay), "first_deductible", "1000", "1400", "200", {"payable"}),
      (Rows{
          {"first_deductible", "payable"}, {"1000.00", "19000.00"}, {"1200.00", "18800.00"}, {"1400.00", "18600.00"}}));
}

TEST(Sweep, AColumnOfOneElement) {
  const test::Settles policy(test::file_text("tests/bench/reference/job.remit"));
  const Case given = policy.given(
      R"({"id": 1, "insured": {"region": "R1", "scheme": "employee", "retired": false, "age": 40},
          "encounter": {"kind": "inpatient", "tier": 3, "ordinal": 1, "filed": true, "cross_region": false},
          "ytd": {"pooled_paid": 0}, "items": [{"code": "a", "class": "A", "amount": 2000}, {"code": "b", "class": "B", "amount": 100}]})");
  EXPECT_EQ(rows(policy, given, "items[2].amount", "0", "1000", "500", {"eligible", "fund", "in_scope[2]"}),
            (Rows{{"items[2].amount", "eligible", "fund", "in_scope[2]"},
                  {"0.00", "2000.000", "595.00", "0.000"},
                  {"500.00", "2450.000", "977.50", "450.000"},
                  {"1000.00", "2900.000", "1360.00", "900.000"}}));
}

TEST(Sweep, TheTotalOfAColumn) {
  const test::Settles policy(test::file_text("tests/bench/reference/job.remit"));
  const Case given = policy.given(
      R"({"id": 1, "insured": {"region": "R1", "scheme": "employee", "retired": false, "age": 40},
          "encounter": {"kind": "inpatient", "tier": 3, "ordinal": 1, "filed": true, "cross_region": false},
          "ytd": {"pooled_paid": 0}, "items": [{"code": "a", "class": "A", "amount": 300}, {"code": "b", "class": "C", "amount": 100}]})");
  EXPECT_EQ(rows(policy, given, "scale items.amount", "0", "4000", "2000", {"eligible", "patient"}),
            (Rows{{"items.amount", "eligible", "patient"},
                  {"0.00", "0.000", "0.00"},
                  {"2000.00", "1500.000", "1830.00"},
                  {"4000.00", "3000.000", "2555.00"}}));
}

TEST(Sweep, WhatIsDerivedNamesItsInputs) {
  const test::Settles policy = test::shape("stepping_down_from_second");
  const Case given = policy.given(kStay);
  const auto error = [&](const std::string& name) {
    const auto found = find_variable(policy.service(), given, name);
    return found ? std::string("found") : found.error().en;
  };
  EXPECT_EQ(error("deductible"), "`deductible` is derived; the inputs behind it: `stay.ordinal` and `stay.eligible`");
  EXPECT_EQ(error("stay.eligibel"), "there is no input `stay.eligibel`; did you mean `stay.eligible`?");
}

TEST(Sweep, PointsAreChecked) {
  const test::Settles policy = test::shape("stepping_down_from_second");
  const Case given = policy.given(kStay);
  const Variable eligible = find_variable(policy.service(), given, "stay.eligible").value();
  const auto error = [&](const char* from, const char* to, const char* step) {
    const auto points = points_between(eligible, Value(number(from)), Value(number(to)), number(step));
    return points ? std::to_string(points.value().size()) : points.error().en;
  };
  EXPECT_EQ(error("0", "1", "0.01"), "101");
  EXPECT_EQ(error("0", "1", "0"), "a step is more than 0");
  EXPECT_EQ(error("2", "1", "1"), "it begins after its end");
  EXPECT_EQ(error("0", "1", "0.001"), "the values of `stay.eligible` lie on 0.01");
  EXPECT_EQ(error("-1", "1", "1"), "`stay.eligible` lies in 0..");
  EXPECT_EQ(error("0", "1000000", "1"), "that is 1000001 points; at most 100000 are settled");
}

// Every point equals a case settled from nothing, also with something assumed.
void equals_settling_each(bool assumes) {
  const test::Settles policy = test::shape("payers_chain");
  Case given = policy.given(R"({"stay": {"discharged": "2024-05-20", "total": 9000, "eligible": 5000}})");
  const Program& program = policy.service().program;
  for (std::uint32_t i = 0; assumes && i < program.rules.size(); ++i) {
    if (policy.service().names.rules[program.rules[i].name].name == "assisted")
      given.assumed.emplace(i, number("1000"));
  }
  EXPECT_EQ(given.assumed.empty(), !assumes);
  const Variable eligible = find_variable(policy.service(), given, "stay.eligible").value();
  const auto points = points_between(eligible, Value(number("0")), Value(number("12000")), number("37.13"));
  const Quantity patient = find_quantity(policy.service(), "patient").value();
  const Sweep swept = sweep(policy.service(), given, eligible, points.value(), {patient}).value();
  Evaluator evaluator(policy.service().program, policy.service().names);
  for (const SweptPoint& point : swept.points) {
    Case one = given;
    assign(one, eligible, point.value);
    const Answer answer = evaluator.settle(one);
    EXPECT_EQ(answer.errors.empty() ? "" : answer.errors.front().code, point.why);
    if (!answer.errors.empty()) continue;
    EXPECT_EQ(value_of(evaluator, patient), point.shown[0]);
  }
}
TEST(Sweep, IsWhatSettlingEachCaseGives) { equals_settling_each(false); }
TEST(Sweep, IsWhatSettlingEachCaseGivesWithSomethingAssumed) { equals_settling_each(true); }

constexpr const char* kBill = R"(
policy p "P" en "P" in force from 2020-01-01
currency CNY to 0.01
record Item { price : CNY to 0.000001 0..  quantity : decimal to 0.01 0..  amount : CNY 0.. }
record Claim { total : CNY 0..  room : CNY 0..  items : list of Item at most 100 }
input claim : Claim
for each item in claim.items {
  rule covered : rate = if item.quantity > 3 then 90% else 50%
  rule part : CNY rounded half up = item.amount * covered
}
rule paid : CNY = sum of item.part for item in claim.items
rule own : CNY = claim.total - paid
service settle takes claim governed by as of {
  gives paid, own
  ensures claim.total = sum of item.amount for item in claim.items "sum" en "sum"
  ensures paid <= claim.room "room" en "room"
  ensures all of abs(item.amount - item.price * item.quantity) <= 0.01 for item in claim.items "price" en "price"
}
)";

// `total`: 30 is what the lines add up to; of another one no point has an answer.
void equals_scaling_and_settling_each(const std::string& total) {
  const test::Settles policy(kBill);
  const Case given = policy.given(R"({"claim": {"total": )" + total + R"(, "room": 60, "items": [
      {"price": 5, "quantity": 4, "amount": 20}, {"price": 2.5, "quantity": 3, "amount": 7.5}, {"price": 2.5, "quantity": 1, "amount": 2.5}]}})");
  const Variable bill = find_variable(policy.service(), given, "scale claim.items.amount").value();
  const auto points = points_between(bill, Value(number("0")), Value(number("100")), number("0.7"));
  const std::vector<Quantity> shown{find_quantity(policy.service(), "own").value(),
                                    find_quantity(policy.service(), "part[2]").value()};
  const Sweep swept = sweep(policy.service(), given, bill, points.value(), shown).value();
  Evaluator evaluator(policy.service().program, policy.service().names);
  std::size_t failed = 0;
  for (const SweptPoint& point : swept.points) {
    const Case one = scale(policy.service(), given, "claim.items.amount", point.value.as_number()).value().given;
    const Answer answer = evaluator.settle(one);
    EXPECT_EQ(answer.errors.empty() ? "" : answer.errors.front().code, point.why)
        << point.value.as_number().to_string();
    failed += answer.errors.empty() ? 0 : 1;
    for (std::size_t i = 0; answer.errors.empty() && i < shown.size(); ++i)
      EXPECT_EQ(value_of(evaluator, shown[i]), point.shown[i]);
  }
  EXPECT_GT(failed, 0U);
  EXPECT_EQ(failed == swept.points.size(), total != "30");
}
TEST(Sweep, OfABillIsWhatScalingAndSettlingEachGives) { equals_scaling_and_settling_each("30"); }
TEST(Sweep, OfABillThatNeverAddsUpIsWhatScalingAndSettlingEachGives) { equals_scaling_and_settling_each("31"); }

TEST(Sweep, WhatCannotBeScaledIsTold) {
  const test::Settles policy(kBill);
  const Case given =
      policy.given(R"({"claim": {"total": 0, "room": 60, "items": [{"price": 0, "quantity": 4, "amount": 0}]}})");
  const Variable bill = find_variable(policy.service(), given, "scale claim.items.amount").value();
  const auto swept = sweep(policy.service(), given, bill, {Value(number("1"))}, {});
  ASSERT_FALSE(swept);
  EXPECT_EQ(swept.error().en, "all that there is to scale is 0");
}

}  // namespace
}  // namespace remit::whatif
