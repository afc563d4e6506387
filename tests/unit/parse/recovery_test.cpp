// After a mistake: one problem each, and the rest of the file is read.
#include <gtest/gtest.h>

#include "tests/unit/parse/problems.h"

namespace remit {
namespace {

auto parsed(const std::string& text) -> Parsed { return parse_file(make_source(FileId{0}, "test.remit", text)); }

auto names(const std::vector<ast::Declaration>& declarations) -> std::string {
  std::string names;
  for (const ast::Declaration& declaration : declarations) names += declaration.name.text + " ";
  return names;
}

TEST(Recovery, TenMistakesTenProblems) {
  EXPECT_EQ(codes_in("rule = 1\n"
                     "value a : CNY { from 2024-01-01 1300 }\n"
                     "rule b = (1 + 2\n"
                     "table t by x.y : CNY {\n  | y | r |\n  | 1 2 |\n}\n"
                     "for each i items {\n  rule c = 1 +\n  rule fine = 1\n}\n"
                     "rul d = 1\n"
                     "service s takes a governed by b {\n  gives c as\n  ensures d\n}\n"
                     "enum E { A, = }\n"
                     "rule last_one = if a then b\n"),
            "E0110 E0110 E0133 E0110 E0110 E0110 E0144 E0110 E0133 E0139");
}

TEST(Recovery, TheRestIsRead) {
  const Parsed file =
      parsed("policy p\nrule a = 1\nrule b = +\nrule c = 2\n  except x when\n  rule d = 3\nrule e = 4\n");
  ASSERT_EQ(file.file.policies.size(), 1U);
  EXPECT_EQ(names(file.file.policies[0].declarations), "a d e ");
  ASSERT_EQ(file.file.broken.size(), 2U);
  EXPECT_EQ(file.file.broken[0].text, "b");
}

TEST(Recovery, StaysInItsBlock) {
  const Parsed file = parsed(
      "policy p {\n for each i in xs {\n  rule a = +\n  rule b = 1\n }\n rule c = 1\n}\npolicy q { rule d = 1 }");
  EXPECT_EQ(file.problems.size(), 1U);
  ASSERT_EQ(file.file.policies.size(), 2U);
  ASSERT_EQ(file.file.policies[0].declarations.size(), 2U);
  EXPECT_EQ(names(std::get<ast::ForEach>(file.file.policies[0].declarations[0].body).declarations), "b ");
  EXPECT_EQ(names(file.file.policies[1].declarations), "d ");
}

TEST(Recovery, AForgottenBraceIsToldOnce) {
  const Parsed file =
      parsed("policy p {\n table t by a.b : CNY {\n  | b | r |\n  | 1 | 2 |\n rule c = 1\n rule d = 2\n}\n");
  ASSERT_EQ(file.problems.size(), 1U);
  ASSERT_EQ(file.problems[0].notes.size(), 1U);
  EXPECT_EQ(names(file.file.policies[0].declarations), "c d ");
}

TEST(Recovery, APolicyClosesWhatIsOpen) {
  EXPECT_EQ(problems_of("policy p {\n for each a in b {\n rule c = 1\npolicy q { rule d = 1 }"),
            (std::vector<std::string>{"E0141 3:12 found `policy`, but a block is still open",
                                      "E0141 3:12 found `policy`, but a block is still open"}));
}

TEST(Recovery, ABrokenHeadingGivesNoSecondProblem) {
  EXPECT_EQ(problems_of("policy p extends {\n rule a = 1\n rule b = 2\n}\npolicy q { rule c = 1 }").size(), 1U);
  EXPECT_EQ(problems_of("policy 1\nrule a = 1\nrule b = 2\n").size(), 1U);
}

TEST(Recovery, UnfinishedTextIsKnown) {
  EXPECT_TRUE(parsed("policy p {").incomplete);
  EXPECT_TRUE(parsed("policy p\nrule a = 1 +").incomplete);
  EXPECT_FALSE(parsed("policy p\nrule a = 1").incomplete);
  EXPECT_FALSE(parsed("policy p\nrule = 1").incomplete);
}

}  // namespace
}  // namespace remit
