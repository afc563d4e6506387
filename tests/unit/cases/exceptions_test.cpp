#include <gtest/gtest.h>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
#include "tests/unit/support/tiny_policy.h"

namespace remit {
namespace {

class Exceptions : public ::testing::Test {
 protected:
  auto c(int n) -> NodeId { return policy.constant(std::to_string(n), TinyPolicy::count()); }
  auto from(NodeId key, int n) -> NodeId { return policy.boolean(Op::greater_equal, {key, c(n)}); }
  auto up_to(NodeId key, int n) -> NodeId { return policy.boolean(Op::less_equal, {key, c(n)}); }
  auto both(NodeId a, NodeId b) -> NodeId { return policy.boolean(Op::logical_and, {a, b}); }
  auto no(NodeId a) -> NodeId { return policy.boolean(Op::logical_not, {a}); }

  auto exception(const std::string& name, NodeId when, int value, std::uint32_t parent = Choice::kBase,
                 std::vector<std::uint32_t> over = {}) -> Choice::Exception {
    DeclarationName made;
    made.name = name;
    policy.names.exceptions.push_back(made);
    const auto index = static_cast<std::uint32_t>(policy.names.exceptions.size() - 1);
    spans.push_back({.begin = 500 + index, .end = 501 + index});
    return {.when = when,
            .value = policy.constant(std::to_string(value)),
            .parent = parent,
            .over = std::move(over),
            .name = index};
  }
  void rule(std::vector<Choice::Exception> exceptions, NodeId base_when = kNoNode) {
    Choice choice;
    choice.base = policy.constant("0");
    choice.base_when = base_when;
    choice.exceptions = std::move(exceptions);
    policy.choice(TinyPolicy::money(), std::move(choice));
  }

  auto check() -> std::vector<std::string> {
    Elaborated made = policy.finish();
    made.exception_spans = spans;
    std::vector<Diagnostic> problems;
    bound(made, problems);
    problems.clear();
    cases(made, problems);
    std::vector<std::string> texts;
    for (const Diagnostic& problem : problems) {
      texts.emplace_back(problem.code == Code::E0506   ? "clash"
                         : problem.code == Code::W0505 ? "never"
                         : problem.code == Code::E0512 ? "always clash"
                                                       : "hole");
      for (const std::string& argument : problem.arguments) texts.back() += " " + argument;
    }
    return texts;
  }

  using Texts = std::vector<std::string>;
  TinyPolicy policy;
  std::vector<Span> spans;
  NodeId ordinal = policy.input("stay.ordinal", TinyPolicy::count(), "in 1..");
  NodeId urgent = policy.input("stay.emergency", TinyPolicy::boolean());
};

TEST_F(Exceptions, ThatMayHoldTogether) {
  rule({exception("repeat", from(ordinal, 2), 1), exception("urgent", urgent, 2)});
  EXPECT_EQ(check(), Texts{"clash repeat urgent stay.ordinal = 2 and stay.emergency = true"});
}

TEST_F(Exceptions, ThatExcludeEachOther) {
  rule({exception("few", up_to(ordinal, 2), 1), exception("many", from(ordinal, 3), 2)});
  rule({exception("repeat", both(from(ordinal, 2), no(urgent)), 1), exception("urgent", urgent, 2)});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, ThatAreRankedOrAgree) {
  rule({exception("repeat", from(ordinal, 2), 1), exception("urgent", urgent, 2, Choice::kBase, {0})});
  rule({exception("repeat", from(ordinal, 2), 1), exception("urgent", urgent, 1)});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, AThirdMayGoOverBoth) {
  const NodeId twice = both(from(ordinal, 2), urgent);
  rule({exception("repeat", from(ordinal, 2), 1), exception("urgent", urgent, 2),
        exception("both", twice, 3, Choice::kBase, {0, 1})});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, OfExceptionsActWhereTheirParentDoes) {
  rule({exception("repeat", from(ordinal, 2), 1), exception("first", up_to(ordinal, 1), 2, 0)});
  EXPECT_EQ(check(), Texts{"never first"});
}

TEST_F(Exceptions, ThatContradictThemselves) {
  rule({exception("never", both(from(ordinal, 3), up_to(ordinal, 2)), 1), exception("below", urgent, 2, 0)});
  rule({exception("zero", up_to(ordinal, 0), 1)});
  EXPECT_EQ(check(), (Texts{"never never", "never zero"}));
}

TEST_F(Exceptions, ASwitchIsNoContradiction) {
  const NodeId off = policy.rule(policy.build.constant(Value::boolean(false), TinyPolicy::boolean(), {}));
  rule({exception("reform", off, 1)});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, OfWhatIsComputedNothingIsSaid) {
  const NodeId twice = policy.rule(policy.op(Op::multiply, TinyPolicy::count(), {ordinal, c(2)}));
  policy.names.rules.push_back({.name = "twice"});
  rule({exception("a", from(twice, 4), 1), exception("b", urgent, 2)});
  rule({exception("c", from(twice, 4), 1), exception("d", both(urgent, up_to(twice, 3)), 2)});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, AgesAreMeasuredFromInputs) {
  const NodeId born = policy.input("insured.born", TinyPolicy::date());
  const NodeId admitted = policy.input("stay.admitted", TinyPolicy::date());
  const NodeId age = policy.op(Op::age, TinyPolicy::count(), {born, admitted});
  rule({exception("old", from(age, 70), 1), exception("urgent", urgent, 2)});
  const NodeId early = policy.boolean(Op::less, {born, policy.integer(0, TinyPolicy::date())});
  rule({exception("aged", from(age, 70), 1), exception("early", early, 2)});
  EXPECT_EQ(check(), Texts{"clash old urgent stay.emergency = true and age of insured.born at stay.admitted = 70"});
}

TEST_F(Exceptions, FieldsOfARecordThatIsNotThere) {
  const NodeId agent = policy.input("claim.agent", TinyPolicy::boolean());
  const NodeId kin = policy.input("claim.agent.kin", TinyPolicy::optional(TinyPolicy::boolean()));
  rule({exception("alone", no(agent), 1), exception("kin", kin, 2)});
  EXPECT_EQ(check(), Texts{});
}

TEST_F(Exceptions, ABaseWithAConditionOfItsOwn) {
  rule({exception("urgent", urgent, 1)}, from(ordinal, 2));
  rule({exception("first", up_to(ordinal, 1), 1)}, from(ordinal, 2));
  EXPECT_EQ(check(), Texts{"hole stay.ordinal = 1 and stay.emergency = false"});
}

TEST_F(Exceptions, WithoutAnyCondition) {
  const NodeId yes = policy.build.constant(Value::boolean(true), TinyPolicy::boolean(), {});
  rule({exception("a", yes, 1), exception("b", yes, 2)});
  EXPECT_EQ(check(), Texts{"always clash a b "});
}

}  // namespace
}  // namespace remit
