// The columnar evaluator beside the reference evaluator, on policies made by hand for what random ones seldom hold.
#include "engine/batch/settle.h"

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

// A block whose cases each have one value of `x`.
class Both {
 public:
  explicit Both(const Policy& policy)
      : policy_(policy), settling_(policy), evaluator_(policy.b.program, policy.names) {}

  // Settles the cases both ways; of each, what it gives, or the code of its error.
  auto outputs(std::initializer_list<const char*> values) -> std::vector<std::string> {
    std::vector<Case> cases;
    std::vector<Answer> expected;
    for (const char* value : values) {
      settling_.set("x", value);
      cases.push_back(settling_.given);
      expected.push_back(settling_.settle());
    }
    const batch::CaseBlock block(policy_.b.program, policy_.names, cases);
    const batch::AnswerBlock& answers = evaluator_.settle(block);
    std::vector<std::string> all;
    for (std::uint32_t i = 0; i < cases.size(); ++i) {
      const Answer found = answers.answer(i);
      EXPECT_EQ(found.errors.size(), expected[i].errors.size()) << "case " << i;
      if (!expected[i].errors.empty()) {
        all.push_back(expected[i].errors[0].code);
        continue;
      }
      EXPECT_TRUE(found.outputs[0].value == expected[i].outputs[0].value) << "case " << i;
      all.push_back(Settling::plain(found.outputs[0].value));
    }
    return all;
  }
  auto redone() const -> std::uint64_t { return evaluator_.counts().redone; }

 private:
  const Policy& policy_;
  Settling settling_;
  batch::BatchEvaluator evaluator_;
};

using Outputs = std::vector<std::string>;

TEST(BatchSettle, OfNoCases) {
  Policy p;
  p.gives("r", p.over(p.money("1"), p.in("x")));
  EXPECT_EQ(Both(p).outputs({}), Outputs{});
}

// At the common place of both operands the one value of the block leaves 64 bits.
TEST(BatchSettle, AComparisonThatLeavesTheWordInEveryCase) {
  Policy p;
  p.gives("r", p.iff(p.less(p.in("x"), p.money("0.5")), p.whole(1), p.whole(2)));
  Both both(p);
  EXPECT_EQ(both.outputs({"9000000000000000000"}), Outputs{"2"});
  EXPECT_EQ(both.redone(), 1U);
}

// What left 64 bits stands as 0 in its lane, which is not the 0 of the other exception.
TEST(BatchSettle, ExceptionsAgreeOnlyWhereBothAreKnown) {
  Policy p;
  const NodeId big = p.less(p.money("5"), p.in("x"));
  const NodeId most = p.times(p.in("x"), p.whole(9'000'000'000));
  const auto zero = p.exception("zero", big, p.money("0"));
  const auto other = p.exception("other", p.less(p.money("4"), p.in("x")), most);
  p.gives("r", p.read(p.choice("c", p.money("1"), {zero, other})));
  EXPECT_EQ(Both(p).outputs({"9000000000", "3", "5"}), (Outputs{"E0904", "1", "45000000000"}));
}

TEST(BatchSettle, AChainOfSlicesDoesNotNest) {
  Policy p;
  NodeId amount = p.in("x");
  for (int i = 0; i < 20'000; ++i) {
    SliceUse use{.amount = p.max(p.money("0"), amount), .edges = {kNoNode}, .rows = {}};
    use.rows.push_back({.cells = {p.rate("100%")}});
    amount = p.read("r" + std::to_string(i), p.field(p.slice(use), 0));
  }
  p.gives("r", amount);
  EXPECT_EQ(Both(p).outputs({"12.5", "7"}), (Outputs{"12.5", "7"}));
}

}  // namespace
}  // namespace remit::test
