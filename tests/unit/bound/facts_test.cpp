// What is known of a node: its place and its bounds.
#include <gtest/gtest.h>

#include "dsl/bound/bound.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

// "0.01 in 0..100", "ratio in 0..", "?": as limits are written.
auto print(const NodeFacts& facts) -> std::string {
  std::string text = facts.step ? facts.step->to_string() : facts.may_be_ratio ? "ratio" : "?";
  if (!facts.low && !facts.high) return text;
  return text + " in " + (facts.low ? facts.low->to_string() : "") + ".." + (facts.high ? facts.high->to_string() : "");
}

class Facts : public ::testing::Test {
 protected:
  auto facts(NodeId id) -> NodeFacts {
    Elaborated made = policy.finish();
    std::vector<Diagnostic> problems;
    bound(made, problems);
    return made.program.facts[static_cast<std::size_t>(id)];
  }
  auto of(NodeId id) -> std::string { return print(facts(id)); }
  auto money(const std::string& limits = "0.01") -> NodeId {
    return policy.input("m" + std::to_string(++inputs), TinyPolicy::money(), limits);
  }
  auto op(Op op, std::initializer_list<NodeId> operands) -> NodeId {
    return policy.op(op, TinyPolicy::money(), operands);
  }
  auto c(const std::string& text) -> NodeId { return policy.constant(text); }

  TinyPolicy policy;
  int inputs = 0;
};

TEST_F(Facts, InputsLieWithinTheirLimits) {
  EXPECT_EQ(of(money("0.01 in 0..100")), "0.01 in 0..100");
  EXPECT_EQ(of(policy.input("n", TinyPolicy::count())), "1 in 0..");
  EXPECT_EQ(of(policy.input("k", TinyPolicy::count(), "in 1..5")), "1 in 1..5");
  EXPECT_EQ(of(policy.input("d", TinyPolicy::decimal())), "?");
}

TEST_F(Facts, ConstantsAreThemselves) {
  EXPECT_EQ(of(c("1300")), "1300 in 1300..1300");
  EXPECT_EQ(of(c("-0.05")), "0.05 in -0.05..-0.05");
  EXPECT_EQ(of(op(Op::multiply, {c("1300"), c("0.5")})), "650 in 650..650");
  EXPECT_EQ(of(op(Op::divide, {c("100"), c("3")})), "ratio in 100/3..100/3");
  EXPECT_EQ(of(op(Op::multiply, {op(Op::divide, {c("100"), c("3")}), c("3")})), "100 in 100..100");
}

TEST_F(Facts, SumsLieOnTheCommonPlace) {
  EXPECT_EQ(of(op(Op::add, {money("0.01 in 0..10"), money("0.05 in -1..5")})), "0.01 in -1..15");
  EXPECT_EQ(of(op(Op::subtract, {money("10 in 0..10"), money("15 in 0..30")})), "5 in -30..10");
  EXPECT_EQ(of(op(Op::add, {c("0"), money("0.05")})), "0.05");
}

TEST_F(Facts, ProductsMultiplyPlaces) {
  EXPECT_EQ(of(op(Op::multiply, {money("0.01 in 0..100"), c("0.85")})), "0.0085 in 0..85");
  EXPECT_EQ(of(op(Op::multiply, {money("0.01 in -2..3"), policy.input("r", TinyPolicy::rate(), "0.01 in -4..5")})),
            "0.0001 in -12..15");
  EXPECT_EQ(of(op(Op::multiply, {money("0.01 in 0.."), policy.input("r", TinyPolicy::rate(), "0.01 in 0..1")})),
            "0.0001 in 0..");
  EXPECT_EQ(of(op(Op::multiply, {money("0.01 in 0.."), policy.input("q", TinyPolicy::decimal())})), "?");
  EXPECT_EQ(of(op(Op::multiply, {money("0.01"), c("0")})), "1 in 0..0");
}

TEST_F(Facts, QuotientsEndOrDoNot) {
  EXPECT_EQ(of(op(Op::divide, {money("0.01 in 0..100"), c("4")})), "0.0025 in 0..25");
  EXPECT_EQ(of(op(Op::divide, {money("0.01 in 0..3"), c("3")})), "ratio in 0..1");
  EXPECT_EQ(of(op(Op::divide, {money("30 in 0..300"), c("30")})), "1 in 0..10");
  EXPECT_EQ(of(op(Op::divide, {policy.input("d", TinyPolicy::decimal()), c("-8")})), "?");
  EXPECT_EQ(of(op(Op::divide, {money("0.01 in 0..8"), policy.input("n", TinyPolicy::count(), "in 2..4")})),
            "ratio in 0..4");
  EXPECT_EQ(of(op(Op::divide, {money("0.01 in 0..8"), policy.input("n", TinyPolicy::count(), "in 2..")})),
            "ratio in 0..4");
}

TEST_F(Facts, AQuotientTakenBackEndsAgain) {
  const NodeId monthly = op(Op::divide, {money("0.01 in 0..1200"), c("12")});
  EXPECT_EQ(of(op(Op::multiply, {monthly, c("24")})), "0.02 in 0..2400");
  EXPECT_EQ(of(op(Op::multiply, {monthly, c("3")})), "0.0025 in 0..300");
}

TEST_F(Facts, BranchesAreTakenTogether) {
  const NodeId yes = policy.input("yes", TinyPolicy::boolean());
  EXPECT_EQ(of(op(Op::conditional, {yes, money("0.5 in 0..5"), c("0.75")})), "0.25 in 0..5");
  EXPECT_EQ(of(op(Op::or_else, {money("0.01 in 1..2"), c("0")})), "0.01 in 0..2");
  EXPECT_EQ(of(op(Op::minimum, {money("0.01 in 0.."), c("500")})), "0.01 in 0..500");
  EXPECT_EQ(of(op(Op::maximum, {money("0.01"), c("0")})), "0.01 in 0..");
  EXPECT_EQ(of(op(Op::absolute, {money("0.01 in -5..3")})), "0.01 in 0..5");
  EXPECT_EQ(of(op(Op::negate, {money("0.01 in -5..3")})), "0.01 in -3..5");
}

TEST_F(Facts, AFewValuesAreKept) {
  const NodeId yes = policy.input("yes", TinyPolicy::boolean());
  const NodeId either = op(Op::conditional, {yes, c("0.3"), c("0.75")});
  EXPECT_EQ(of(op(Op::multiply, {either, c("1000")})), "150 in 300..750");
  EXPECT_EQ(of(op(Op::maximum, {either, c("0.5")})), "0.25 in 0.5..0.75");
  EXPECT_EQ(of(op(Op::minimum, {either, money("0.01 in 0..1")})), "0.01 in 0..0.75");
}

TEST_F(Facts, NoneAddsNothing) {
  const NodeId none = policy.build.constant(Value(), TinyPolicy::optional(TinyPolicy::money()), {});
  EXPECT_EQ(of(op(Op::conditional, {policy.input("yes", TinyPolicy::boolean()), c("5"), none})), "5 in 5..5");
}

TEST_F(Facts, VersionsAreTakenTogether) {
  policy.build.program.timelines.push_back({{{INT64_MIN, 9}, {10, INT64_MAX}}, 0});
  const NodeId date = policy.input("day", TinyPolicy::date());
  const NodeId dated = op(Op::dated, {date, c("1300"), c("1500")});
  EXPECT_EQ(of(dated), "100 in 1300..1500");
  EXPECT_FALSE(facts(dated).may_fail);
}

TEST_F(Facts, RoundingLiesOnItsStep) {
  const NodeId third = op(Op::divide, {money("0.01 in 0..100"), c("3")});
  EXPECT_EQ(of(policy.round(third, Rounding::half_up, "0.05")), "0.05 in 0..33.35");
  EXPECT_EQ(of(policy.round(third, Rounding::down, "1")), "1 in 0..33");
  EXPECT_EQ(of(policy.round(money("10 in 0..100"), Rounding::down, "0.01")), "10 in 0..100");
}

TEST_F(Facts, SumsOverListsAreBoundByTheirLength) {
  const Type list = policy.list_of(TinyPolicy::money(), 20);
  const Type holder = policy.record({TinyPolicy::field_of("prices", list)});
  policy.build.program.catalogs.push_back({});
  const NodeId prices = policy.field(policy.op(Op::look_up, holder, {}), 0, list);
  const LocalId local = policy.build.new_local();
  const NodeId each = policy.op(Op::local, TinyPolicy::money(), {}, static_cast<std::uint32_t>(local));
  const NodeId capped = op(Op::minimum, {op(Op::maximum, {policy.round(each, Rounding::down, "0.1"), c("0")}), c("7")});
  EXPECT_EQ(of(policy.loop(Loop::Kind::sum, TinyPolicy::money(), local, prices, capped)), "0.1 in 0..140");
  EXPECT_EQ(of(policy.loop(Loop::Kind::count, TinyPolicy::count(), local, prices)), "1 in 0..20");
}

TEST_F(Facts, ElementsOfAListThatWasComputed) {
  const Type list = policy.list_of(TinyPolicy::money(), 20);
  const NodeId made = policy.op(Op::make_list, list, {c("10"), c("25")});
  const LocalId local = policy.build.new_local();
  const NodeId each = policy.op(Op::local, TinyPolicy::money(), {}, static_cast<std::uint32_t>(local));
  EXPECT_EQ(of(policy.loop(Loop::Kind::sum, TinyPolicy::money(), local, made, each)), "5 in 0..50");
}

TEST_F(Facts, RulesAndRecordsPassOnWhatTheyHold) {
  EXPECT_EQ(of(policy.rule(c("20"))), "20 in 20..20");
  const Type pair =
      policy.record({TinyPolicy::field_of("a", TinyPolicy::money()), TinyPolicy::field_of("b", TinyPolicy::money())});
  const NodeId record = policy.op(Op::make_record, pair, {c("3"), money("0.1 in 0..")});
  EXPECT_EQ(of(policy.field(record, 1, TinyPolicy::money())), "0.1 in 0..");
}

auto bands(NodeId amount, std::vector<NodeId> edges, std::vector<NodeId> rates) -> SliceUse {
  SliceUse use;
  use.amount = amount;
  use.edges = std::move(edges);
  use.rows.push_back({kNoNode, std::move(rates)});
  return use;
}

TEST_F(Facts, SlicesPayRatesOfTheirAmount) {
  const NodeId slice = policy.slice(bands(money("0.01 in 0..1000"), {c("300"), kNoNode}, {c("0.85"), c("0.9")}));
  EXPECT_EQ(of(policy.field(slice, 0, TinyPolicy::money())), "0.0005 in 0..900");
  EXPECT_EQ(of(policy.field(slice, 1, TinyPolicy::money())), "0.01 in 0..1000");
  EXPECT_EQ(of(policy.field(slice, 2, TinyPolicy::money())), "0.0005 in 0..1000");
  EXPECT_EQ(of(policy.field(slice, 3, TinyPolicy::money())), "0.01 in 0..1000");
  EXPECT_FALSE(facts(slice).may_fail);
}

TEST_F(Facts, ASliceThatStopsWhenEnoughIsPaidMayStopAtAQuotient) {
  SliceUse use = bands(money("0.01 in 0..1000"), {kNoNode}, {c("0.85")});
  use.until_pays = money("0.01 in 0..50");
  const NodeId capped = policy.slice(use);
  EXPECT_EQ(of(policy.field(capped, 0, TinyPolicy::money())), "0.0005 in 0..50");
  EXPECT_EQ(of(policy.field(capped, 1, TinyPolicy::money())), "ratio in 0..1000");
}

TEST_F(Facts, AnOwnShareChangesTheRates) {
  SliceUse use = bands(money("1 in 0..1000"), {kNoNode}, {c("0.85")});
  use.adjustment = SliceUse::Adjustment::own_share;
  use.factor = c("0.6");
  EXPECT_EQ(of(policy.field(policy.slice(use), 0, TinyPolicy::money())), "0.91 in 0..910");
}

TEST_F(Facts, WhatMayFail) {
  EXPECT_FALSE(facts(op(Op::add, {money(), money()})).may_fail);
  EXPECT_FALSE(facts(op(Op::divide, {money(), c("2")})).may_fail);
  const NodeId divided = op(Op::divide, {money(), money("0.01 in 0..")});
  EXPECT_TRUE(facts(divided).may_fail);
  EXPECT_TRUE(facts(policy.rule(op(Op::add, {divided, c("1")}))).may_fail) << "what reads it may fail too";
  const NodeId big = c("1" + std::string(600, '0'));
  EXPECT_TRUE(facts(op(Op::multiply, {big, op(Op::add, {big, c("1")})})).may_fail) << "more than 1,000 digits";
}

}  // namespace
}  // namespace remit
