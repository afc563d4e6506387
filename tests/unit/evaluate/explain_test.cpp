#include "engine/evaluate/explain.h"

#include <nlohmann/json.hpp>

#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"
#include "engine/evaluate/explain_words.h"
#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

// A small policy with one of each: items, a table, an exception, bands, rounding, a version.
struct Stay : Policy {
  Stay() {
    items = list("claim.items", {{"amount", kMoney}});
    const RuleId in_scope = rule("in_scope", times(column(self(items), 0), rate("90%")), items);
    const RuleId eligible = rule("eligible", sum(items, in_scope));
    const NodeId ordinal = in("stay.ordinal", kCount);
    names.inputs.push_back(
        {.name = "insured.id", .code = {}, .labels = {}, .type = kText, .limits = {}, .personal = true});
    inputs["insured.id"] = 1;
    b.program.input_count = 2;
    b.program.timelines.push_back({.versions = {{parse_date("2024-01-01").value(), parse_date("2024-12-31").value()},
                                                {parse_date("2025-01-01").value(), INT64_MAX}},
                                   .name = declared("first_deductible")});
    const RuleId first =
        rule("first_deductible", op(Op::dated, kMoney, {day("2024-05-01"), money("1300"), money("1500")}, 0));
    const RuleId deductible = choice(
        "deductible", min(read(first), read(eligible)),
        {exception("repeat_stay", both(truth(true), at_least(ordinal, whole(2))), money("650")),
         exception(
             "known",
             both(at_least(ordinal, whole(1)), equal(in("insured.id", kText), op(Op::constant, kText, {}, text("x")))),
             money("0"))});
    names.rules.back().cites = {
        {.document = "Rules", .section = "§37", .issued = "2001-02-20", .url = {}, .quote = {}}};
    names.rules.back().labels = {{"zh", "起付线"}};
    const RuleId pool = rule("pool", slice({.form = SliceUse::Form::above,
                                            .amount = read(eligible),
                                            .deductible = read(deductible),
                                            .edges = {money("30000"), kNoNode},
                                            .rows = {{.when = kNoNode, .cells = {rate("85%"), rate("90%")}}}}));
    gives("pooled", rule("pooled", rounded(field(read(pool), 0), Rounding::half_up, "0.01")));
    gives("deductible", deductible);
  }
  auto text(const char* t) -> std::uint32_t {
    b.program.constants.push_back(Value::text(t));
    return static_cast<std::uint32_t>(b.program.constants.size() - 1);
  }
  ListId items{};
};

struct Settled {
  Settled() : run(policy) {
    run.set("stay.ordinal", "1");
    run.set("insured.id", Value::text("110101199001011234"));
    run.fill(policy.items, {{number("2000.05")}, {number("100")}});
    answer = run.settle();
  }
  Stay policy;
  Settling run;
  Answer answer;
};

TEST(Explain, TextReadsLikeARegulationApplied) {
  Settled s;
  const Explanation x = explain(s.run.evaluator, s.answer);
  EXPECT_EQ(explanation_text(x, s.policy.b.program, s.policy.names), R"(p / settle, 1970-01-01

pooled = 501.54 CNY  [p/pooled]
│ rounded: 501.53825 CNY → 501.54 CNY, half up to 0.01
└─ pool  [p/pool]
   │ bands: bands of 1890.045 CNY, deductible 1300.00 CNY
   │     1300.00 CNY .. 1890.045 CNY: 590.045 CNY × 85% = 501.53825 CNY
   │     paid 501.53825 CNY, handled 590.045 CNY, left 0.00 CNY
   ├─ eligible = 1890.045 CNY  [p/eligible]
   │  │ sum: claim.items = 1890.045 CNY  ← [1] 1800.045 CNY, [2] 90.00 CNY
   │  ├─ in_scope[1] = 1800.045 CNY  [p/in_scope[1]]
   │  │    input: claim.items[1].amount = 2000.05 CNY
   │  └─ in_scope[2] = 90.00 CNY  [p/in_scope[2]]
   │       input: claim.items[2].amount = 100.00 CNY
   └─ deductible = 1300.00 CNY  [p/deductible]
      │ source: Rules §37 (2001-02-20)
      │ input: stay.ordinal = 1
      │ input: insured.id = ***
      │ exception: repeat_stay does not apply: not `stay.ordinal >= 2` (stay.ordinal = 1)
      │ exception: known does not apply: not `insured.id = "x"` (insured.id = ***)
      ├─ first_deductible = 1300.00 CNY  [p/first_deductible]
      │    version: first_deductible 2024-01-01 .. 2024-12-31, on 2024-05-01
      └─ eligible = 1890.045 CNY  (see above)

deductible = 1300.00 CNY  (see above)
)");
}

TEST(Explain, ChineseLabelsAndWords) {
  Settled s;
  const auto x = why(s.run.evaluator, s.answer, "deductible");
  ASSERT_TRUE(x);
  const std::string text =
      explanation_text(*x, s.policy.b.program, s.policy.names, {.language = "zh", .show_personal = true});
  EXPECT_NE(text.find("起付线 (deductible) = 1300.00 CNY"), std::string::npos) << text;
  EXPECT_NE(text.find("例外：repeat_stay 不适用：不满足 `stay.ordinal >= 2`（stay.ordinal = 1）"), std::string::npos)
      << text;
  EXPECT_NE(text.find("输入：insured.id = \"110101199001011234\""), std::string::npos) << text;
}

TEST(Explain, JsonHoldsTheSameForPrograms) {
  Settled s;
  const std::string text = explanation_json(explain(s.run.evaluator, s.answer), s.policy.b.program, s.policy.names);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["results"][0]["name"], "pooled");
  const auto& pooled = json["steps"][json["results"][0]["steps"][0].get<std::size_t>()];
  EXPECT_EQ(pooled["id"], "p/pooled");
  EXPECT_NE(text.find(R"("before":501.53825,"after":501.54,"mode":"half up","place":0.01,"declared":true)"),
            std::string::npos);
  EXPECT_NE(text.find(R"("value":1300.00)"), std::string::npos) << "amounts have the digits of their place";
  EXPECT_EQ(text.find("110101199001011234"), std::string::npos) << "personal values are masked";
  EXPECT_NE(
      explanation_json(explain(s.run.evaluator, s.answer), s.policy.b.program, s.policy.names, {.show_personal = true})
          .find("110101199001011234"),
      std::string::npos);
}

TEST(Explain, WhyOfOneItem) {
  Settled s;
  for (const char* name : {"claim.items[2].in_scope", "in_scope[2]", "p/in_scope[2]"}) {
    const auto x = why(s.run.evaluator, s.answer, name);
    ASSERT_TRUE(x) << name;
    ASSERT_EQ(x->results.size(), 1U) << name;
    const ExplanationWords words(*x, s.policy.b.program, s.policy.names);
    EXPECT_EQ(words.name(x->results[0]), "in_scope[2]");
    EXPECT_EQ(words.id(x->steps[0]), "p/in_scope[2]");
  }
  const auto all = why(s.run.evaluator, s.answer, "in_scope");
  ASSERT_TRUE(all);
  ASSERT_EQ(all->steps.size(), 2U);
  for (const Step& step : all->steps) EXPECT_TRUE(step.reads.empty());
  EXPECT_EQ(all->results[1].steps.of(all->reads)[0], 1U);
  EXPECT_FALSE(why(s.run.evaluator, s.answer, "in_scope[3]"));
  EXPECT_FALSE(why(s.run.evaluator, s.answer, "nothing"));
}

TEST(Explain, WhyNotNamesTheFirstConditionThatFailed) {
  Settled s;
  EXPECT_TRUE(why_not(s.run.evaluator, "fund.repeat_stay").empty());
  const auto answers = why_not(s.run.evaluator, "deductible.repeat_stay");
  EXPECT_EQ(why_not_text(answers, s.policy.b.program),
            "repeat_stay  [p/deductible/repeat_stay]\n  not `stay.ordinal >= 2` (stay.ordinal = 1)\n");
  EXPECT_EQ(
      why_not_json(answers, s.policy.b.program),
      R"([{"id":"p/deductible/repeat_stay","name":"repeat_stay","outcome":"condition_false","condition":{"text":"stay.ordinal >= 2","holds":false,"values":[{"name":"stay.ordinal","value":1}]}}])");
  EXPECT_TRUE(why_not(s.run.evaluator, "nobody").empty());
}

TEST(Explain, ExplainingChangesNeitherValuesNorErrors) {
  Settled s;
  explain(s.run.evaluator, s.answer);
  EXPECT_EQ(s.run.text(), "501.54 1300");
}

}  // namespace
}  // namespace remit::test
