#include "engine/program/verify.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/unit/evaluate/policy.h"

namespace remit::test {
namespace {

// A policy that is well-formed, after a change that makes it not so.
auto problem(const std::function<void(Policy&)>& spoil) -> std::string {
  Policy p;
  const ListId items = p.list("items", {{"amount", kMoney}});
  const RuleId item = p.rule("item", p.column(p.self(items), 0), items);
  const RuleId total = p.rule("total", p.sum(items, item));
  p.gives("due", p.choice("due", p.read(total), {p.exception("a", p.truth(true), p.money("1"))}));
  EXPECT_TRUE(verify(p.b.program).empty());
  spoil(p);
  const auto problems = verify(p.b.program);
  return problems.empty() ? "" : problems.front().substr(problems.front().find(": ") + 2);
}

TEST(Verify, FindsWhatIsWrong) {
  EXPECT_EQ(problem([](Policy& p) { p.b.program.nodes[1].operand_count = 999; }), "operands out of range");
  EXPECT_EQ(problem([](Policy& p) { p.op(Op::add, kMoney, {p.money("1")}); }), "wrong number of operands");
  EXPECT_EQ(problem([](Policy& p) { p.op(Op::constant, kMoney, {}, 999); }), "index out of range");
  EXPECT_EQ(problem([](Policy& p) { p.op(Op::negate, kMoney, {NodeId{999}}); }), "an operand does not stand before it");
  EXPECT_EQ(problem([](Policy& p) { p.op(Op::logical_not, kBool, {p.money("1")}); }), "a condition is not boolean");
  EXPECT_EQ(problem([](Policy& p) { p.equal(p.money("1"), p.truth(true)); }), "it compares values of different types");
  EXPECT_EQ(problem([](Policy& p) { p.column(p.money("1"), 0); }), "its operand is no element");
  EXPECT_EQ(problem([](Policy& p) { p.op(Op::element_rule, kMoney, {p.self(ListId{0})}, 1); }),
            "it reads a rule of another scope");
  EXPECT_EQ(problem([](Policy& p) { p.b.program.rules[0].node = p.read(RuleId{1}); }),
            "it reads a rule that does not stand before it");
  EXPECT_EQ(problem([](Policy& p) { p.rule("r", p.local(p.b.new_local(), kMoney)); }),
            "it reads a local that nothing binds");
  EXPECT_EQ(problem([](Policy& p) { p.b.program.choices[0].exceptions[0].parent = 0; }),
            "a parent does not stand before its child");
  EXPECT_EQ(problem([](Policy& p) { p.b.program.choices[0].exceptions[0].over = {0}; }),
            "an exception goes over what is no sibling");
  EXPECT_EQ(problem([](Policy& p) {
              p.b.program.timelines.push_back({.versions = {{1, 5}, {5, 9}}});
            }),
            "its versions overlap or are out of order");
}

}  // namespace
}  // namespace remit::test
