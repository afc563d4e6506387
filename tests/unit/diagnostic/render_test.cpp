#include "dsl/diagnostic/render.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

class Render : public testing::Test {
 protected:
  auto span(std::string_view part) const -> Span {
    const auto begin = static_cast<std::uint32_t>(sources.files[0]->text.find(part));
    return {FileId{0}, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
  auto text(const Diagnostic& problem, Language language = Language::en) const -> std::string {
    return render_text(problem, sources, {language, false});
  }
  SourceSet sources;
};

TEST_F(Render, OperatorBetweenItsOperands) {
  sources.add("a.remit", "rule a = x and y or z\n");
  Diagnostic problem{Code::E0135, span("or"), {"and", "or", "(x and y) or z", "x and (y or z)"}, {}, {}, {}};
  problem.operands = {span("y"), span("z")};
  EXPECT_EQ(text(problem),
            "error[E0135]: `and` beside `or` needs parentheses\n"
            "  a.remit:1:18\n"
            "    1 | rule a = x and y or z\n"
            "      |                ~ ^^ ~\n"
            "  hint: write `(x and y) or z` or `x and (y or z)`\n");
}

TEST_F(Render, WideCharactersTakeTwoColumns) {
  sources.add("甲.remit", "policy p\n规则 起付线 = 1\n");
  EXPECT_EQ(text({Code::E0132, span("起付线"), {"起付线"}, {}, {}, {}}, Language::zh),
            "错误[E0132]: `起付线` 是关键词，不能在此作名称\n"
            "  甲.remit:2:4\n"
            "    2 | 规则 起付线 = 1\n"
            "      |      ^~~~~~\n"
            "  提示: 请另选名称，或用反引号写作 `` `起付线` ``\n");
}

TEST_F(Render, NotesAndTheEndOfALine) {
  sources.add("a.remit", "rule a = (1\nrule b = 2\n");
  Diagnostic problem{Code::E0133, {FileId{0}, 11, 11}, {"`rule`", "`)`"}, {}, {}, {}};
  problem.notes.push_back({NoteKind::opened_here, span("("), {"`(`"}});
  EXPECT_EQ(text(problem),
            "error[E0133]: found `rule`, expected `)`\n"
            "  a.remit:1:12\n"
            "    1 | rule a = (1\n"
            "      |          ~ ^\n");
}

TEST_F(Render, WhatWouldMoveTheCursorIsWrittenOut) {
  sources.add("a.remit", "a\tb\x1b[31m\xFF c");
  EXPECT_EQ(text({Code::E0126, span("c"), {}, {}, {}, {}}),
            "error[E0126]: a declaration needs no `;` at its end\n"
            "  a.remit:1:11\n"
            "    1 | a b\\x1b[31m\\xff c\n"
            "      |                 ^\n"
            "  hint: delete it\n");
}

TEST_F(Render, ALongLineIsCut) {
  sources.add("a.remit", std::string(1'000'000, 'x') + ";" + std::string(1'000'000, 'y'));
  const std::string shown = text({Code::E0126, {FileId{0}, 1'000'000, 1'000'001}, {}, {}, {}, {}});
  EXPECT_LT(shown.size(), 600U);
  EXPECT_NE(shown.find(";"), std::string::npos);
}

TEST_F(Render, AHintWithoutItsArgumentIsLeftOut) {
  sources.add("a.remit", "x");
  EXPECT_EQ(hint_of({Code::E0144, span("x"), {"`x`", ""}, {}, {}, {}}, Language::en), "");
  EXPECT_EQ(hint_of({Code::E0144, span("x"), {"`x`", "rule"}, {}, {}, {}}, Language::en), "did you mean `rule`?");
}

TEST_F(Render, PhrasesAreInTheReadersLanguage) {
  const Diagnostic problem{Code::E0110, {}, {"@end_of_file", "@expression", ""}, {}, {}, {}};
  EXPECT_EQ(message_of(problem, Language::en), "found the end of the file, expected an expression");
  EXPECT_EQ(message_of(problem, Language::zh), "此处是 文件末尾，应为 表达式");
}

TEST_F(Render, Json) {
  sources.add("a\"b.remit", "policy 𠀀\nrule x;\n");
  const Diagnostic problem{Code::E0126, span(";"), {}, {}, Edit{span(";"), ""}, {}};
  EXPECT_EQ(render_json({problem}, sources, Language::en),
            "[\n{\"code\": \"E0126\", \"severity\": \"error\", \"message\": \"a declaration needs no `;` at its end\", "
            "\"file\": \"a\\\"b.remit\", \"line\": 2, \"column\": 7, \"end_line\": 2, \"end_column\": 8, "
            "\"utf16_column\": 7, \"utf16_end_column\": 8, \"notes\": [], \"hint\": \"delete it\", "
            "\"edit\": {\"file\": \"a\\\"b.remit\", \"line\": 2, \"column\": 7, \"end_line\": 2, \"end_column\": 8, "
            "\"utf16_column\": 7, \"utf16_end_column\": 8, \"replacement\": \"\"}}\n]\n");
  EXPECT_EQ(render_json({}, sources, Language::en), "[]\n");
}

TEST_F(Render, Utf16CountsSurrogates) {
  const SourceText& source = sources.add("a", "𠀀a");
  EXPECT_EQ(locate(source, 4).column, 2U);
  EXPECT_EQ(locate(source, 4).utf16, 3U);
}

TEST_F(Render, SuppressedAreCounted) {
  sources.add("a.remit", "x");
  EXPECT_EQ(render_text(std::vector<Diagnostic>{}, 7, sources, {}), "… and 7 more problems\n");
}

TEST_F(Render, SortedByPlace) {
  std::vector<Diagnostic> problems = {{Code::E0110, {FileId{1}, 0, 0}, {}, {}, {}, {}},
                                      {Code::E0126, {FileId{0}, 5, 5}, {}, {}, {}, {}},
                                      {Code::E0134, {FileId{0}, 2, 2}, {}, {}, {}, {}}};
  sort_diagnostics(problems);
  EXPECT_EQ(problems[0].code, Code::E0134);
  EXPECT_EQ(problems[2].code, Code::E0110);
}

TEST(Codes, ByName) {
  EXPECT_EQ(code_named("e0110"), Code::E0110);
  EXPECT_EQ(code_named("E9999"), std::nullopt);
  for (const Code code : all_codes()) EXPECT_EQ(code_named(code_text(code).name), code);
}

}  // namespace
}  // namespace remit
