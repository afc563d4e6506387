// Of random arithmetic over random inputs, what was found out holds for every value that comes out.
#include <gtest/gtest.h>

#include <random>

#include "dsl/bound/bound.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

using Random = std::mt19937;

auto between(Random& random, int low, int high) -> int { return std::uniform_int_distribution(low, high)(random); }

auto pick(Random& random, const std::vector<std::string>& texts) -> std::string {
  return texts[static_cast<std::size_t>(between(random, 0, static_cast<int>(texts.size()) - 1))];
}

struct Input {
  Number step, low, high;
};

// Inputs, then constants, then operations; each node with its value in one case. Failed: absent.
class Arithmetic {
 public:
  explicit Arithmetic(Random& random) : random_(random) {
    for (int i = 0; i < 4; ++i) add_input();
    for (int i = 0; i < 4; ++i) {
      policy.constant(pick(random, {"0", "3", "0.5", "-2", "12", "0.85", "1300", "0.07"}));
    }
    for (int i = 0; i < 25; ++i) add_operation();
  }

  auto values() -> std::vector<std::optional<Number>> {
    std::vector<std::optional<Number>> found;
    for (const Node& n : policy.build.program.nodes) found.push_back(value(n, found));
    return found;
  }

  TinyPolicy policy;

 private:
  void add_input() {
    const Number step = TinyPolicy::number(pick(random_, {"0.01", "1", "0.05", "30"}));
    const Number low = Number::whole(between(random_, -3, 2)) * step;
    const Number high = low + Number::whole(between(random_, 0, 9)) * step;
    inputs_.push_back({step, low, high});
    policy.input("i", TinyPolicy::money(), step.to_string() + " in " + low.to_string() + ".." + high.to_string());
  }

  auto any() -> NodeId {
    return NodeId{
        static_cast<std::uint32_t>(between(random_, 0, static_cast<int>(policy.build.program.nodes.size()) - 1))};
  }

  void add_operation() {
    const Type money = TinyPolicy::money();
    switch (between(random_, 0, 8)) {
      case 0: policy.op(Op::add, money, {any(), any()}); break;
      case 1: policy.op(Op::subtract, money, {any(), any()}); break;
      case 2: policy.op(Op::multiply, money, {any(), any()}); break;
      case 3: policy.op(Op::divide, money, {any(), any()}); break;
      case 4: policy.op(Op::negate, money, {any()}); break;
      case 5: policy.op(Op::minimum, money, {any(), any(), any()}); break;
      case 6: policy.op(Op::maximum, money, {any(), any()}); break;
      case 7: policy.op(Op::absolute, money, {any()}); break;
      default:
        policy.round(any(), static_cast<Rounding>(between(random_, 0, 6)), pick(random_, {"0.01", "0.05", "1", "10"}));
    }
  }

  auto value(const Node& n, const std::vector<std::optional<Number>>& found) -> std::optional<Number> {
    const Program& program = policy.build.program;
    if (n.op == Op::input) {
      const Input& input = inputs_[n.index];
      const int steps = static_cast<int>(((input.high - input.low) / input.step).to_int64().value());
      return input.low + Number::whole(between(random_, 0, steps)) * input.step;
    }
    if (n.op == Op::constant) return program.constants[n.index].as_number();
    std::vector<Number> operands;
    for (std::uint32_t i = 0; i < n.operand_count; ++i) {
      const auto& operand = found[static_cast<std::size_t>(program.operands_of(n)[i])];
      if (!operand) return std::nullopt;
      operands.push_back(*operand);
    }
    return combined(n, operands);
  }

  auto combined(const Node& n, const std::vector<Number>& of) -> std::optional<Number> {
    switch (n.op) {
      case Op::add: return of[0] + of[1];
      case Op::subtract: return of[0] - of[1];
      case Op::multiply: return of[0] * of[1];
      case Op::divide: return of[1].is_zero() ? std::nullopt : std::optional(of[0] / of[1]);
      case Op::negate: return -of[0];
      case Op::minimum: return std::min(std::min(of[0], of[1]), of[2]);
      case Op::maximum: return std::max(of[0], of[1]);
      case Op::absolute: return of[0].abs();
      default: {
        const RoundingRule& rule = policy.build.program.roundings[n.index];
        return of[0].round_to(rule.step, rule.mode);
      }
    }
  }

  Random& random_;
  std::vector<Input> inputs_;
};

TEST(BoundProperty, WhatIsKnownHolds) {
  Random random(20240131);
  for (int round = 0; round < 400; ++round) {
    Arithmetic arithmetic(random);
    Elaborated made = arithmetic.policy.finish();
    std::vector<Diagnostic> problems;
    bound(made, problems);
    for (int run = 0; run < 10; ++run) {
      const auto values = arithmetic.values();
      for (std::size_t i = 0; i < values.size(); ++i) {
        const NodeFacts& facts = made.program.facts[i];
        if (!values[i]) {
          EXPECT_TRUE(facts.may_fail);
          continue;
        }
        EXPECT_TRUE(!facts.step || values[i]->lies_on(*facts.step)) << round << " node " << i;
        EXPECT_TRUE(!facts.low || *values[i] >= *facts.low) << round << " node " << i;
        EXPECT_TRUE(!facts.high || *values[i] <= *facts.high) << round << " node " << i;
        EXPECT_TRUE(facts.may_be_ratio || !values[i]->is_ratio()) << round << " node " << i;
      }
    }
  }
}

}  // namespace
}  // namespace remit
