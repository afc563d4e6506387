// Every limit, at it and one past it; and texts that are made to break a parser, in bounded time.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "dsl/parse/lexer.h"
#include "tests/unit/parse/problems.h"

namespace remit {
namespace {

struct Nesting {
  std::string before, open, inside, close;
};
const std::vector<Nesting> nestings = {
    {"rule a = ", "(", "1", ")"},
    {"rule a = ", "[", "1", "]"},
    {"rule a = ", "{ b = ", "1", "}"},
    {"rule a = ", "f(", "1", ")"},
    {"rule a = ", "b[", "1", "]"},
    {"rule a = ", "-", "1", ""},
    {"rule a = ", "not ", "b", ""},
    {"rule a = ", "if b then 1 else ", "2", ""},
    {"rule a = b", " or else c", "", ""},
    {"rule a = b", ".c", "", ""},
    {"rule a = b", "[1]", "", ""},
    {"rule a : ", "list of ", "text = b", ""},
    {"service s takes a governed by b { gives ", "c { ", "d", "}"},  // the service's own brace is one
    {"documents a { ", "one of { ", "b", "}"},                       // as is this
};

TEST(Limits, Nesting) {
  for (const Nesting& one : nestings) {
    const bool own_brace = one.before.find('{') != std::string::npos;
    const std::size_t most = own_brace ? 199 : 200;
    const std::string end = own_brace ? " }" : "";
    const auto text = [&](std::size_t deep) {
      return one.before + repeated(one.open, deep) + one.inside + repeated(one.close, deep) + end;
    };
    EXPECT_EQ(codes_in(text(most)), "") << one.open;
    EXPECT_EQ(codes_in(text(most + 1)), "E0130") << one.open;
    EXPECT_EQ(codes_in(text(50'000)), "E0130") << one.open;
  }
}

TEST(Limits, BlocksInBlocks) {
  EXPECT_EQ(codes_in(repeated("for each a in b {\n", 199) + repeated("}", 199)), "");
  EXPECT_EQ(codes_in(repeated("for each a in b {\n", 200) + repeated("}", 200)), "E0130");
}

TEST(Limits, HeightOfAnExpression) {
  EXPECT_EQ(codes_in("rule a = 1" + repeated(" + 1", 999)), "");
  EXPECT_EQ(codes_in("rule a = 1" + repeated(" + 1", 1000)), "E0131");
  EXPECT_EQ(codes_in("rule a = 1" + repeated(" + 1", 200'000)), "E0131");
  EXPECT_EQ(codes_in("rule a = " + repeated("(1 + not_so * ", 150) + "1" + repeated(") - 1 - 1 - 1 - 1 - 1", 150)),
            "E0131");
}

TEST(Limits, SizeOfAFile) {
  const std::string policy = "policy p\n";
  const std::string filled = policy + std::string(parse::largest_file - policy.size(), ' ');
  EXPECT_TRUE(problems_of(filled).empty());
  EXPECT_EQ(problems_of(filled + " "), (std::vector<std::string>{"E0103 1:1 the file is larger than 16 MiB"}));
}

TEST(Limits, ProblemsOfAFile) {
  const SourceText source = make_source(FileId{0}, "test.remit", "policy p\n" + repeated("rule = 1\n", 250));
  const Parsed parsed = parse_file(source);
  EXPECT_EQ(parsed.problems.size(), 100U);
  EXPECT_EQ(parsed.suppressed, 150U);
}

// Seconds for each are a hundredth of this on an idle machine; a test machine may be slow, check every access, or
// count every line (it then says how much more patience that takes).
std::chrono::seconds bounded_time() {
  const char* const patience = std::getenv("REMIT_TEST_PATIENCE");
  return std::chrono::seconds(20) * (patience == nullptr ? 1 : std::atoi(patience));
}

TEST(Hostile, BoundedTime) {
  const std::vector<std::string> texts = {
      repeated("rule = 1\n", 1'000'000),
      repeated("@ ", 1'000'000),
      repeated("rule a = 1 +\n", 500'000),
      repeated("}", 1'000'000),
      repeated("{", 1'000'000),
      repeated("rule a = 10-3\n", 300'000),
      "rule " + std::string(1'000'000, 'a') + " = 1",
      "rule a = " + std::string(1'000'000, '1'),
      "rule a \"" + std::string(1'000'000, 'x'),
      "table t by a.b : CNY {\n" + repeated("| a\n", 300'000),
      repeated("policy p {\n", 100'000),
      repeated("# x\n", 1'000'000),
      "rule a = [1" + repeated(", b", 500'000) + "]",
      "rule a = b" + repeated(" and b or b", 200'000),
      repeated("if a then ", 100'000),
      repeated("\\\"", 500'000),
  };
  for (const std::string& text : texts) {
    const auto begin = std::chrono::steady_clock::now();
    problems_in(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, bounded_time()) << text.substr(0, 40);
  }
}

// No two alternatives of the grammar begin with the same expression: otherwise each parenthesis would multiply the
// work.
TEST(Hostile, AttemptsGrowWithTheTextOnly) {
  const std::vector<Nesting> shapes = {
      {"rule a = ", "(", "1", ")"},
      {"rule a = ", "[", "1", "]"},
      {"rule a = ", "f(1, ", "2", ")"},
      {"rule a = ", "(b = c and ", "d", ")"},
      {"rule a = ", "x in (", "y", ")"},
      {"rule a = ", "R { b = ", "1", "}"},
      {"rule a = ", "(1 + ", "2", ")"},
      {"rule a = ", "if b in ..3 then (", "2", ") else 1"},
      {"rule a = ", "sum of (", "b", ") for b in c"},
      {"documents d { ", "one of { ", "b", "}"},
      {"table t by a.b : CNY {\n| x |\n| ", "(", "1", ")"},
  };
  for (const Nesting& shape : shapes) {
    const std::string text =
        "policy p\n" + shape.before + repeated(shape.open, 100) + shape.inside + repeated(shape.close, 100);
    const std::size_t attempts = parse_file(make_source(FileId{0}, "test.remit", text)).attempts;
    EXPECT_LT(attempts / text.size(), 100U) << shape.open;
  }
}

}  // namespace
}  // namespace remit
