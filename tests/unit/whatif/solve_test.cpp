#include "repl/whatif/solve.h"

#include <gtest/gtest.h>

#include "tests/unit/whatif/policies.h"

namespace remit::whatif {
namespace {

using test::number;

auto question(const test::Settles& policy, const Case& given, const std::string& quantity, const std::string& target,
              const std::string& input) -> SolveQuestion {
  return {.variable = find_variable(policy.service(), given, input).value(),
          .quantity = find_quantity(policy.service(), quantity).value(),
          .relation = Relation::equal,
          .target = number(target)};
}

auto text(const Solution& solution) -> std::string {
  std::string all;
  const auto add = [&](const std::vector<Interval>& intervals, const char* mark) {
    for (const Interval& one : intervals) {
      all += (all.empty() ? "" : " ") + std::string(mark) + one.from.to_string();
      if (one.from != one.to) all += ".." + one.to.to_string();
    }
  };
  add(solution.found, "");
  add(solution.undecided, "?");
  return all;
}

// The set by settling every value; both as text.
void expect_as_enumerated(const test::Settles& policy, const Case& given, SolveQuestion asked, const std::string& from,
                          const std::string& to) {
  asked.from = number(from);
  asked.to = number(to);
  const auto solved = solve(policy.service(), given, asked);
  ASSERT_TRUE(solved) << solved.error().en;
  Evaluator evaluator(policy.service().program, policy.service().names);
  Solution counted;
  for (Number at = solved.value().from; at <= solved.value().to; at = at + solved.value().step) {
    Case one = given;
    assign(one, asked.variable, Value(at));
    const Answer answer = evaluator.settle(one);
    if (!answer.errors.empty() || answer.blocked) continue;
    const Number is = value_of(evaluator, asked.quantity).as_number();
    const bool holds = asked.relation == Relation::equal      ? is == asked.target
                       : asked.relation == Relation::at_least ? is >= asked.target
                                                              : is <= asked.target;
    if (!holds) continue;
    if (!counted.found.empty() && counted.found.back().to + solved.value().step == at)
      counted.found.back().to = at;
    else
      counted.found.push_back({at, at});
  }
  EXPECT_EQ(text(solved.value()), text(counted)) << asked.quantity.name << " " << asked.target.to_string();
}

struct Shape {
  const char* name;
  const char* given;
  const char* input;
  const char* from;
  const char* to;
  std::vector<std::pair<const char*, std::vector<const char*>>> targets;
};

TEST(Solve, EqualsEnumerationOnShapes) {
  const std::vector<Shape> shapes = {
      {"bands_by_amount",
       R"({"stay": {"discharged": "2024-05-20", "eligible": 0}})",
       "stay.eligible",
       "9900",
       "10100",
       {{"fund", {"8000", "8000.01", "7999.99", "8050", "100000"}}, {"patient", {"2000", "2000.01", "1990"}}}},
      {"bands_with_deductible_inside",
       R"({"claim": {"filed": "2024-05-20", "own": 0}})",
       "claim.own",
       "11950",
       "12150",
       {{"critical", {"0", "0.01", "51"}}}},
      {"stepping_down_from_second",
       R"({"stay": {"discharged": "2024-05-20", "eligible": 0, "ordinal": 2}})",
       "stay.eligible",
       "0",
       "900",
       {{"deductible", {"650", "100.05", "651"}}, {"payable", {"0", "12.34"}}}},
      {"payers_chain",
       R"({"stay": {"discharged": "2024-05-20", "eligible": 0, "total": 50000}})",
       "stay.eligible",
       "32600",
       "32700",
       {{"tilted", {"0", "2", "0.01"}}, {"own_share", {"3000", "2999.9"}}, {"patient", {"20420"}}}},
      {"payers_chain",
       R"({"stay": {"discharged": "2024-05-20", "eligible": 0, "total": 310}})",
       "stay.eligible",
       "250",
       "350",
       {{"basic", {"0", "0.7", "0.01"}}, {"patient", {"90", "99.99"}}}},
      {"whole_amount_cliff",
       R"({"claim": {"filed": "2024-05-20", "own": 0}})",
       "claim.own",
       "9900",
       "10100",
       {{"fund", {"2000", "1999.99", "3000"}}, {"patient", {"7000.01", "7050", "7950"}}}},
  };
  for (const Shape& shape : shapes) {
    const test::Settles policy = test::shape(shape.name);
    const Case given = policy.given(shape.given);
    for (const auto& [quantity, targets] : shape.targets) {
      for (const char* target : targets) {
        SolveQuestion asked = question(policy, given, quantity, target, shape.input);
        expect_as_enumerated(policy, given, asked, shape.from, shape.to);
        asked.relation = Relation::at_least;
        expect_as_enumerated(policy, given, asked, shape.from, shape.to);
        asked.relation = Relation::at_most;
        expect_as_enumerated(policy, given, asked, shape.from, shape.to);
      }
    }
  }
}

constexpr const char* kClaim =
    R"({"id": 1, "insured": {"region": "R1", "scheme": "employee", "retired": false, "age": 40},
        "encounter": {"kind": "inpatient", "tier": 3, "ordinal": 1, "filed": false, "cross_region": true},
        "ytd": {"pooled_paid": 97000}, "items": [{"code": "a", "class": "A", "amount": 2000.07}, {"code": "b", "class": "B", "amount": 100}]})";

TEST(Solve, EqualsEnumerationOnTheReferenceJob) {
  const test::Settles policy(test::file_text("tests/bench/reference/job.remit"));
  const Case given = policy.given(kClaim);
  for (const char* target : {"475.25", "500", "544.05", "0"}) {
    expect_as_enumerated(policy, given, question(policy, given, "fund", target, "items[2].amount"), "0", "60");
    expect_as_enumerated(policy, given, question(policy, given, "fund", target, "ytd.pooled_paid"), "99400", "99600");
    expect_as_enumerated(policy, given, question(policy, given, "fund", target, "encounter.ordinal"), "1", "9");
    expect_as_enumerated(policy, given, question(policy, given, "patient", target, "items[1].amount"), "1900", "2000");
  }
}

// What is drawn from an account fails beyond what it holds, with what is credited before.
constexpr const char* kAccount = R"(policy p.account
currency CNY to 0.01
record Claim { paid_on : date  own : CNY 0..  refund : CNY 0.. }
input claim : Claim
input who : text
value least : CNY = 10
rule wanted : CNY = claim.own * 2
rule drawn : CNY rounded down = wanted / 3
rule cash : CNY = claim.own - drawn
account card : CNY per who {
  pots this_year, earlier
  credits this_year with claim.refund
  debits drawn when claim.own > 50
  never below least
}
rule balance : CNY = card
service settle takes claim, who governed by claim.paid_on { gives drawn, cash, balance }
)";

TEST(Solve, EqualsEnumerationWhereAnAccountIsDrawn) {
  const test::Settles policy{kAccount};
  for (const char* refund : {"0", "20.5"}) {
    const Case given = policy.given(R"({"claim": {"paid_on": "2024-05-20", "own": 60, "refund": )" +
                                    std::string(refund) + R"(}, "who": "a", "opening": {"card":
        [{"key": ["a"], "pots": {"this_year": 30, "earlier": 40}}]}})");
    for (const auto& [quantity, input] :
         {std::pair("drawn", "claim.own"), std::pair("cash", "claim.own"), std::pair("cash", "least")}) {
      for (const char* target : {"0", "20", "33.33", "40", "53.66", "1000"}) {
        SolveQuestion asked = question(policy, given, quantity, target, input);
        asked.relation = Relation::at_most;
        expect_as_enumerated(policy, given, asked, "0", "160");
        asked.relation = Relation::equal;
        expect_as_enumerated(policy, given, asked, "0", "160");
      }
    }
  }
}

TEST(Solve, TheWholeRangeOfAnInput) {
  const test::Settles policy = test::shape("stepping_down_from_second");
  const Case given = policy.given(R"({"stay": {"discharged": "2024-05-20", "eligible": 0, "ordinal": 1}})");
  const auto solved = [&](const char* quantity, const char* target, const char* input) {
    return text(solve(policy.service(), given, question(policy, given, quantity, target, input)).value());
  };
  EXPECT_EQ(solved("deductible", "1300", "stay.eligible"), "1300..1000000000000");
  EXPECT_EQ(solved("payable", "10000", "stay.eligible"), "11300");
  EXPECT_EQ(solved("payable", "0", "stay.eligible"), "0..1300");
  EXPECT_EQ(solved("deductible", "1300.01", "stay.eligible"), "");
  EXPECT_EQ(solved("deductible", "0", "first_deductible"), "0..1000000000000");
}

TEST(Solve, TakesLittleWork) {
  const test::Settles policy = test::shape("payers_chain");
  const Case given = policy.given(R"({"stay": {"discharged": "2024-05-20", "total": 1000000, "eligible": 5000}})");
  const auto solved = solve(policy.service(), given, question(policy, given, "own_share", "20000", "stay.eligible"));
  EXPECT_EQ(text(solved.value()), "504855.39..504855.71");
  EXPECT_LT(solved.value().work, 200U);
}

TEST(Solve, SaysWhatItDidNotDecide) {
  const test::Settles policy = test::shape("bands_by_amount");
  const Case given = policy.given(R"({"stay": {"discharged": "2024-05-20", "eligible": 0}})");
  SolveQuestion asked = question(policy, given, "fund", "8000", "stay.eligible");
  asked.most_work = 3;
  const Solution solved = solve(policy.service(), given, asked).value();
  EXPECT_FALSE(solved.undecided.empty());
  EXPECT_EQ(solved.undecided.back().to, number("1000000000000"));
}

}  // namespace
}  // namespace remit::whatif
