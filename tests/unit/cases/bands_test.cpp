#include <gtest/gtest.h>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

class Bands : public ::testing::Test {
 protected:
  Bands() { policy.names.declarations.push_back({.name = "b"}); }

  auto c(const std::string& n) -> NodeId { return policy.constant(n); }
  void bands(std::vector<NodeId> edges, std::vector<SliceUse::Row> rows) {
    SliceUse use;
    use.amount = amount;
    use.edges = std::move(edges);
    use.rows = std::move(rows);
    policy.slice(use);
  }
  auto check() -> std::vector<std::pair<Code, std::vector<std::string>>> {
    Elaborated made = policy.finish();
    std::vector<Diagnostic> problems;
    bound(made, problems);
    problems.clear();
    cases(made, problems);
    std::vector<std::pair<Code, std::vector<std::string>>> found;
    for (const Diagnostic& problem : problems) found.emplace_back(problem.code, problem.arguments);
    return found;
  }

  using Found = std::vector<std::pair<Code, std::vector<std::string>>>;
  TinyPolicy policy;
  NodeId amount = policy.input("amount", TinyPolicy::money(), "0.01 in 0..");
  NodeId level = policy.input("level", policy.enumeration("Level", {"primary", "secondary"}));
};

TEST_F(Bands, InOrder) {
  bands({c("300"), c("400"), kNoNode}, {{kNoNode, {c("0.85"), kNoNode, c("1")}}});
  EXPECT_EQ(check(), Found{});
}

TEST_F(Bands, EdgesThatDoNotRise) {
  bands({c("400"), c("300"), kNoNode}, {{kNoNode, {c("0"), c("0"), c("0")}}});
  bands({c("500"), c("500")}, {{kNoNode, {c("0"), c("0")}}});
  bands({c("0"), c("500")}, {{kNoNode, {c("0"), c("0")}}});
  EXPECT_EQ(check(),
            (Found{{Code::E0503, {"b", "300", "400"}}, {Code::E0503, {"b", "500", "500"}}, {Code::E0507, {"b", "0"}}}));
}

TEST_F(Bands, RatesOutsideOfAllOrNothing) {
  bands({kNoNode}, {{kNoNode, {c("1.01")}}});
  bands({kNoNode}, {{kNoNode, {c("-0.5")}}});
  EXPECT_EQ(check(), (Found{{Code::E0504, {"b", "101%"}}, {Code::E0504, {"b", "-50%"}}}));
}

TEST_F(Bands, RowsByKey) {
  const auto is = [&](int n) {
    return policy.boolean(Op::equal, {level, policy.integer(n, policy.build.at(level).type)});
  };
  bands({kNoNode}, {{is(0), {c("0")}}, {is(1), {c("1")}}});
  bands({kNoNode}, {{is(0), {c("0.1")}}});
  bands({kNoNode}, {{is(0), {c("0.2")}}, {kNoNode, {c("1")}}});
  EXPECT_EQ(check(),
            (Found{{Code::E0502, {"b", "level = secondary"}}, {Code::E0511, {"b", "1", "2", "level = primary"}}}));
}

}  // namespace
}  // namespace remit
