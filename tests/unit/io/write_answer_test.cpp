#include "engine/io/write_answer.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/io/write_json.h"
#include "tests/unit/io/sample.h"

namespace remit {
namespace {

auto number(std::string_view text) -> Number { return Number::parse(text).value(); }

auto output(std::string name, std::string code, Type type, std::string_view step = {}) -> Output {
  Output output;
  output.name = std::move(name);
  output.code = std::move(code);
  output.type = type;
  if (!step.empty()) output.step = number(step);
  return output;
}
auto given(Value value) -> OutputValue { return {std::move(value), {}}; }

auto declaration(std::string name, Labels labels) -> DeclarationName {
  DeclarationName declared;
  declared.name = std::move(name);
  declared.labels = std::move(labels);
  return declared;
}

// The sample, giving some of everything.
struct Settled {
  sample::Sample sample = sample::service();
  Answer answer;

  auto text(const WriteOptions& options = {}) const -> std::string {
    return write_answer(answer, sample.program, sample.names, options);
  }
  // The part of the text from `key` to the key `next`.
  auto part(const std::string& key, const std::string& next, const WriteOptions& options = {}) const -> std::string {
    const std::string json = text(options);
    const std::size_t begin = json.find("\"" + key + "\":") + key.size() + 3;
    return json.substr(begin, json.find(",\"" + next + "\":") - begin);
  }
};

auto results() -> Settled {
  Settled settled;
  Program& program = settled.sample.program;
  const Type money{.kind = TypeKind::money};
  program.outputs = {
      output("deductible", "act_pay_dedc", money, "0.01"),
      output("share", "", {.kind = TypeKind::rate}),
      output("exact", "", {.kind = TypeKind::decimal}),
      output("status", "psn_type", {.kind = TypeKind::enumeration, .optional = true}),
      output("until", "", {.kind = TypeKind::date}),
      output("eligible", "", {.kind = TypeKind::boolean}),
      output("cap", "", {.kind = TypeKind::money, .optional = true}, "0.01"),
      output("bill", "", {.kind = TypeKind::record, .id = 1}),
      output("tags", "", {.kind = TypeKind::list, .id = 0}),
      output("items", "", {.kind = TypeKind::list, .id = 1}),
  };
  program.outputs[9].list = ListId{0};
  program.outputs[9].fields = {output("in_scope", "inscp_scp_amt", money, "0.01"),
                               output("n", "", {.kind = TypeKind::count})};
  settled.answer.date = 19844;
  settled.answer.outputs = {
      given(number("650")),
      given(number("0.85")),
      given(Number::whole(1) / Number::whole(3)),
      given(Value::integer(1)),
      given(Value::integer(19844)),
      given(Value::boolean(true)),
      given(Value()),
      given(Value::sequence({Value::text("甲\"1\""), number("1e6"), Value()})),
      given(Value::sequence({Value::text("x"), Value::text("")})),
      {Value(), {{given(number("1.5")), given(number("2"))}, {given(number("0")), given(number("3"))}}},
  };
  return settled;
}

TEST(WriteAnswer, Result) {
  EXPECT_EQ(results().part("result", "requirements"),
            R"({"deductible":650.00,"share":0.85,"exact":"1/3","status":"retired","until":"2024-05-01",)"
            R"("eligible":true,"cap":null,"bill":{"code":"甲\"1\"","amount":1000000.00,"status":null},)"
            R"("tags":["x",""],"items":[{"in_scope":1.50,"n":2},{"in_scope":0.00,"n":3}]})");
}

TEST(WriteAnswer, Codes) {
  WriteOptions options;
  options.codes = true;
  const std::string json = results().part("result", "requirements", options);
  EXPECT_TRUE(json.starts_with(R"({"act_pay_dedc":650.00,"share":0.85,"exact":"1/3","psn_type":"21",)")) << json;
  EXPECT_TRUE(json.ends_with(R"("items":[{"inscp_scp_amt":1.50,"n":2},{"inscp_scp_amt":0.00,"n":3}]})")) << json;
}

TEST(WriteAnswer, BlockedIsNull) {
  Settled settled = results();
  settled.answer.blocked = true;
  settled.answer.outputs.clear();
  EXPECT_TRUE(settled.part("result", "requirements").starts_with(R"({"deductible":null,"share":null,)"));
}

TEST(WriteAnswer, KeysInOrder) {
  Settled settled;
  settled.sample.names.policy_version = "2024-01-01";
  settled.sample.names.text_hash = "t";
  settled.sample.names.meaning_hash = "m";
  WriteOptions options;
  options.engine = "0.1.0";
  options.explanation = "[ 1 ]";
  options.receipt = "{}";
  EXPECT_EQ(settled.text(options),
            R"({"policy":"cn.test","version":"2024-01-01","service":"settle","as_of":"1970-01-01","engine":"0.1.0",)"
            R"("text_hash":"t","meaning_hash":"m","result":{},"requirements":[],"documents":{},"assumptions":[],)"
            R"("postings":[],"explanation":[1],"receipt":{}})");
  options.pretty = true;
  const std::string pretty = settled.text(options);
  options.pretty = false;
  EXPECT_EQ(compact_json(pretty), settled.text(options));
}

TEST(WriteAnswer, Verdicts) {
  Settled settled;
  Program& program = settled.sample.program;
  ProgramNames& names = settled.sample.names;
  program.rules.push_back({});
  program.rules.push_back({});
  program.rules.back().list = ListId{0};
  program.requirements.push_back({RuleId{1}, RuleId{1}, Severity::reduces, 0});
  program.requirements.push_back({RuleId{2}, RuleId{2}, Severity::blocks, 1});
  names.requirements = {declaration("filed", {{"zh", "异地就医备案"}, {"en", "filed before treatment"}}),
                        declaration("listed", {{"", "listed"}})};
  names.messages = {{{"zh", "未备案"}, {"en", "not filed"}}, {}};
  names.advice = {{{"zh", "去备案"}}, {}};
  settled.answer.requirements = {{0, std::nullopt, true, false}, {1, 3, false, true}};
  EXPECT_EQ(settled.part("requirements", "documents"),
            R"([{"name":"filed","severity":"reduces","applies":true,"met":false,)"
            R"("label":{"zh":"异地就医备案","en":"filed before treatment"},"message":{"zh":"未备案","en":"not filed"},)"
            R"("advice":{"zh":"去备案"}},)"
            R"({"name":"listed","list":"claim.items","item":3,"severity":"blocks","applies":false,"met":true,)"
            R"("label":"listed"}])");
  WriteOptions english;
  english.language = "en";
  EXPECT_TRUE(settled.part("requirements", "documents", english)
                  .starts_with(R"([{"name":"filed","severity":"reduces","applies":true,"met":false,)"
                               R"("label":"filed before treatment","message":"not filed","advice":"去备案"},)"));
}

TEST(WriteAnswer, Documents) {
  Settled settled;
  settled.sample.program.documents.push_back({});
  settled.sample.names.documents = {declaration("manual_claim", {{"", "手工报销材料"}})};
  settled.sample.names.papers[0].labels = {{"zh", "收据"}};
  DocumentsVerdict verdict;
  verdict.applies = true;
  verdict.papers = {{"receipt", true, false, {}}, {"", true, true, {{"fee_list", false, true, {}}}}};
  settled.answer.documents = {verdict};
  WriteOptions chinese;
  chinese.language = "zh";
  EXPECT_EQ(settled.part("documents", "assumptions", chinese),
            R"({"manual_claim":{"label":"手工报销材料","applies":true,"papers":[)"
            R"({"name":"receipt","label":"收据","required":true,"given":false},)"
            R"({"one_of":[{"name":"fee_list","required":false,"given":true}],"required":true,"given":true}]}})");
}

TEST(WriteAnswer, Assumptions) {
  Settled settled;
  settled.sample.names.rules[0].assumptions = {{{"", "base before tax"}}};
  settled.sample.names.rules[0].unexpressed = {{{"", "hardship at the agency's discretion"}}};
  settled.answer.assumptions = {0};
  EXPECT_EQ(settled.part("assumptions", "postings"),
            R"([{"step":"cn.test/eligible","kind":"assumption","text":"base before tax"},)"
            R"({"step":"cn.test/eligible","kind":"unexpressed","text":"hardship at the agency's discretion"}])");
}

TEST(WriteAnswer, Postings) {
  Settled settled;
  Posting tally;
  tally.key = {Value::text("110"), number("2024")};
  tally.amount = number("650");
  tally.after = number("8890.49");
  Posting card = tally;
  card.memory = MemoryId{2};
  card.key = {Value::text("110")};
  card.pot = "earlier";
  Posting spell;
  spell.memory = MemoryId{1};
  spell.key = {Value::text("110")};
  spell.start = spell.end = Value::integer(0);
  Posting bill;
  bill.memory = MemoryId{3};
  bill.key = {Value::text("110")};
  bill.row = Value::sequence({Value::text("x"), number("1"), Value()});
  settled.answer.postings = {tally, spell, card, bill};
  const std::string json = settled.text();
  EXPECT_EQ(json.substr(json.find("\"postings\"")),
            R"("postings":[{"memory":"year_pooled","key":["110",2024],"amount":650.00,"after":8890.49},)"
            R"({"memory":"episode","key":["110"],"start":"1970-01-01","end":"1970-01-01"},)"
            R"({"memory":"card","key":["110"],"pot":"earlier","amount":650.00,"after":8890.49},)"
            R"({"memory":"bills","key":["110"],"row":{"code":"x","amount":1.00,"status":null}}]})");
}

TEST(WriteErrors, PartsThatAreEmptyAreLeftOut) {
  EXPECT_EQ(
      write_errors({{"E0813", "missing", "$.x", "", "", "needed"}, {"E0902", "no", "", "p/r", "a.remit:1:2", ""}}, {}),
      R"({"errors":[{"code":"E0813","message":"missing","path":"$.x","hint":"needed"},)"
      R"({"code":"E0902","message":"no","step":"p/r","place":"a.remit:1:2"}]})");
  EXPECT_EQ(write_errors({}, {.pretty = true, .explanation = "{}"}), "{\n  \"errors\": [],\n  \"explanation\": {}\n}");
}

}  // namespace
}  // namespace remit
