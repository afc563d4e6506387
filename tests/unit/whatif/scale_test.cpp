#include "repl/whatif/scale.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "tests/unit/whatif/policies.h"

namespace remit::whatif {
namespace {

using test::number;

auto sum(const std::vector<Number>& parts) { return std::accumulate(parts.begin(), parts.end(), Number()); }

TEST(Scale, PartsAddUpToTheLastUnit) {
  const Number cent = number("0.01");
  EXPECT_EQ(in_proportion({number("1"), number("1"), number("1")}, number("100"), cent),
            (std::vector<Number>{number("33.34"), number("33.33"), number("33.33")}));
  EXPECT_EQ(in_proportion({number("0"), number("2"), number("1")}, number("0.02"), cent),
            (std::vector<Number>{number("0"), number("0.01"), number("0.01")}));
  EXPECT_EQ(in_proportion({number("5")}, number("0"), cent), std::vector<Number>{number("0")});
}

// Digits of any size.
TEST(Scale, PartsOfAnyDigits) {
  const Number huge = number("90000000000000000000000000.01"), fine = number("0.0000000000000000000000000001");
  EXPECT_EQ(in_proportion({huge, huge, fine}, huge, number("0.01")),
            (std::vector<Number>{number("45000000000000000000000000.01"), number("45000000000000000000000000.00"),
                                 Number()}));
  EXPECT_EQ(in_proportion({number("9000000000000000000"), number("9000000000000000000")}, number("9000000000000000001"),
                          number("1")),
            (std::vector<Number>{number("4500000000000000001"), number("4500000000000000000")}));
}

TEST(Scale, PropertiesOnRandomBills) {
  std::mt19937 dice(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<Number> parts(1 + dice() % 40);
    for (Number& part : parts) part = Number::decimal(dice() % 3 == 0 ? 0 : static_cast<std::int64_t>(dice()), 2);
    parts.back() = number("0.01");
    const Number total = Number::decimal(static_cast<std::int64_t>(dice()) * (dice() % 2), 2);
    const std::vector<Number> scaled = in_proportion(parts, total, number("0.01"));
    EXPECT_EQ(sum(scaled), total);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Number off = (scaled[i] - total * parts[i] / sum(parts)).abs();
      EXPECT_LT(off, number("0.01"));
    }
  }
}

constexpr const char* kPolicy = R"(
policy p "P" en "P" in force from 2020-01-01
currency CNY to 0.01
record Item { price : CNY to 0.000001 0..  quantity : decimal to 0.01 0..  amount : CNY 0.. }
record Claim { total : CNY 0..  paid : CNY 0..  items : list of Item at most 100 }
input claim : Claim
rule half : CNY rounded half up = claim.total * 50%
service settle takes claim governed by as of {
  gives half
  ensures claim.total = sum of item.amount for item in claim.items "sum" en "sum"
  ensures all of abs(item.amount - item.price * item.quantity) <= 0.01 for item in claim.items "price" en "price"
}
)";

TEST(Scale, FollowsWhatTheServiceEnsures) {
  const test::Settles policy(kPolicy);
  const Case given = policy.given(
      R"({"claim": {"total": 30, "paid": 1, "items": [{"price": 5, "quantity": 4, "amount": 20}, {"price": 2.5, "quantity": 4, "amount": 10}]}})");
  const auto scaled = scale(policy.service(), given, "claim.items.amount", number("100"));
  ASSERT_TRUE(scaled) << scaled.error().en;
  EXPECT_EQ(scaled.value().before, number("30"));
  EXPECT_EQ(scaled.value().followed, (std::vector<std::string>{"claim.total", "claim.items.price"}));
  Evaluator evaluator(policy.service().program, policy.service().names);
  const Answer answer = evaluator.settle(scaled.value().given);
  EXPECT_TRUE(answer.errors.empty());
  EXPECT_EQ(answer.outputs[0].value.as_number(), number("50"));
}

TEST(Scale, SaysWhyNot) {
  const test::Settles policy(kPolicy);
  const Case given =
      policy.given(R"({"claim": {"total": 0, "paid": 0, "items": [{"price": 0, "quantity": 1, "amount": 0}]}})");
  const auto error = [&](const char* column, const char* total) {
    const auto scaled = scale(policy.service(), given, column, number(total));
    return scaled ? std::string("scaled") : scaled.error().en;
  };
  EXPECT_EQ(error("claim.items.amuont", "1"),
            "`claim.items.amuont` is no column of a list that the case gives; did you mean `claim.items.amount`?");
  EXPECT_EQ(error("claim.items.amount", "1"), "all that there is to scale is 0");
}

}  // namespace
}  // namespace remit::whatif
