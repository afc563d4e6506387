#include "dsl/ast/dump.h"

#include <gtest/gtest.h>

#include "dsl/ast/names.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

auto tree(const std::string& text) -> std::string {
  SourceSet sources;
  const ParsedExpression parsed = parse_expression(sources.add("test.remit", text));
  return parsed.expression == nullptr ? "none" : ast::dump(*parsed.expression);
}

auto tree_of_file(const std::string& text, ast::Detail detail) -> std::string {
  SourceSet sources;
  return ast::dump(parse_file(sources.add("test.remit", text)).file, detail);
}

TEST(Dump, OfExpressions) {
  EXPECT_EQ(tree("a < 5"), R"((compare:less (name "a") (number "5")))");
  EXPECT_EQ(tree("slice of a above b once by c"), R"((slice:above! (name "a") (name "b") _ (name "c") _ _))");
  EXPECT_EQ(tree(R"("a \"b\"")"), R"((text "a \"b\""))");
  EXPECT_EQ(tree("\"\""), R"((text ""))");
}

TEST(Dump, LeavesLayoutOut) {
  EXPECT_EQ(tree("(a) + ((b * c))"), tree("a+b  *  c"));
  EXPECT_EQ(tree("# language: zh\n若 a 则 3万 否则 c"), tree("if a then 30_000 else c"));
  EXPECT_NE(tree("(a + b) * c"), tree("a + b * c"));
}

TEST(Dump, OfMeaningLeavesOutWhatOnlyPeopleRead) {
  const std::string plain = "policy a { rule x = 1 }";
  const std::string labelled = "policy a \"甲\" { # comment\n rule x \"起付线\" allow W0217 \"why\" = 1 }";
  EXPECT_EQ(tree_of_file(plain, ast::Detail::meaning), tree_of_file(labelled, ast::Detail::meaning));
  EXPECT_NE(tree_of_file(plain, ast::Detail::all), tree_of_file(labelled, ast::Detail::all));
  EXPECT_EQ(tree_of_file(plain, ast::Detail::all),
            R"((file (policies (policy (kind policy) (name "a") (declarations (declaration (name "x") (rule (versions )"
            R"((version (value (number "1")))))))))))");
}

TEST(Names, OfEveryKind) {
  EXPECT_EQ(ast::name(ast::ExprKind::or_else), "or_else");
  EXPECT_EQ(ast::name(ast::Word::half_up), "half_up");
  EXPECT_EQ(ast::name(ast::TypeKind::list), "list");
  EXPECT_EQ(ast::name(ast::ExprKind::choice), "choice");
}

}  // namespace
}  // namespace remit
