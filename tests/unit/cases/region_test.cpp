// Regions of conditions against the truth: random conditions over a few inputs, in every case that there is.
#include "dsl/cases/region.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "dsl/bound/bound.h"
#include "dsl/cases/condition.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

using Random = std::mt19937;

auto between(Random& random, int low, int high) -> int { return std::uniform_int_distribution(low, high)(random); }

// Three inputs: a count 0..4 that may be absent, an enum of three, a boolean.
class Cases {
 public:
  explicit Cases(Random& random) : random_(random) {
    level = policy.input("level", policy.enumeration("Level", {"a", "b", "c"}));
    n = policy.input("n", TinyPolicy::optional(TinyPolicy::count()), "in 0..4");
    flag = policy.input("flag", TinyPolicy::boolean());
  }

  auto any(int depth) -> NodeId {
    if (depth == 0) return leaf();
    const NodeId a = any(depth - 1);
    switch (between(random_, 0, 4)) {
      case 0: return policy.boolean(Op::logical_not, {a});
      case 1: return policy.boolean(Op::logical_and, {a, any(depth - 1)});
      case 2: return policy.boolean(Op::logical_or, {a, any(depth - 1)});
      case 3: return policy.boolean(Op::conditional, {a, any(depth - 1), any(depth - 1)});
      default: return policy.rule(a);
    }
  }

  struct Case {
    std::optional<int> n;
    int level = 0;
    bool flag = false;
  };
  static auto all() -> std::vector<Case> {
    std::vector<Case> found;
    for (int n = -1; n <= 4; ++n) {
      for (int level = 0; level < 3; ++level) {
        for (const bool flag : {false, true}) found.push_back({n < 0 ? std::nullopt : std::optional(n), level, flag});
      }
    }
    return found;
  }

  // A comparison with what is absent does not hold, as behind `is present and`.
  bool truth(NodeId id, const Case& c) const {
    const Node& node = policy.build.at(id);
    const NodeId* of = policy.build.program.operands_of(node);
    switch (node.op) {
      case Op::input: return c.flag;
      case Op::rule: return truth(policy.build.program.at(RuleId{node.index}).node, c);
      case Op::logical_not: return !truth(of[0], c);
      case Op::logical_and: return truth(of[0], c) && truth(of[1], c);
      case Op::logical_or: return truth(of[0], c) || truth(of[1], c);
      case Op::conditional: return truth(truth(of[0], c) ? of[1] : of[2], c);
      case Op::is_present: return c.n.has_value();
      default: return comparison(node, c);
    }
  }

  TinyPolicy policy;
  NodeId level{}, n{}, flag{};

 private:
  auto leaf() -> NodeId {
    switch (between(random_, 0, 5)) {
      case 0: return flag;
      case 1: return policy.boolean(Op::is_present, {n});
      case 2:
        return policy.boolean(Op::equal, {level, policy.integer(between(random_, 0, 2), policy.build.at(level).type)});
      default: {
        const Op op = std::vector{Op::equal, Op::not_equal, Op::less, Op::less_equal, Op::greater, Op::greater_equal}
            [static_cast<std::size_t>(between(random_, 0, 5))];
        const NodeId bound = policy.constant(std::to_string(between(random_, 0, 4)), TinyPolicy::count());
        return between(random_, 0, 1) == 0 ? policy.boolean(op, {n, bound}) : policy.boolean(op, {bound, n});
      }
    }
  }

  auto value(NodeId id, const Case& c) const -> int {
    const Node& node = policy.build.at(id);
    if (node.op == Op::input) return id == level ? c.level : *c.n;
    const Value& constant = policy.build.program.constants[node.index];
    return static_cast<int>(constant.tag() == Value::Tag::number ? constant.as_number().to_int64().value()
                                                                 : constant.as_integer());
  }

  bool comparison(const Node& node, const Case& c) const {
    const NodeId* of = policy.build.program.operands_of(node);
    if (!c.n && (of[0] == n || of[1] == n)) return false;
    const int a = value(of[0], c);
    const int b = value(of[1], c);
    switch (node.op) {
      case Op::equal: return a == b;
      case Op::not_equal: return a != b;
      case Op::less: return a < b;
      case Op::less_equal: return a <= b;
      case Op::greater: return a > b;
      default: return a >= b;
    }
  }

  Random& random_;
};

auto sample_of(const Cases& cases, NodeId path, const Cases::Case& c) -> Sample {
  if (path == cases.level) return {.number = Number::whole(c.level)};
  if (path == cases.flag) return {.number = Number::whole(c.flag ? 1 : 0)};
  return c.n ? Sample{.number = Number::whole(*c.n)} : Sample{.absent = true};
}

bool holds(const Region& region, const Paths& paths, const Cases& cases, const Cases::Case& c) {
  return std::ranges::any_of(region, [&](const Box& box) {
    return std::ranges::all_of(box.parts, [&](const auto& part) {
      return part.second.contains(sample_of(cases, paths.at(part.first).node, c));
    });
  });
}

TEST(RegionProperty, ConditionsHoldWhereTheirRegionSays) {
  Random random(1);
  for (int round = 0; round < 1500; ++round) {
    Cases cases(random);
    const NodeId a = cases.any(between(random, 0, 4));
    const NodeId b = cases.any(between(random, 0, 4));
    Elaborated made = cases.policy.finish();
    std::vector<Diagnostic> problems;
    bound(made, problems);
    Conditions conditions(made);
    const Region in_a = conditions.region(a);
    const Region in_b = conditions.region(b);
    const auto both = intersected(in_a, in_b);
    const auto either = united(in_a, in_b, conditions.paths().universes());
    const auto only = without(in_a, in_b, conditions.paths().universes());
    ASSERT_TRUE(both && either && only);
    EXPECT_EQ(disjoint(in_a, in_b), both->empty());
    for (const Cases::Case& c : Cases::all()) {
      const auto in = [&](const Region& region) { return holds(region, conditions.paths(), cases, c); };
      ASSERT_EQ(in(in_a), cases.truth(a, c));
      ASSERT_EQ(in(in_b), cases.truth(b, c));
      ASSERT_EQ(in(*both), in(in_a) && in(in_b));
      ASSERT_EQ(in(*either), in(in_a) || in(in_b));
      ASSERT_EQ(in(*only), in(in_a) && !in(in_b));
    }
  }
}

TEST(Region, EmptyMeansNever) {
  Random random(1);
  Cases cases(random);
  const NodeId high = cases.policy.boolean(Op::greater, {cases.n, cases.policy.constant("4", TinyPolicy::count())});
  const NodeId either =
      cases.policy.boolean(Op::logical_or, {cases.flag, cases.policy.boolean(Op::logical_not, {cases.flag})});
  Elaborated made = cases.policy.finish();
  std::vector<Diagnostic> problems;
  bound(made, problems);
  Conditions conditions(made);
  EXPECT_TRUE(conditions.region(high).empty());
  EXPECT_TRUE(without(always(), conditions.region(either), conditions.paths().universes())->empty());
  EXPECT_EQ(conditions.region(kNoNode), always());
}

TEST(Region, TwoValuesComparedWithEachOther) {
  TinyPolicy policy;
  const NodeId a = policy.input("a", TinyPolicy::money());
  const NodeId b = policy.input("b", TinyPolicy::money());
  const NodeId at_most = policy.boolean(Op::less_equal, {a, b});
  const NodeId below = policy.boolean(Op::less, {b, a});
  const NodeId equal = policy.boolean(Op::equal, {b, a});
  Elaborated made = policy.finish();
  std::vector<Diagnostic> problems;
  bound(made, problems);
  Conditions conditions(made);
  EXPECT_TRUE(disjoint(conditions.region(at_most), conditions.region(below)));
  EXPECT_FALSE(disjoint(conditions.region(at_most), conditions.region(equal)));
}

TEST(Region, LongChainsNeedNoDeepRecursion) {
  TinyPolicy policy;
  const NodeId n = policy.input("n", TinyPolicy::count());
  NodeId any = policy.boolean(Op::equal, {n, policy.constant("1", TinyPolicy::count())});
  for (int i = 2; i <= 3'000; ++i) {
    any = policy.boolean(
        Op::logical_or, {any, policy.boolean(Op::equal, {n, policy.constant(std::to_string(i), TinyPolicy::count())})});
    if (i % 10 == 0) any = policy.rule(any);
  }
  Elaborated made = policy.finish();
  std::vector<Diagnostic> problems;
  bound(made, problems);
  Conditions conditions(made);
  ASSERT_EQ(conditions.region(any).size(), 1U);
  EXPECT_EQ(conditions.region(any)[0].parts[0].second.intervals().size(), 1U);
}

}  // namespace
}  // namespace remit
