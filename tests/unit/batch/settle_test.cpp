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

// What changes a rate changes none where there is none: 0 less 20 % is no rate.
TEST(BatchSettle, ABandWithoutARateIsNotChanged) {
  Policy p;
  const LocalId rate = p.b.new_local();
  SliceUse use{.amount = p.in("x"),
               .edges = {p.money("100"), p.money("300"), kNoNode},
               .rows = {},
               .adjustment = SliceUse::Adjustment::each_rate,
               .rate_local = rate};
  use.factor = p.minus(p.local(rate, kRate), p.rate("20%"));
  const NodeId large = p.less(p.money("1000"), p.in("x"));
  use.rows.push_back({.when = p.negated(large), .cells = {p.rate("85%"), p.rate("90%"), kNoNode}});
  use.rows.push_back({.when = large, .cells = {p.rate("70%"), kNoNode, kNoNode}});
  p.gives("r", p.field(p.slice(use), 0));
  Both both(p);
  EXPECT_EQ(both.outputs({"0", "50", "200", "400", "2000"}), (Outputs{"0", "32.5", "135", "205", "50"}));
  EXPECT_EQ(both.redone(), 0U);
}

// Many lanes of a case ask for many entries: those are found by a hash, of equal ones the first, as where they are few.
TEST(BatchSettle, EntriesOfALargeMemory) {
  Policy p;
  const ListId items = p.list("items", {{"name", kText}, {"year", kCount}});
  const NodeId name = p.column(p.self(items), 0, kText);
  const NodeId year = p.column(p.self(items), 1, kCount);
  p.names.memories.push_back(p.declaration("m"));
  p.b.program.memories.push_back(
      {.kind = Memory::Kind::adds, .list = {}, .key_types = {kText, kCount}, .month_key = {}, .type = kMoney});
  const RuleId before = p.rule("before", p.op(Op::opening, kMoney, {name, year}, 0), items);
  p.gives("r", p.sum(items, before));
  Settling settling(p);
  batch::BatchEvaluator evaluator(p.b.program, p.names);
  std::vector<Case> cases;
  std::vector<Answer> expected;
  for (const int size : {3, 8, 9, 40, 200}) {
    std::vector<std::vector<Value>> asked;
    std::vector<MemoryEntry>& entries = settling.given.memories[0].entries;
    entries.clear();
    for (int i = 0; i < size; ++i) {
      const auto key = [&](int of) {
        return std::vector<Value>{Value::text("key " + std::to_string(of % 50)), Number::whole(of % 3)};
      };
      asked.push_back(key(7 * i));
      entries.push_back({.key = key(5 * i), .value = Number::whole(i)});
    }
    settling.fill(items, asked);
    cases.push_back(settling.given);
    expected.push_back(settling.settle());
  }
  const batch::CaseBlock block(p.b.program, p.names, cases);
  const batch::AnswerBlock& answers = evaluator.settle(block);
  for (std::uint32_t i = 0; i < cases.size(); ++i) {
    ASSERT_TRUE(expected[i].errors.empty());
    EXPECT_EQ(Settling::plain(answers.answer(i).outputs[0].value), Settling::plain(expected[i].outputs[0].value));
  }
  EXPECT_EQ(evaluator.counts().redone, 0U);
  EXPECT_EQ(evaluator.counts().lanes_by_reference, 0U);
}

}  // namespace
}  // namespace remit::test
