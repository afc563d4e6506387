// Expressions and their trees: precedence, and the places where two notations meet.
#include <gtest/gtest.h>

#include "dsl/ast/dump.h"
#include "tests/unit/parse/problems.h"

namespace remit {
namespace {

auto tree(const std::string& text) -> std::string {
  const ParsedExpression parsed = parse_expression(make_source(FileId{0}, "expression", text));
  return parsed.expression == nullptr ? "problem" : ast::dump(*parsed.expression);
}

// The same tree as the text with every parenthesis written: the dump leaves redundant ones out.
TEST(Expression, Precedence) {
  const std::vector<std::pair<std::string, std::string>> same = {
      {"a + b * c", "a + (b * c)"},
      {"a - b - c", "(a - b) - c"},
      {"a / b * c", "(a / b) * c"},
      {"-a * b", "(-a) * b"},
      {"-a.b[1]", "-((a.b)[1])"},
      {"a or else b or else c", "a or else (b or else c)"},
      {"a + b = c * d", "(a + b) = (c * d)"},
      {"not a = b", "not (a = b)"},
      {"not a and b", "(not a) and b"},
      {"a and b and c", "(a and b) and c"},
      {"a in 1 .. b + 2", "a in 1 .. (b + 2)"},
      {"a not in b", "not (a in b)"},
      {"if a then b else if c then d else e", "if a then b else (if c then d else e)"},
      {"if a or b then c + 1 else d", "if (a or b) then (c + 1) else d"},
      {"sum of a * b for c in d when e and f", "sum of (a * b) for c in d when (e and f)"},
      {"round a + b up to 10", "round (a + b) up to 10"},
      {"1000 CNY * 2", "(1000 CNY) * 2"},
      {"30_000 - 5", "30000 - 5"},
      {"ａ ＋ （ｂ）", "a + b"},
      {"“x” = a", "\"x\" = a"},
  };
  for (const auto& [text, explicit_text] : same) {
    EXPECT_EQ(tree(text), tree(explicit_text)) << text;
    EXPECT_NE(tree(text), "problem") << text;
  }
}

TEST(Expression, Numbers) {
  EXPECT_EQ(tree("30_000.50"), tree("30000.50"));
  EXPECT_EQ(tree("# language: zh\n3万"), tree("30000"));
  EXPECT_EQ(tree("# language: zh\n1.5亿"), tree("150000000"));
  EXPECT_EQ(tree("# language: zh\n0.00012万"), tree("1.2"));
  EXPECT_EQ(tree("８５％"), tree("85%"));
}

TEST(Expression, BracesAfterAName) {
  const Parsed parsed = parse_file(
      make_source(FileId{0}, "t", "policy p\nfor each x in xs { rule a = 1 }\nrule b = R { c = 1 d = 2 }\n"));
  EXPECT_TRUE(parsed.problems.empty());
  EXPECT_EQ(parsed.file.policies[0].declarations.size(), 2U);
}

TEST(Expression, ACurrencyStandsOnTheLineOfItsNumber) {
  EXPECT_EQ(codes_in("documents d {\n a when x >= 2\n b when y = 100 CNY\n c\n}"), "");
  EXPECT_EQ(tree("{ a = 100 CNY b = 2 }"), tree("{ a = 100 CNY, b = 2 }"));
  EXPECT_EQ(tree("{ a = 100 b = 2 }"), tree("{ a = 100, b = 2 }"));
}

TEST(Expression, NothingMayFollow) {
  EXPECT_EQ(tree("a b"), "problem");
  EXPECT_EQ(tree(""), "problem");
  EXPECT_EQ(tree("rule"), "problem");
  EXPECT_TRUE(parse_expression(make_source(FileId{0}, "t", "1 +")).incomplete);
}

}  // namespace
}  // namespace remit
