// What the author is told.
#include "dsl/bound/bound.h"

#include <gtest/gtest.h>

#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

class Bound : public ::testing::Test {
 protected:
  auto check() -> std::vector<Diagnostic> {
    Elaborated made = policy.finish();
    std::vector<Diagnostic> problems;
    bound(made, problems);
    return problems;
  }
  auto codes() -> std::vector<Code> {
    std::vector<Code> found;
    for (const Diagnostic& problem : check()) found.push_back(problem.code);
    return found;
  }
  auto op(Op op, std::initializer_list<NodeId> operands) -> NodeId {
    return policy.op(op, TinyPolicy::money(), operands);
  }
  auto c(const std::string& text) -> NodeId { return policy.constant(text); }

  TinyPolicy policy;
  NodeId amount = policy.input("amount", TinyPolicy::money(), "0.01 in 0..");
  const std::vector<Code> none;
};

TEST_F(Bound, ResultsThatLieOnTheirPlaceAreFine) {
  policy.claim(op(Op::multiply, {c("1300"), c("0.5")}), "1");
  policy.claim(op(Op::minimum, {op(Op::multiply, {c("1300"), c("0.5")}), amount}), "0.01");
  policy.claim(op(Op::divide, {amount, c("4")}), "");
  policy.claim(policy.round(op(Op::divide, {amount, c("3")}), Rounding::half_up, "0.01"), "0.01");
  EXPECT_EQ(codes(), none);
}

TEST_F(Bound, ValuesThatAreWrittenOutAreTried) {
  const NodeId n = policy.input("n", TinyPolicy::count(), "in 1..");
  const auto is = [&](const char* k) {
    return policy.boolean(Op::equal, {n, policy.constant(k, TinyPolicy::count())});
  };
  const NodeId kept = policy.table(TinyPolicy::rate(), {is("1"), is("2"), is("3"), c("1"), c("0.729"), c("0.6561")});
  const NodeId reduced = op(Op::multiply, {c("880"), kept});
  policy.claim(op(Op::maximum, {c("620"), reduced}), "0.01");  // 880, 641.52, 577.368
  EXPECT_EQ(codes(), none);
  policy.claim(op(Op::minimum, {c("620"), reduced}), "0.01");
  EXPECT_EQ(check().at(0).arguments.at(2), "577.368");
}

TEST_F(Bound, TheNarrowestPartIsShown) {
  const NodeId product = op(Op::multiply, {amount, c("0.85")});
  const NodeId rule = policy.rule(op(Op::add, {amount, op(Op::minimum, {product, c("500")})}));
  policy.claim(op(Op::subtract, {c("1000"), rule}), "0.01", "paid");
  const auto problems = check();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, Code::E0410);
  EXPECT_EQ(problems[0].span, policy.span_of(product));
  EXPECT_EQ(problems[0].arguments, (std::vector<std::string>{"paid", "0.01", "0.0085"}));
}

TEST_F(Bound, APartElsewhereIsANote) {
  const NodeId product = op(Op::multiply, {amount, c("0.85")});
  policy.claim(policy.rule(product), "0.01");
  policy.places[0].span = {.file = {}, .begin = 50'000, .end = 50'001};
  const auto problems = check();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].span, policy.places[0].span);
  EXPECT_EQ(problems[0].notes[0].kind, NoteKind::place_here);
  EXPECT_EQ(problems[0].notes[0].span, policy.span_of(product));
}

TEST_F(Bound, EndlessQuotients) {
  const NodeId third = op(Op::divide, {amount, c("3")});
  policy.claim(op(Op::multiply, {third, c("0.5")}), "0.01");
  policy.claim(policy.rule(op(Op::divide, {amount, c("7")})), "", "share");
  const auto problems = check();
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].code, Code::E0412);
  EXPECT_EQ(problems[0].span, policy.span_of(third));
  EXPECT_EQ(problems[1].code, Code::E0414);
}

TEST_F(Bound, InputsOfAnyPlace) {
  const NodeId quantity = policy.input("quantity", TinyPolicy::decimal());
  policy.claim(op(Op::multiply, {amount, quantity}), "0.01");
  EXPECT_EQ(codes(), std::vector{Code::E0413});
}

TEST_F(Bound, AMistakeIsToldOnce) {
  const NodeId product = op(Op::multiply, {amount, c("0.85")});
  policy.claim(product, "0.01");
  policy.claim(op(Op::add, {policy.rule(product), amount}), "0.01");
  EXPECT_EQ(codes().size(), 1U);
}

TEST_F(Bound, AMistakeIsToldOnceAndNotByWhatReadsIt) {
  const NodeId product = op(Op::multiply, {amount, c("0.85")});
  policy.claim(product, "0.01");
  policy.claim(op(Op::add, {policy.rule(product), amount}), "0.01", "total");
  EXPECT_EQ(codes().size(), 1U);
}

TEST_F(Bound, RoundedTwice) {
  const NodeId inner = policy.round(op(Op::multiply, {amount, c("0.333")}), Rounding::half_up, "0.001");
  const NodeId outer = policy.round(op(Op::add, {policy.rule(inner), amount}), Rounding::half_up, "0.01");
  policy.rule(outer);
  const auto problems = check();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, Code::W0411);
  EXPECT_EQ(problems[0].span, policy.span_of(outer));
  EXPECT_EQ(problems[0].notes[0].span, policy.span_of(inner));
}

TEST_F(Bound, RoundingsThatCannotDisturbEachOther) {
  const NodeId product = op(Op::multiply, {amount, c("0.333")});
  policy.round(policy.round(product, Rounding::down, "0.01"), Rounding::down, "1");
  policy.round(policy.round(product, Rounding::half_up, "0.01"), Rounding::half_up, "0.01");
  policy.round(policy.round(product, Rounding::half_up, "1"), Rounding::half_even, "0.5");
  policy.round(op(Op::multiply, {policy.round(product, Rounding::half_up, "0.01"), c("0.8")}), Rounding::half_up,
               "0.01");
  EXPECT_EQ(codes(), none);
}

TEST_F(Bound, DivisorsThatMayBeZero) {
  const NodeId nights = policy.input("nights", TinyPolicy::count());
  const NodeId days = policy.input("days", TinyPolicy::count(), "in 1..");
  const NodeId asked = policy.input("asked", TinyPolicy::count());
  policy.boolean(Op::greater, {asked, policy.constant("0", TinyPolicy::count())});
  const NodeId divided = op(Op::divide, {amount, nights});
  for (const NodeId quotient : {divided, op(Op::divide, {amount, days}), op(Op::divide, {amount, asked})}) {
    policy.divisions.push_back({quotient, policy.span_of(quotient)});
  }
  const auto problems = check();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, Code::W0415);
  EXPECT_EQ(problems[0].span, policy.span_of(divided));
}

}  // namespace
}  // namespace remit
