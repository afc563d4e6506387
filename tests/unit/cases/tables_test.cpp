#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

class Tables : public ::testing::Test {
 protected:
  Tables() { policy.names.declarations.push_back({.name = "t"}); }

  auto c(int n) -> NodeId { return policy.constant(std::to_string(n), TinyPolicy::count()); }
  auto is(NodeId key, int n) -> NodeId { return policy.boolean(Op::equal, {key, c(n)}); }
  auto from(NodeId key, int n) -> NodeId { return policy.boolean(Op::greater_equal, {key, c(n)}); }
  auto up_to(NodeId key, int n) -> NodeId { return policy.boolean(Op::less_equal, {key, c(n)}); }
  auto both(NodeId a, NodeId b) -> NodeId { return policy.boolean(Op::logical_and, {a, b}); }
  auto member(NodeId key, int n) -> NodeId {
    return policy.boolean(Op::equal, {key, policy.integer(n, policy.build.at(key).type)});
  }

  void table(const std::vector<NodeId>& conditions) {
    std::vector<NodeId> operands = conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) operands.push_back(policy.constant(std::to_string(i)));
    TableClaim claim{.table = policy.table(TinyPolicy::money(), operands)};
    for (std::uint32_t i = 0; i < conditions.size(); ++i)
      claim.rows.push_back({.begin = 1000 + i, .end = 1000 + i + 1});
    claim.heading = {.begin = 900, .end = 901};
    claims.push_back(claim);
  }

  // "E0501 1 2 n = 2": codes with arguments.
  auto check() -> std::vector<std::string> {
    made = policy.finish();
    made.tables = claims;
    std::vector<Diagnostic> problems;
    bound(made, problems);
    problems.clear();
    cases(made, problems);
    std::vector<std::string> texts;
    for (const Diagnostic& problem : problems) {
      texts.emplace_back(kNames.at(static_cast<std::size_t>(problem.code)));
      for (const std::string& argument : problem.arguments) texts.back() += " " + argument;
    }
    return texts;
  }
  bool exclusive() const { return made.program.tables[0].exclusive; }

  using Texts = std::vector<std::string>;
  static inline const std::vector<std::string> kNames = {
#define REMIT_DIAGNOSTIC(code, en, zh, hint_en, hint_zh, explanation) #code,
#include "dsl/diagnostic/codes/all.def"
#undef REMIT_DIAGNOSTIC
  };

  TinyPolicy policy;
  std::vector<TableClaim> claims;
  Elaborated made;
  NodeId ordinal = policy.input("stay.ordinal", TinyPolicy::count(), "in 1..");
  NodeId level = policy.input("level", policy.enumeration("Level", {"primary", "secondary", "tertiary"}));
  NodeId amount = policy.input("amount", TinyPolicy::money(), "0.01 in 0..");
};

TEST_F(Tables, CompleteRowsAreExclusive) {
  table({is(ordinal, 1), from(ordinal, 2)});
  EXPECT_EQ(check(), Texts{});
  EXPECT_TRUE(exclusive());
}

TEST_F(Tables, RowsThatOverlap) {
  table({up_to(ordinal, 2), from(ordinal, 2), from(ordinal, 5)});
  EXPECT_EQ(check(), (Texts{"E0501 1 2 stay.ordinal = 2", "E0501 2 3 stay.ordinal = 5"}));
  EXPECT_FALSE(exclusive());
}

TEST_F(Tables, RowsThatLeaveAGap) {
  table({is(ordinal, 2), from(ordinal, 4)});
  EXPECT_EQ(check(), Texts{"E0502 t stay.ordinal = 1"});
  EXPECT_TRUE(exclusive());
}

TEST_F(Tables, DeclaredRangesCount) {
  table({is(policy.input("n", TinyPolicy::count()), 1), from(policy.input("n", TinyPolicy::count()), 2)});
  const NodeId n = policy.input("m", TinyPolicy::count());
  table({is(n, 1), from(n, 2)});
  EXPECT_EQ(check().back(), "E0502 t m = 0");
}

TEST_F(Tables, OtherwiseIsTheRest) {
  const NodeId first = is(ordinal, 1);
  const NodeId second = both(is(ordinal, 2), member(level, 0));
  table({first, second, policy.boolean(Op::logical_not, {policy.boolean(Op::logical_or, {first, second})})});
  EXPECT_EQ(check(), Texts{});
  EXPECT_TRUE(exclusive());
}

TEST_F(Tables, TwoKeys) {
  table({both(is(ordinal, 1), member(level, 0)), both(is(ordinal, 1), member(level, 1)),
         both(from(ordinal, 2), member(level, 0)), both(from(ordinal, 2), member(level, 1)), member(level, 2)});
  EXPECT_EQ(check(), Texts{});
  table({both(is(ordinal, 1), member(level, 0)), both(from(ordinal, 1), member(level, 1)), member(level, 2)});
  EXPECT_EQ(check(), Texts{"E0502 t stay.ordinal = 2 and level = primary"});
}

TEST_F(Tables, AmountsLieOnTheirPlace) {
  table({up_to(amount, 100), policy.boolean(Op::greater_equal, {amount, policy.constant("100.01")})});
  EXPECT_EQ(check(), Texts{});
  const NodeId exact = policy.input("exact", TinyPolicy::money(), "in 0..");
  table({up_to(exact, 100), policy.boolean(Op::greater_equal, {exact, policy.constant("100.01")})});
  EXPECT_EQ(check(), Texts{"E0502 t exact = 100.005"});
}

TEST_F(Tables, OptionalKeysAreNoneToo) {
  const NodeId n = policy.input("n", TinyPolicy::optional(TinyPolicy::count()), "in 1..");
  const NodeId there = policy.boolean(Op::is_present, {n});
  table({both(there, is(n, 1)), both(there, from(n, 2))});
  EXPECT_EQ(check(), Texts{"E0502 t n is absent"});
}

TEST_F(Tables, OfComputedKeysOnlyInnerGapsCount) {
  const NodeId age =
      policy.op(Op::add, TinyPolicy::count(), {ordinal, policy.input("more", TinyPolicy::count(), "in -9..9")});
  table({policy.boolean(Op::less, {age, c(18)}), both(from(age, 18), up_to(age, 59)), from(age, 60)});
  table({both(from(age, 1), up_to(age, 17)), from(age, 18)});
  EXPECT_EQ(check(), Texts{});
  table({both(from(age, 0), up_to(age, 17)), from(age, 19)});
  EXPECT_EQ(check(), Texts{"E0502 t … = 18"});
}

TEST_F(Tables, EdgesThatAreValues) {
  policy.build.program.timelines.push_back({{{INT64_MIN, 9}, {10, INT64_MAX}}, 0});
  const NodeId edge =
      policy.rule(policy.op(Op::dated, TinyPolicy::money(), {policy.input("day", TinyPolicy::date()), c(5), c(6)}));
  table({policy.boolean(Op::less_equal, {amount, edge}), policy.boolean(Op::greater, {amount, edge})});
  EXPECT_EQ(check(), Texts{});
  EXPECT_TRUE(exclusive());
}

TEST_F(Tables, ConstantsBehindRulesAreConstants) {
  const NodeId edge =
      policy.rule(policy.op(Op::multiply, TinyPolicy::money(), {policy.constant("10"), policy.constant("0.5")}));
  table({policy.boolean(Op::less_equal, {amount, edge}), from(amount, 5)});
  EXPECT_EQ(check(), Texts{"E0501 1 2 amount = 5"});
}

TEST_F(Tables, TextsAreOpen) {
  const NodeId region = policy.input("region", TinyPolicy::of(TypeKind::text));
  const auto is_region = [&](const std::string& text) {
    return policy.boolean(Op::equal,
                          {region, policy.build.constant(Value::text(text), TinyPolicy::of(TypeKind::text), {})});
  };
  table({is_region("110000"), is_region("310000")});
  EXPECT_EQ(check(), Texts{"E0502 t region = \"…\""});
  EXPECT_TRUE(exclusive());
}

TEST_F(Tables, AWideTableIsQuick) {
  std::vector<NodeId> rows;
  for (int i = 1; i <= 300; ++i) {
    for (int k = 0; k < 3; ++k) rows.push_back(both(is(ordinal, i), member(level, k)));
  }
  rows.push_back(from(ordinal, 301));
  table(rows);
  EXPECT_EQ(check(), Texts{});
  EXPECT_TRUE(exclusive());
}

// Random ranges of one count and members of one enum, against every case.
TEST_F(Tables, RandomRows) {
  std::mt19937 random(5);
  const auto between = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
  const NodeId n = policy.input("n", TinyPolicy::count(), "in 0..5");
  struct Row {
    int low, high, level;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<Row> rows;
    std::vector<NodeId> conditions;
    for (int i = between(1, 6); i > 0; --i) {
      const int low = between(0, 5);
      rows.push_back({low, between(low, 5), between(-1, 2)});
      const NodeId range = both(from(n, low), up_to(n, rows.back().high));
      conditions.push_back(rows.back().level < 0 ? range : both(range, member(level, rows.back().level)));
    }
    claims.clear();
    policy.build.program.tables.clear();
    table(conditions);
    bool overlap = false;
    bool gap = false;
    for (int value = 0; value <= 5; ++value) {
      for (int k = 0; k < 3; ++k) {
        const auto count = std::ranges::count_if(
            rows, [&](const Row& r) { return value >= r.low && value <= r.high && (r.level < 0 || r.level == k); });
        overlap = overlap || count > 1;
        gap = gap || count == 0;
      }
    }
    bool told_overlap = false;
    bool told_gap = false;
    for (const std::string& text : check()) {
      told_overlap = told_overlap || text.starts_with("E0501");
      told_gap = told_gap || text.starts_with("E0502");
    }
    ASSERT_EQ(told_overlap, overlap) << round;
    ASSERT_EQ(told_gap, gap) << round;
    ASSERT_EQ(exclusive(), !overlap);
  }
}

}  // namespace
}  // namespace remit
