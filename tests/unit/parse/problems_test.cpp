// A text and all that is told of it, for every code of a syntax problem.
#include "tests/unit/parse/problems.h"

#include <gtest/gtest.h>

#include <set>

namespace remit {
namespace {

struct Case {
  std::string text;  // of a policy; the first line is line 2
  std::vector<std::string> problems;
};

const std::vector<Case> cases = {
    // ── characters and tokens ──
    {"rule a = \xFF", {"E0101 2:10 the file is not UTF-8: byte 0xFF at offset 18"}},
    {std::string("rule a = \0", 10), {"E0102 2:10 the file holds a NUL byte at offset 18"}},
    {"rule a = 1 @ 2", {"E0104 2:12 `@` is not a sign of the language"}},
    {"rule a = \"\u202E\"", {"E0105 2:11 found an invisible character"}},
    {"rule a = \"abc\nrule b = 1", {"E0106 2:10 the text has no closing quote on its line"}},
    {"rule a = \"\\q\"", {"E0107 2:11 `\\q` is no escape of a text"}},
    {"rule a = 30__000", {"E0108 2:10 `_` in a number stands between two digits"}},
    {"rule a = 1_ + 2.5_",
     {"E0108 2:10 `_` in a number stands between two digits", "E0108 2:17 `_` in a number stands between two digits"}},
    {"rule a = 30,000 + f(1, 200)", {"E0109 2:10 `30,000` has commas within a number"}},
    {"rule a = 1,234,567.89", {"E0109 2:10 `1,234,567` has commas within a number"}},
    {"rule a = 3万", {"E0114 2:10 `3万` is read in files with `# language: zh` only"}},
    {"rule a = 30days", {"E0113 2:10 a word must not touch the number before it"}},
    {"rule a = 10-3", {"E0115 2:10 `10-3` may be a subtraction or a date"}},
    {"rule a = year of b starting 13-01", {"E0116 2:29 `13-01` is no day or time that exists"}},
    {"rule a = 2023-02-29", {"E0116 2:10 `2023-02-29` is no day or time that exists"}},
    {"rule a = 2024-02-29", {}},
    {"rule a = 2024-1-5", {"E0116 2:10 `2024-1-5` is no day or time that exists"}},
    {"rule a = 2024-01-31T25:00:00", {"E0116 2:10 `2024-01-31T25:00:00` is no day or time that exists"}},
    {"rule a = 85 %", {"E0117 2:13 `%` stands apart from its number"}},
    {"rule a = 1e999999999 + 1E-5",
     {"E0118 2:10 `1e999999999` is written with an exponent", "E0118 2:24 `1E-5` is written with an exponent"}},
    {"rule a = `b\nrule c = ``",
     {"E0119 2:10 a name in backticks ends on its line and is not empty",
      "E0119 3:10 a name in backticks ends on its line and is not empty"}},
    {"table t by a.b : CNY {\n | a | b |\n | 1 | 2\n}", {"E0120 4:2 a row ends on its line with `|`"}},
    {"table t by a.b : CNY { | a | b | }", {"E0121 2:24 `|` begins a row only as the first sign of its line"}},
    {"规则 a = 若 b 则 1 否则 2", {"E0122 2:1 `规则` is a keyword of the other language"}},
    {"rule a cites rules § 37 = 1", {"E0124 2:20 `§` has no number of a section"}},
    {"rule a = b == c && d", {"E0125 2:12 `==` is written `=` here", "E0125 2:17 `&&` is written `and` here"}},
    {"rule a = 'x' // why", {"E0125 2:10 `'x'` is written `\"x\"` here", "E0125 2:14 `//` is written `#` here"}},
    {"rule a = b ≤ c × d", {"E0125 2:12 `≤` is written `<=` here", "E0125 2:16 `×` is written `*` here"}},
    {"rule a = b in [c, ]", {"E0148 2:17 nothing follows this comma"}},
    {"rule a = 1;", {"E0126 2:11 a declaration needs no `;` at its end"}},
    // ── what was expected ──
    {"rule = 1", {"E0110 2:6 found `=`, expected a name"}},
    {"rule a : CNY rouned half up = 1", {"E0110 2:14 found `rouned`, expected `=` or `{`"}},
    {"rule a = 1 +\nrule b = 2", {"E0110 2:13 found `rule`, expected an expression"}},
    {"rule a = 1 +", {"E0110 2:13 found the end of the file, expected an expression"}},
    {"rule a : = 1", {"E0110 2:10 found `=`, expected a type"}},
    {"rule a = x in\nrule b = 1", {"E0110 2:14 found `rule`, expected a list or a range"}},
    {"rule a = b.\nrule c = 1", {"E0110 2:12 found `rule`, expected a name after the point"}},
    {"rule a = 1 except b when c the 2", {"E0110 2:28 found `the`, expected `then`"}},
    {"rule a = round b haf up to 1", {"E0110 2:18 found `haf`, expected a mode of rounding such as `half up`"}},
    {"tally a : CNY adds b", {"E0110 2:15 found `adds`, expected `per`"}},
    {"value a : CNY { from soon = 1 }", {"E0110 2:22 found `soon`, expected a date such as `2024-01-31`"}},
    {"table t by a.b : CNY { }", {"E0110 2:24 found `}`, expected a row such as `| … | … |`"}},
    {"require a holds b otherwise stops",
     {"E0110 2:29 found `stops`, expected `blocks`, `pends`, `reduces` or `warns`"}},
    {"rule share = 1", {"E0132 2:6 `share` is a keyword and cannot be a name here"}},
    {"rule a = (1 + 2\nrule b = 1", {"E0133 2:16 found `rule`, expected `)`"}},
    {"rule a = [1, 2 }", {"E0133 2:16 found `}`, expected `]`"}},
    {"enum E { A B = C }", {"E0133 2:14 found `=`, expected `}`"}},
    // ── expressions ──
    {"rule a = b and c or d", {"E0135 2:18 `and` beside `or` needs parentheses"}},
    {"rule a = b or (c and d) or e", {}},
    {"rule a = b + c or else 0", {"E0136 2:16 `or else` beside arithmetic needs parentheses"}},
    {"rule a = -b or else 0", {"E0136 2:13 `or else` beside arithmetic needs parentheses"}},
    {"rule a = b or else 0 * 2", {"E0136 2:12 `or else` beside arithmetic needs parentheses"}},
    {"rule a = b + (c or else 0)", {}},
    {"rule a = b = c = d", {"E0137 2:16 comparisons do not chain"}},
    {"rule a = b is present = c", {"E0137 2:23 comparisons do not chain"}},
    {"rule a = 1 + if b then 1 else 2", {"E0138 2:14 an `if` within an expression needs parentheses"}},
    {"rule a = if b then 1\nrule c = 1", {"E0139 2:21 found `rule`, expected `else`"}},
    // ── declarations and blocks ──
    {"}", {"E0134 2:1 `}` closes nothing"}},
    {"for each a in b {\n rule c = 1", {"E0141 3:12 found the end of the file, but a block is still open"}},
    {"for each a in b {\n rule c = 1\ninput d : bool", {"E0141 3:12 found `input`, but a block is still open"}},
    {"for each a in b {\n rule c = 1\n input d : bool }", {"E0149 4:2 `input` cannot stand in a `for each`"}},
    {"policy q", {"E0142 2:1 a policy without braces holds the rest of its file"}},
    {"value a = 1\ninput b", {"E0143 2:7 `a` needs a type", "E0143 3:7 `b` needs a type"}},
    {"extend value a { from 2024-01-01 = 1 }\noverride value b = 2", {}},
    {"rul a = 1", {"E0144 2:1 found `rul`, expected a declaration"}},
    {"table t by a.b : CNY {\n | a | b |\n | 1 |\n}",
     {"E0145 4:2 the number of cells differs: 1 in the row, 2 in the header"}},
    {"rule a { except b when c then d }", {"E0146 2:6 rule `a` has exceptions but no value of its own"}},
    {"extend rule a { except b when c then d }", {}},
    {"service s { gives a }", {"E0147 2:9 service `s` lacks `governed by`"}},
    {"extend service s takes a { gives b }", {}},
};

TEST(Problems, Table) {
  for (const Case& one : cases) EXPECT_EQ(problems_in(one.text), one.problems) << one.text;
}

TEST(Problems, OutsideAnyPolicy) {
  EXPECT_EQ(problems_of("rule a = 1\nrule b = 2\nfor each c in d { rule e = 1 }"),
            (std::vector<std::string>{"E0140 1:1 a declaration stands outside every policy and module"}));
}

TEST(Problems, LanguageOfKeywords) {
  EXPECT_EQ(problems_of("# language: fr\npolicy p"),
            (std::vector<std::string>{"E0123 1:3 `language: fr` names no language of keywords"}));
}

TEST(Problems, LongNumberAndName) {
  EXPECT_EQ(codes_in("rule a = " + repeated("1", 400) + "\nrule " + repeated("b", 255) + " = 1"), "");
  EXPECT_EQ(codes_in("rule a = " + repeated("1", 401) + "\nrule " + repeated("b", 256) + " = 1"), "E0111 E0112");
}

TEST(Problems, EveryCodeIsHere) {
  std::set<std::string> told{"E0103", "E0111", "E0112", "E0123", "E0130", "E0131", "E0140"};  // in other tests
  for (const Case& one : cases) {
    for (const std::string& problem : one.problems) told.insert(problem.substr(0, 5));
  }
  for (const Code code : all_codes()) {
    const std::string name(code_text(code).name);
    EXPECT_TRUE(!name.starts_with("E01") || told.contains(name)) << name;
  }
}

TEST(Problems, EveryCodeIsExplainedInBothLanguages) {
  for (const Code code : all_codes()) {
    const CodeText& text = code_text(code);
    EXPECT_FALSE(text.en.empty() || text.zh.empty() || text.explanation.empty()) << text.name;
    EXPECT_EQ(text.hint_en.empty(), text.hint_zh.empty()) << text.name;
    EXPECT_NE(text.en.back(), '.') << text.name;
  }
}

}  // namespace
}  // namespace remit
