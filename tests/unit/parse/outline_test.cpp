// The outline of a file against its syntax tree: the same declarations at the same places under the same names.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "dsl/ast/dump.h"
#include "dsl/parse/outline.h"
#include "dsl/parse/parse.h"
#include "tests/unit/parse/problems.h"

namespace remit {
namespace {

using parse::Outline;
using parse::Piece;
using parse::Token;

auto source_of(const std::string& text) -> SourceText { return make_source(FileId{0}, "test.remit", text); }

auto names_of(const Outline& outline, const Piece& piece) -> std::string {
  std::string names;
  for (std::uint32_t i = 0; i < piece.names; ++i) names += " " + outline.names[piece.first_name + i];
  return names;
}

// "12 a": what begins at this byte, and what it declares.
auto pieces_of(const Outline& outline) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const Piece& piece : outline.pieces) {
    if (piece.kind == Token::import_ || piece.kind == Token::close_brace) continue;
    lines.push_back(std::to_string(piece.begin) + names_of(outline, piece));
  }
  return lines;
}

struct Lines {
  std::vector<std::string> lines;

  void add(const std::vector<ast::Declaration>& declarations) {
    for (const ast::Declaration& d : declarations) {
      std::string names = d.name.text.empty() || std::holds_alternative<ast::Test>(d.body) ? "" : " " + d.name.text;
      if (const auto* by = std::get_if<ast::Exception>(&d.body)) names = " " + by->rule.text;
      if (const auto* drop = std::get_if<ast::DropException>(&d.body)) names = " " + drop->rule.text;
      if (const auto* catalog = std::get_if<ast::Catalog>(&d.body)) names += " " + catalog->record.text;
      if (const auto* payers = std::get_if<ast::Payers>(&d.body)) names += " " + payers->rest.text;
      lines.push_back(std::to_string(d.span.begin) + names);
      if (const auto* loop = std::get_if<ast::ForEach>(&d.body)) add(loop->declarations);
    }
  }
};
auto declarations_of(const ast::File& file) -> std::vector<std::string> {
  Lines all;
  for (const ast::Policy& policy : file.policies) {
    all.lines.push_back(std::to_string(policy.span.begin));
    all.add(policy.declarations);
  }
  all.add(file.tests);
  return all.lines;
}

auto sorted(std::vector<std::string> lines) -> std::vector<std::string> {
  std::sort(lines.begin(), lines.end());
  return lines;
}

// Headings, and of the rest what `wanted` takes.
template <class Wanted>
auto parts(const Outline& outline, Wanted wanted) -> std::vector<parse::TextPart> {
  std::vector<parse::TextPart> parts;
  for (const Piece& piece : outline.pieces) {
    if (is_heading(piece) || wanted(piece)) parts.push_back({piece.begin, piece.end});
  }
  return parts;
}

// False: there is no outline, or the text has mistakes.
bool agrees(const std::string& text, const std::string& what) {
  const SourceText source = source_of(text);
  const Parsed parsed = parse_file(source);
  const Outline outline = parse::outline(source.text);
  if (!outline.clear || !parsed.problems.empty()) return false;

  EXPECT_EQ(sorted(pieces_of(outline)), sorted(declarations_of(parsed.file))) << what;
  const Parsed all = parse_parts(source, parts(outline, [](const Piece&) { return true; }));
  EXPECT_EQ(ast::dump(all.file), ast::dump(parsed.file)) << what;
  EXPECT_EQ(all.problems.size(), 0U) << what;

  const Parsed headings = parse_parts(source, parts(outline, [](const Piece&) { return false; }));
  EXPECT_EQ(headings.problems.size(), 0U) << what;
  ast::File bare = parsed.file;
  for (ast::Policy& policy : bare.policies) policy.declarations.clear();
  bare.tests.clear();
  EXPECT_EQ(ast::dump(headings.file), ast::dump(bare)) << what;
  return true;
}

auto read(const std::filesystem::path& path) -> std::string {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

auto library() -> std::vector<std::filesystem::path> {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PARSE_TEST_POLICIES)) {
    if (entry.path().extension() == ".remit") paths.push_back(entry.path());
  }
  paths.emplace_back(std::string(PARSE_TEST_FOLDER) + "/everything.remit");
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(Outline, OfEveryPolicyThatThereIs) {
  for (const std::filesystem::path& path : library()) EXPECT_TRUE(agrees(read(path), path)) << path;
}

TEST(Outline, WhatHidesWords) {
  const char* const hiding[] = {
      "\"policy q { rule b = 1\"", "\"\\\" policy q\"", "“ policy \" q { ”", "＂ policy q ＂", "\"\\” rule b = 1\"",
  };
  for (const std::string text : hiding)
    EXPECT_TRUE(agrees("policy p " + text + "\nrule a " + text + " = 1\nrule c = 2\n", text));
  const char* const fine[] = {
      "policy p\n# policy q { \" rule\nrule a = 1 # rule b = 2 }\nrule c = 3",
      "policy p\n＃ policy q { “\nrule a = 1",
      "policy p\nrule `policy q` = 1\nrule ｀rule {｀ = 2",
      "policy p\nrule a cites s §1`( = x.rule + x.policy",
      "policy p\nrule a = x.value + y.`policy` + z . rule",
      "policy p\nrule a\n = slice of x by y with own\n  share * z\nrule b = 1",
      "policy p { value a : CNY = 1 value b : CNY = 2 } policy q { rule c = 3 }",
      "policy p｛ rule a = 1 ｝policy q {rule b = ｛x = 1｝}",
      "policy p applies when a = { x = 1 } { rule b = 1 }",
      "policy p applies when a = R { x = 1 }\nrule b = c with { policy = 2 }",
      "policy p\nextend for each i in xs.ys governed by i.d { private rule a = 1 override rule b = 2 }\nrule c = 1",
      "policy p\nprivate override rule a = 1\nshared tally t : CNY per x adds a\nneeds value v : CNY\nmonth ends error",
      "policy p\noverride except r.x when a then b\ndrop except r.y\nrule c = 1 except z when d then e",
      "policy p\nrule a unexpressed \"rule\" = 1\nunexpressed clause \"x\"\nrule b = 1",
      "policy p\ncatalog c of R by d from \"f.csv\" key k valid b .. e { n : text }\npayers of x { y rest z }\npayers "
      "w of x { y, rest z }",
      "policy p\nmonth\n ends last\n day\nfor\n each i in xs { rule a = 1 }",
      "# language: zh\n政策 p“甲”\n规则 a = 3万\n规则 b：CNY = 甲｛规则 = 1｝",
      "# language: zh\n引入 m\n抽象 政策 p\n对每个 i 属于 xs｛ 内部 规则 `规则` = 1 ｝\n废止 但书 a。b\n",
      "\xEF\xBB\xBFpolicy p\nrule a = 1",
      "module m { enum E { A B } }\namend p as q { rule a = 1 }\ntest \"t\" of p { expect a = 1 }\nimport m",
      "",
      "# nothing\n",
  };
  for (const std::string text : fine) {
    EXPECT_TRUE(parse::outline(text).clear) << text;
    const auto problems = problems_of(text);
    EXPECT_TRUE(agrees(text, text)) << text << (problems.empty() ? "" : "\n" + problems.front());
  }
}

TEST(Outline, NoneWhereItCouldBeWrong) {
  const char* const unclear[] = {
      "rule = 'policy q'",
      "policy p \"",
      "policy p `q",
      "policy p {",
      "policy p }",
      "policy p // q",
      "x policy p",
      "policy p applies when a = {} rule b = 1",
      "policy p { } { }",
      "policy p\nrule a = 3rule b = 4",
      "policy p\ncatalog c of R from \"f\" key value valid a .. b",
      "policy p\xE6",
      "policy p\x80",
      "import m { }",
  };
  for (const std::string text : unclear) EXPECT_FALSE(parse::outline(text).clear) << text;
  EXPECT_FALSE(parse::outline(std::string("policy p\0", 9)).clear);
  EXPECT_FALSE(parse::outline(std::string((std::size_t{16} << 20U) + 1, ' ')).clear);
}

// Each declaration can be parsed without the others.
TEST(Outline, OnePieceAtATime) {
  for (const std::filesystem::path& path : library()) {
    const SourceText source = source_of(read(path));
    const Outline outline = parse::outline(source.text);
    ASSERT_TRUE(outline.clear) << path;
    for (std::uint32_t i = 0; i < outline.pieces.size(); ++i) {
      const Piece& one = outline.pieces[i];
      if (is_heading(one) || one.kind == Token::close_brace) continue;
      const auto wanted = [&](const Piece& piece) {
        const bool loop = one.loop != parse::kNoPiece && (piece.begin == outline.pieces[one.loop].begin ||
                                                          (piece.loop == one.loop && piece.kind == Token::close_brace));
        return piece.begin == one.begin || loop ||
               (one.kind == Token::for_each && piece.loop == i && piece.kind == Token::close_brace);
      };
      const Parsed parsed = parse_parts(source, parts(outline, wanted));
      EXPECT_EQ(parsed.problems.size(), 0U) << path << " " << one.begin;
      const std::vector<std::string> found = declarations_of(parsed.file);
      EXPECT_TRUE(std::find(found.begin(), found.end(), std::to_string(one.begin) + names_of(outline, one)) !=
                  found.end())
          << path << " " << one.begin;
    }
  }
}

// Texts of the library with pieces of others thrown in: most are no policies any more, some still are.
TEST(Outline, OfTextsMixedByChance) {
  std::mt19937 chance(7);
  std::vector<std::string> texts;
  for (const std::filesystem::path& path : library()) texts.push_back(read(path));
  const char* const thrown[] = {"\"",
                                "`",
                                "#",
                                "{",
                                "}",
                                "“",
                                "”",
                                "rule ",
                                "policy ",
                                "value x : CNY = 1 ",
                                ".",
                                "..",
                                "\n",
                                "own ",
                                "share ",
                                "§",
                                "｛",
                                "for each ",
                                "except ",
                                "'",
                                "\\",
                                "|",
                                "extend ",
                                "month ends error ",
                                "unexpressed \"a\" ",
                                "key ",
                                "test \"t\" { expect blocked } ",
                                " with { rule = 1 } ",
                                "规则 ",
                                "３",
                                "3",
                                "import a.b "};
  std::size_t whole = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = texts[chance() % texts.size()];
    if (text.size() > 6000) continue;
    for (unsigned times = 1 + chance() % 2; times > 0; --times) {
      const std::size_t at = chance() % (text.size() + 1);
      const std::string with = thrown[chance() % std::size(thrown)];
      text.replace(at, chance() % 3 == 0 ? chance() % 4 : 0, with);
    }
    whole += agrees(text, text) ? 1U : 0U;
  }
  EXPECT_GT(whole, 300U);
}

TEST(Outline, Words) {
  const std::string text = "value a “b c” : `d e` # f\n  { g.h + 3万 + \"i\" cites s §j }";
  const Piece piece{.kind = Token::value, .end = static_cast<std::uint32_t>(text.size())};
  EXPECT_EQ(words_of(text, piece, parse::Reach::whole),
            (std::vector<std::string>{"value", "a", "d e", "g", "h", "cites", "s"}));
  EXPECT_EQ(words_of(text, piece, parse::Reach::to_brace), (std::vector<std::string>{"value", "a", "d e"}));
  const std::string record = "record R { a : list of T at most 3 personal b：U? c \"x\" : `V W` 0 .. }";
  const Piece fields{.kind = Token::record, .end = static_cast<std::uint32_t>(record.size())};
  EXPECT_EQ(words_of(record, fields, parse::Reach::types), (std::vector<std::string>{"list", "of", "T", "U", "V W"}));
}

}  // namespace
}  // namespace remit
