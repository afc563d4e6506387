// Evaluation by need, root errors and their order, depth, and what a service asks of a case.
#include "engine/evaluate/evaluator.h"

#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"
#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

TEST(Evaluator, ArithmeticIsExact) {
  Policy p;
  const NodeId third = p.over(p.money("1"), p.whole(3));
  p.gives("third", p.rule("third", third));
  p.gives("three_thirds", p.rule("three_thirds", p.times(third, p.whole(3))));
  p.gives("tie", p.rule("tie", p.rounded(p.times(p.money("0.125"), p.whole(1)), Rounding::half_even, "0.01")));
  p.gives("least", p.rule("least", p.min(p.money("2"), p.max(p.money("1"), p.money("3")))));
  p.gives("negated", p.op(Op::negate, kMoney, {p.money("1.5")}));
  p.gives("absolute", p.op(Op::absolute, kMoney, {p.money("-1.5")}));
  p.gives("period", p.times(p.b.constant(Value::integer(6), kMonths, {}), p.whole(3)));
  EXPECT_EQ(Settling(p).text(), "1/3 1 0.12 2 -1.5 1.5 18");
}

TEST(Evaluator, SkipsWhatItDoesNotNeed) {
  Policy p;
  const NodeId bad = p.equal(p.over(p.money("1"), p.whole(0)), p.money("1"));
  p.rule("nobody_asks", bad);
  p.gives("and", p.op(Op::logical_and, kBool, {p.truth(false), bad}));
  p.gives("or", p.op(Op::logical_or, kBool, {p.truth(true), bad}));
  p.gives("if", p.iff(p.truth(true), p.truth(true), bad));
  p.gives("or_else", p.op(Op::or_else, kBool, {p.truth(true), bad}));
  EXPECT_EQ(Settling(p).text(), "no yes yes yes");
}

TEST(Evaluator, RootErrorsOnlyAndAllOfThemInTheOrderOfTheText) {
  Policy p;
  const ListId items = p.list("items", {{"divisor", kCount}});
  const RuleId part = p.rule("part", p.over(p.money("1"), p.column(p.self(items), 0, kCount)), items);
  const RuleId total = p.rule("total", p.sum(items, part));
  const RuleId other = p.rule("other", p.over(p.money("2"), p.whole(0)));
  p.gives("late", p.plus(p.read(other), p.read(total)));
  p.gives("fine", p.money("1"));
  Settling run(p);
  run.fill(items, {{number("1")}, {number("0")}, {number("0")}});
  EXPECT_EQ(run.text(),
            "E0902 p/part[2]: division of 1.00 CNY by zero\n"
            "E0902 p/part[3]: division of 1.00 CNY by zero\n"
            "E0902 p/other: division of 2.00 CNY by zero");
  run.fill(items, {});
  EXPECT_EQ(run.settle().errors.size(), 1U) << "one case leaves nothing to the next";
}

TEST(Evaluator, NumbersHaveAThousandDigitsAtMost) {
  const auto power = [](const std::string& base, int doublings) {
    Policy p;
    NodeId n = p.money(base);
    for (int i = 0; i < doublings; ++i) n = p.read("n" + std::to_string(i), p.times(n, n));
    p.gives("r", n);
    return Settling(p).text();
  };
  EXPECT_EQ(power("10", 9).size(), 513U);
  EXPECT_EQ(power("10", 10).substr(0, 5), "E0901");
}

TEST(Evaluator, Dated) {
  Policy p;
  const NodeId on = p.in("on", kDate);
  p.b.program.governed_by = on;
  p.b.program.timelines.push_back({.versions = {{date("2024-01-01").as_integer(), date("2024-12-31").as_integer()},
                                                {date("2026-01-01").as_integer(), INT64_MAX}},
                                   .name = p.declared("cap")});
  p.gives("cap",
          p.rule("cap", p.op(Op::dated, kMoney, {p.op(Op::governing_date, kDate, {}), p.money("1"), p.money("2")}, 0)));
  Settling run(p);
  for (const auto& [text, expected] : {std::pair{"2024-12-31", "1"},
                                       {"2026-01-01", "2"},
                                       {"2025-06-01", "E0907 p/cap: `cap` has no version on 2025-06-01"}}) {
    run.set("on", date(text));
    EXPECT_EQ(run.text(), expected);
  }
}

TEST(Evaluator, GovernedByTheDateThatIsAskedFor) {
  Policy p;
  p.gives("date", p.rule("date", p.op(Op::governing_date, kDate, {})));
  Settling run(p);
  EXPECT_EQ(run.text(), "E0924 p/date: the case has no date to be governed by");
  run.given.as_of = 42;
  EXPECT_EQ(run.text(), "42");
  EXPECT_EQ(run.settle().date, 42);
}

TEST(Evaluator, MissingInputsAreErrorsWhereTheyAreRead) {
  Policy p;
  const NodeId a = p.in("stay.amount");
  p.gives("r", p.rule("r", p.plus(a, p.money("1"))));
  p.gives("s", p.rule("s", p.iff(p.truth(false), a, p.money("1"))));
  Settling run(p);
  run.set("stay.amount", Value::failed());
  EXPECT_EQ(run.text(), "E0926 p/r: `stay.amount` is missing");
}

TEST(Evaluator, PinnedRules) {
  Policy p;
  const RuleId a = p.rule("a", p.over(p.money("1"), p.whole(0)));
  p.gives("b", p.rule("b", p.plus(p.read(a), p.money("1"))));
  Settling run(p);
  run.given.assumed[static_cast<std::uint32_t>(a)] = number("9");
  EXPECT_EQ(run.text(), "10");
  run.given.assumed.clear();
  EXPECT_EQ(run.text().substr(0, 5), "E0902");
}

TEST(Evaluator, PayersAreChecked) {
  const auto pays = [](const char* amount) {
    Policy p;
    const RuleId fund = p.rule("fund", p.op(Op::payer, kMoney, {p.money(amount), p.money("100")}, 0));
    p.b.program.payers = {fund};
    p.gives("other", p.money("1"));
    return Settling(p).text();
  };
  EXPECT_EQ(pays("100"), "1");
  EXPECT_EQ(pays("0"), "1");
  EXPECT_EQ(pays("100.01"), "E0908 p/fund: payer `fund` pays 100.01 CNY, outside 0 to 100.00 CNY");
  EXPECT_EQ(pays("-0.01").substr(0, 5), "E0908");
}

TEST(Evaluator, Identities) {
  Policy p;
  p.names.identities.push_back(p.declaration("total"));
  const NodeId a = p.in("a");
  p.b.program.identities.push_back({.holds = p.equal(a, p.money("5")), .left = a, .right = p.money("5")});
  p.gives("a", a);
  Settling run(p);
  run.set("a", "5");
  EXPECT_EQ(run.text(), "5");
  run.set("a", "6");
  EXPECT_EQ(run.text(), "E0921 p/total: identity `total` does not hold: 6.00 CNY against 5.00 CNY");
}

TEST(Evaluator, RequirementsAndPapers) {
  for (const Severity severity : {Severity::blocks, Severity::pends, Severity::reduces, Severity::warns}) {
    Policy p;
    const RuleId applies = p.rule("filed.applies", p.in("applies", kBool));
    const RuleId met = p.rule("filed.met", p.in("met", kBool));
    p.names.requirements.push_back(p.declaration("filed"));
    p.b.program.requirements.push_back({.applies = applies, .met = met, .severity = severity});
    p.names.memories.push_back(p.declaration("m"));
    p.b.program.memories.push_back({.kind = Memory::Kind::adds,
                                    .list = {},
                                    .key_types = {},
                                    .keys = {},
                                    .month_key = {},
                                    .type = kMoney,
                                    .limits = {},
                                    .contributes = true,
                                    .amount = p.money("3"),
                                    .pots = {},
                                    .movements = {}});
    p.names.documents.push_back(p.declaration("claim"));
    p.names.papers = {p.declaration("receipt"), p.declaration("summary"), p.declaration("record")};
    p.b.program.documents.push_back(
        {.papers = {{.name = 0, .one_of = {}}, {.one_of = {{.name = 1, .one_of = {}}, {.name = 2, .one_of = {}}}}}});
    p.gives("r", p.money("7"));
    Settling run(p);
    run.given.papers = {"record"};
    run.set("applies", Value::boolean(true));
    run.set("met", Value::boolean(false));
    const Answer unmet = run.settle();
    EXPECT_EQ(unmet.blocked, severity == Severity::blocks);
    EXPECT_EQ(unmet.outputs.at(0).value.is_absent(), severity == Severity::blocks);
    EXPECT_EQ(unmet.postings.empty(), severity == Severity::blocks || severity == Severity::pends);
    ASSERT_EQ(unmet.requirements.size(), 1U);
    EXPECT_FALSE(unmet.requirements[0].met);
    ASSERT_EQ(unmet.documents.size(), 1U);
    EXPECT_FALSE(unmet.documents[0].papers[0].given);
    EXPECT_TRUE(unmet.documents[0].papers[1].given) << "any of a group";
    run.set("applies", Value::boolean(false));
    const Answer fine = run.settle();
    EXPECT_FALSE(fine.blocked);
    EXPECT_TRUE(fine.requirements.at(0).met);
    EXPECT_EQ(fine.postings.size(), 1U);
  }
}

TEST(Evaluator, NestedListsAndListsOfResults) {
  Policy p;
  const ListId days = p.list("days", {});
  const ListId lines = p.list("days.lines", {{"amount", kMoney}});
  p.b.program.lists[1].parent = days;
  const LocalId x = p.b.new_local();
  const NodeId mine = p.op(Op::element_list, kList, {p.self(days)}, 1);
  const RuleId total = p.rule("total",
                              p.loop({.kind = Loop::Kind::sum,
                                      .local = x,
                                      .list = mine,
                                      .body = p.column(p.local(x, element_of(lines)), 0),
                                      .zero = Number()},
                                     kMoney),
                              days);
  p.b.program.outputs.push_back(
      {.name = "days",
       .labels = {},
       .list = days,
       .fields = {{.name = "total", .labels = {}, .node = p.of_item(p.self(days), total), .type = kMoney}}});
  Settling run(p);
  run.given.lists[0].offsets = {0, 3};
  run.given.lists[1].offsets = {0, 2, 2, 3};
  run.given.lists[1].columns = {{number("1"), number("2"), number("4")}};
  const Answer answer = run.settle();
  ASSERT_EQ(answer.outputs[0].elements.size(), 3U);
  std::string text;
  for (const auto& element : answer.outputs[0].elements) text += Settling::plain(element[0].value) + " ";
  EXPECT_EQ(text, "3 0 4 ");
  EXPECT_EQ(item_key(run.given, p.b.program, lines, 2), "[3][1]");
}

TEST(Evaluator, AChainOfFiftyThousandRules) {
  Policy p;
  NodeId n = p.money("0");
  for (int i = 0; i < 50'000; ++i) n = p.read(p.rule("r", p.plus(n, p.money("1"))));
  p.gives("r", n);
  Settling run(p);
  EXPECT_EQ(run.text(), "50000");
  EXPECT_EQ(run.text(), "50000");
  const Explanation x = explain(run.evaluator, run.settle());
  EXPECT_EQ(x.steps.size(), 50'000U);
  EXPECT_FALSE(explanation_json(x, p.b.program, p.names).empty());
  EXPECT_FALSE(explanation_text(x, p.b.program, p.names).empty());
}

TEST(Evaluator, ADeepChainReportsTheSameErrorsAndNoOthers) {
  Policy p;
  const RuleId unasked = p.rule("unasked", p.over(p.money("1"), p.whole(0)));
  NodeId n = p.over(p.money("2"), p.whole(0));
  for (int i = 0; i < 20'000; ++i) {
    const NodeId next = p.plus(n, p.money("1"));
    n = p.read(p.rule("r" + std::to_string(i), p.iff(p.truth(true), next, p.plus(next, p.read(unasked)))));
  }
  p.gives("r", n);
  EXPECT_EQ(Settling(p).text(), "E0902 p/r0: division of 2.00 CNY by zero");
}

TEST(Evaluator, AnExpressionAsDeepAsAllowed) {
  Policy p;
  NodeId n = p.money("0");
  for (std::uint32_t i = 1; i < kMaxDepth; ++i) n = p.plus(n, p.money("1"));
  p.gives("r", n);
  EXPECT_EQ(Settling(p).text(), std::to_string(kMaxDepth - 1));
  p.gives("s", p.plus(n, p.money("1")));
  EXPECT_FALSE(verify(p.b.program).empty());
}

TEST(Evaluator, DeepExpressionsInAChainOfRules) {
  Policy p;
  NodeId n = p.money("0");
  for (int rule = 0; rule < 6; ++rule) {
    for (std::uint32_t i = 2; i < kMaxDepth; ++i) n = p.plus(n, p.money("1"));
    if (rule < 5) n = p.read(p.rule("r", n));
  }
  p.gives("r", n);
  Settling run(p);
  EXPECT_EQ(run.text(), std::to_string(6 * (kMaxDepth - 2)));
  const Explanation x = explain(run.evaluator, run.settle());
  EXPECT_EQ(x.steps.size(), 5U);
}

TEST(Evaluator, InlinedFunctionsDoNotExplode) {
  Policy p;
  NodeId n = p.in("x");
  for (int i = 0; i < 300; ++i) n = p.min(p.plus(n, n), p.max(n, p.money("5")));
  p.gives("r", p.rule("r", n));
  Settling run(p);
  run.set("x", "5");
  EXPECT_EQ(run.text(), "5");
  run.set("x", "4");
  EXPECT_EQ(run.text(), "5") << "what is remembered belongs to one case";
  EXPECT_EQ(explain(run.evaluator, run.settle()).steps.size(), 1U);
}

TEST(Evaluator, SharedExpressionsFollowTheirLocals) {
  Policy p;
  const ListId items = p.list("items", {{"amount", kMoney}});
  NodeId n = p.column(p.self(items), 0);
  for (int i = 0; i < 40; ++i) n = p.min(p.plus(n, n), p.plus(n, p.money("1")));
  const RuleId grown = p.rule("grown", n, items);
  p.gives("r", p.rule("r", p.sum(items, grown)));
  Settling run(p);
  run.fill(items, {{number("1")}, {number("2")}, {number("100")}});
  EXPECT_EQ(run.text(), "223");  // each + 40
}

TEST(Evaluator, SingleValuesAfterACase) {
  Policy p;
  const ListId items = p.list("items", {{"amount", kMoney}});
  const RuleId twice = p.rule("twice", p.times(p.column(p.self(items), 0), p.whole(2)), items);
  const RuleId unasked = p.rule("unasked", p.money("3"));
  p.gives("r", p.rule("r", p.sum(items, twice)));
  Settling run(p);
  run.fill(items, {{number("1")}, {number("2")}});
  run.settle();
  EXPECT_TRUE(run.evaluator.took_part(twice, 1));
  EXPECT_FALSE(run.evaluator.took_part(unasked));
  EXPECT_EQ(Settling::plain(run.evaluator.value_of(twice, 1)), "4");
  EXPECT_EQ(Settling::plain(run.evaluator.value_of(p.column(p.self(items), 0), {.list = items, .index = 1})), "2");
  EXPECT_EQ(Settling::plain(run.evaluator.value_of(unasked)), "3");
}

TEST(Evaluator, AssumptionsOfRulesThatTookPart) {
  Policy p;
  const RuleId a = p.rule("a", p.money("1"));
  p.names.rules.back().assumptions = {{{"", "a reading"}}};
  p.rule("b", p.money("2"));
  p.names.rules.back().assumptions = {{{"", "another"}}};
  p.gives("a", a);
  EXPECT_EQ(Settling(p).settle().assumptions, std::vector<std::uint32_t>{static_cast<std::uint32_t>(a)});
}

TEST(CaseErrors, EveryCodeIsWordedInBothLanguages) {
  for (const ErrorText& text : error_texts()) {
    EXPECT_FALSE(text.en.empty() || text.zh.empty() || text.explanation.empty()) << text.code;
    EXPECT_EQ(text.hint_en.empty(), text.hint_zh.empty()) << text.code;
    EXPECT_TRUE(error_named(text.code)) << text.code;
    for (const char* slot : {"{0}", "{1}", "{2}"}) {
      EXPECT_EQ(text.en.find(slot) == std::string_view::npos, text.zh.find(slot) == std::string_view::npos)
          << text.code << slot;
    }
  }
  EXPECT_EQ(error_message({.code = "E0902", .arguments = {"1"}}, "zh"), "1 除以零");
  EXPECT_FALSE(error_named("E9999"));
}

}  // namespace
}  // namespace remit::test
