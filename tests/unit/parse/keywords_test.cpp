// The two languages of keywords.
#include "dsl/parse/keywords.h"

#include <gtest/gtest.h>

#include <set>

#include "dsl/ast/dump.h"
#include "tests/unit/parse/problems.h"

namespace remit {
namespace {

using parse::Token;

auto all_roles() -> std::vector<Token> {
  return {
#define REMIT_KEYWORD(role, en, zh) Token::role,
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
  };
}

TEST(Keywords, NoTwoShareASpelling) {
  std::set<std::string_view> seen;
  for (const Token role : all_roles()) {
    EXPECT_TRUE(seen.insert(parse::spelling(role, false)).second) << parse::spelling(role, false);
    EXPECT_TRUE(seen.insert(parse::spelling(role, true)).second) << parse::spelling(role, true);
  }
}

TEST(Keywords, ChineseReadsAsEnglish) {
  const auto dump_of = [](const std::string& text) {
    const Parsed parsed = parse_file(make_source(FileId{0}, "t", text));
    EXPECT_EQ(parsed.problems.size(), 0U);
    std::string dump;
    for (const ast::Declaration& declaration : parsed.file.policies.at(0).declarations) dump += ast::dump(declaration);
    return dump;
  };
  EXPECT_EQ(dump_of("# language: zh\n"
                    "政策 北京\n"
                    "数值 起付标准 ： 元 ＝ 3万\n"
                    "规则 起付线 “起付线” ： 元 舍入 四舍五入 依据 办法 §３ ＝ 取小（起付标准，费用）\n"
                    "  但书 再次住院 当 住院.次数 ＞＝ 2 且 非 住院.急诊 则 起付标准 ＊ 50％\n"
                    "规则 合规费用 = 合计 项.金额 其中 项 属于 费用.明细 当 项.等级 缺失\n"),
            dump_of("policy 北京\n"
                    "value 起付标准 : 元 = 30_000\n"
                    "rule 起付线 \"起付线\" : 元 rounded half up cites 办法 §3 = min(起付标准, 费用)\n"
                    "  except 再次住院 when 住院.次数 >= 2 and not 住院.急诊 then 起付标准 * 50%\n"
                    "rule 合规费用 = sum of 项.金额 for 项 in 费用.明细 when 项.等级 is absent\n"));
}

TEST(Keywords, OneFileOneLanguage) {
  EXPECT_EQ(problems_of("# language: zh\npolicy p\nrule a = 1\n"),
            (std::vector<std::string>{"E0122 2:1 `policy` is a keyword of the other language"}));
}

TEST(Keywords, AsMereWords) {
  EXPECT_EQ(codes_in("record R { value : text  from : date  规则 : text }"), "");
  EXPECT_EQ(codes_in("rule a = b.rule + b.规则 + R { value = 1 }.value"), "");
  EXPECT_EQ(codes_in("rule `rule` = `value` + 1"), "");
  EXPECT_EQ(codes_in("table t by a.share : rate {\n | share | rate |\n | 1 | 2% |\n}"), "");
  EXPECT_EQ(codes_in("rule personal = min(left, card)\npayers of a { personal rest cash }"), "");
}

TEST(Keywords, PhrasesOfAnyBlanks) { EXPECT_EQ(codes_in("rule a = b or\n   else c"), ""); }

// A word that only contains a keyword is a name.
TEST(Keywords, WholeRunsOnly) { EXPECT_EQ(codes_in("rule 规则一 = 分段计算器 + ruled + 且慢"), ""); }

}  // namespace
}  // namespace remit
