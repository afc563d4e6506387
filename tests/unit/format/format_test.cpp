// The layout itself, by example. That nothing is lost is the matter of tests/property/format.
#include "dsl/format/format.h"

#include <gtest/gtest.h>

#include "dsl/format/layout.h"
#include "dsl/parse/parse.h"
#include "engine/text/utf8.h"

namespace remit {
namespace {

auto formatted(const std::string& text, Language language = Language::en) -> std::string {
  SourceSet sources;
  const SourceText& source = sources.add("test.remit", text);
  const Parsed parsed = parse_file(source);
  for (const Diagnostic& problem : parsed.problems) ADD_FAILURE() << render_text(problem, sources, {});
  return format_file(parsed.file, source, language);
}

TEST(Format, TablesStandInColumns) {
  EXPECT_EQ(formatted("policy a\ntable t by stay.level : CNY {\n|level|t|\n| tertiary  |1_000|\n|*|7|\n}\n"),
            "policy a\n"
            "table t by stay.level : CNY {\n"
            "  | level    | t     |\n"
            "  | tertiary | 1_000 |\n"
            "  | *        | 7     |\n"
            "}\n");
}

TEST(Format, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(columns("起付线 a"), 8);
  EXPECT_EQ(formatted("policy a\ntable t by stay.level : CNY {\n| 等级 | t |\n| 三级医院 | 10 |\n| x | 20 |\n}\n"),
            "policy a\n"
            "table t by stay.level : CNY {\n"
            "  | 等级     | t  |\n"
            "  | 三级医院 | 10 |\n"
            "  | x        | 20 |\n"
            "}\n");
}

TEST(Format, CommentsStayWhereTheyStood) {
  const std::string text =
      "# of the file\n"
      "\n"
      "# of the policy\n"
      "policy a  # beside it\n"
      "  in force from 2024-01-01\n"
      "\n"
      "# of the rule\n"
      "rule x : CNY =  # beside the sign\n"
      "  1  # one\n"
      "    # before the sum\n"
      "    + 2\n"
      "record R {\n"
      "  a : text  # beside a\n"
      "  # before b\n"
      "  b : text\n"
      "  # before the brace\n"
      "}\n"
      "# at the end\n";
  EXPECT_EQ(formatted(text),
            "# of the file\n"
            "\n"
            "# of the policy\n"
            "policy a  # beside it\n"
            "  in force from 2024-01-01\n"
            "\n"
            "# of the rule\n"
            "rule x : CNY\n"
            "  =  # beside the sign\n"
            "    1  # one\n"
            "      # before the sum\n"
            "      + 2\n"
            "record R {\n"
            "  a : text  # beside a\n"
            "  # before b\n"
            "  b : text\n"
            "  # before the brace\n"
            "}\n"
            "# at the end\n");
}

TEST(Format, OneBlankLineStays) {
  EXPECT_EQ(formatted("policy a {\n\n\nrule x = 1\n\n\n\nrule y = 2\nrule z = 3\n\n}\n\n"),
            "policy a {\n  rule x = 1\n\n  rule y = 2\n  rule z = 3\n}\n");
}

TEST(Format, LongRulesBreakBeforeTheSignThenAtOperators) {
  const std::string name = "rule something_with_a_long_name";
  const std::string part = "another_rule_with_a_very_long_name_indeed";
  EXPECT_EQ(formatted("policy a\n" + name + " : CNY rounded half up = " + part + " + " + part),
            "policy a\n" + name + " : CNY rounded half up\n  = " + part + " + " + part + "\n");
  EXPECT_EQ(formatted("policy a\n" + name + " = " + part + " + " + part + " - " + part),
            "policy a\n" + name + "\n  = " + part + "\n      + " + part + "\n      - " + part + "\n");
  EXPECT_EQ(formatted("policy a\n" + name + " = if " + part + " then 0 else if " + part + " = 1 then 1 else " + part),
            "policy a\n" + name + "\n  = if " + part + " then 0\n    else if " + part + " = 1 then 1\n    else " +
                part + "\n");
}

TEST(Format, ExceptionsStandOnLinesOfTheirOwn) {
  EXPECT_EQ(formatted("policy a\nrule x = 1 except b \"B\" over c when d then 2 except e of b when f then 3"),
            "policy a\n"
            "rule x = 1\n"
            "  except b \"B\" over c when d then 2\n"
            "  except e of b when f then 3\n");
}

TEST(Format, ClausesOfAPolicy) {
  EXPECT_EQ(
      formatted("abstract policy a.b \"甲\" en \"A\" extends c in force from 2024-01-01 until 2024-12-31 applies when "
                "x = 1 { input x : count 0.. }"),
      "abstract policy a.b \"甲\" en \"A\"\n"
      "  extends c\n"
      "  in force from 2024-01-01 until 2024-12-31\n"
      "  applies when x = 1\n"
      "{\n"
      "  input x : count 0..\n"
      "}\n");
}

TEST(Format, SignsAndDigitsBecomeAscii) {
  EXPECT_EQ(formatted("policy a\nrule x ＝ min（１，２）\nvalue y : count = 30000\nvalue z : count = 1_000"),
            "policy a\nrule x = min(1, 2)\nvalue y : count = 30_000\nvalue z : count = 1_000\n");
}

TEST(Format, TestsShareTheirWordsWhereTheAuthorDid) {
  EXPECT_EQ(formatted("policy a {\ntest \"t\" {\ngiven a = 1, b = 2\ngiven c is absent\nexpect d = 1, error \"E1\"\n"
                      "| given a | expect 起付线 |\n| 1 | 2 |\n} }"),
            "policy a {\n"
            "  test \"t\" {\n"
            "    given a = 1, b = 2\n"
            "    given c is absent\n"
            "    expect d = 1, error \"E1\"\n"
            "    | given a | expect 起付线 |\n"
            "    | 1       | 2             |\n"
            "  }\n"
            "}\n");
}

TEST(Format, CommentsBetweenStepsStay) {
  const std::string text =
      "policy a\n"
      "test \"t\" {\n"
      "  given a = 1\n"
      "  expect b = 1  # first\n"
      "\n"
      "  # second\n"
      "  then\n"
      "  # its input\n"
      "  given a = 2\n"
      "}\n";
  EXPECT_EQ(formatted(text), text);
}

TEST(Format, TranslatesKeywordsBothWays) {
  const std::string english =
      "# 起付线\n"
      "policy a \"甲\" en \"A\"\n"
      "  in force from 2024-01-01\n"
      "rule x : CNY rounded half up = if a or b then sum of i.x for i in xs else 30_000\n";
  const std::string chinese =
      "# language: zh\n"
      "# 起付线\n"
      "政策 a \"甲\" en \"A\"\n"
      "  施行 自 2024-01-01\n"
      "规则 x : CNY 舍入 四舍五入 = 若 a 或 b 则 合计 i.x 其中 i 属于 xs 否则 30_000\n";
  EXPECT_EQ(formatted(english, Language::zh), chinese);
  EXPECT_EQ(formatted(chinese, Language::zh), chinese);
  EXPECT_EQ(formatted(chinese, Language::en), english);
  EXPECT_EQ(formatted("# language: zh\n政策 a\n数值 x : CNY = 3万", Language::zh),
            "# language: zh\n政策 a\n数值 x : CNY = 30_000\n");
}

TEST(Format, KeywordsAsNamesKeepTheirBackticks) {
  EXPECT_EQ(formatted("policy a\nrule `when` = stay.when + `two words` + `plain`\nrule personal = `only`"),
            "policy a\nrule `when` = stay.when + `two words` + plain\nrule personal = `only`\n");
  EXPECT_EQ(formatted("policy a\nrule personal = 1", Language::zh), "# language: zh\n政策 a\n规则 `personal` = 1\n");
}

}  // namespace
}  // namespace remit
