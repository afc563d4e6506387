// What the formatter promises of any file: it reads back as the same tree, printing again changes nothing, every
// comment stays, and translating there and back gives the same bytes. Over the policies of this repository, and over
// random trees with comments anywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "dsl/ast/dump.h"
#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "tests/property/format/random_tree.h"

namespace remit {
namespace {

struct Read {
  SourceSet sources;
  Parsed parsed;
  std::string problems;
  std::string dump;

  explicit Read(const std::string& text) {
    parsed = parse_file(sources.add("test.remit", text));
    for (const Diagnostic& problem : parsed.problems) problems += render_text(problem, sources, {});
    dump = ast::dump(parsed.file);
  }
  [[nodiscard]] auto formatted(Language language) const -> std::string {
    return format_file(parsed.file, *sources.files[0], language);
  }
};

// Where two texts part, with what stands around it; empty where they are equal.
auto difference(const std::string& found, const std::string& expected) -> std::string {
  const auto at = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first - found.begin();
  if (found == expected) return {};
  const std::size_t begin = static_cast<std::size_t>(at) - std::min<std::size_t>(100, static_cast<std::size_t>(at));
  return "found " + found.substr(begin, 200) + "\nexpected " + expected.substr(begin, 200);
}

auto comments_of(const std::string& text) -> std::vector<std::string> {
  const Read read(text);
  std::vector<std::string> comments;
  for (const ast::Comment& comment : read.parsed.file.comments) {
    const std::string one = text.substr(comment.span.begin, comment.span.end - comment.span.begin);
    if (one.find("language:") == std::string::npos) comments.push_back(one);
  }
  return comments;
}

// All that is promised of `text`, which can be read.
void check(const std::string& text) {
  const Read original(text);
  ASSERT_EQ(original.problems, "") << text;
  const std::string english = original.formatted(Language::en);
  const Read again(english);
  ASSERT_EQ(again.problems, "") << english;
  ASSERT_EQ(difference(again.dump, original.dump), "") << english;
  ASSERT_EQ(difference(again.formatted(Language::en), english), "");
  ASSERT_EQ(comments_of(english), comments_of(text)) << english;

  const std::string chinese = original.formatted(Language::zh);
  const Read translated(chinese);
  ASSERT_EQ(translated.problems, "") << chinese;
  ASSERT_EQ(difference(translated.dump, original.dump), "") << chinese;
  ASSERT_EQ(difference(translated.formatted(Language::zh), chinese), "");
  ASSERT_EQ(difference(again.formatted(Language::zh), chinese), "");
  ASSERT_EQ(difference(translated.formatted(Language::en), english), "");
}

constexpr std::string_view kSigns = "=+-*/<>()[]{},";

// Puts comments at ends of lines, between lines and between words, but not into rows and strings.
auto with_comments(const std::string& text, std::mt19937& random) -> std::string {
  std::string out;
  int count = 0;
  bool in_string = false;
  bool in_row = false;
  const auto comment = [&] { return "# c" + std::to_string(++count) + "\n"; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_begins = i == 0 || text[i - 1] == '\n';
    if (line_begins) in_row = text.compare(text.find_first_not_of(' ', i), 1, "|") == 0;
    if (line_begins && random() % 8 == 0) out += "    " + comment();
    if (text[i] == '`' || (text[i] == '"' && text[i - 1] != '\\')) in_string = !in_string;
    // A phrase of several words, and a label with its language, stand together: only beside a sign.
    const bool sign = i > 0 && (kSigns.find(text[i - 1]) != kSigns.npos || kSigns.find(text[i + 1]) != kSigns.npos);
    const bool between = text[i] == ' ' && !in_string && !in_row && text[i + 1] != ' ' && !line_begins && sign;
    if (text[i] == '\n' && random() % 8 == 0) out += " # c" + std::to_string(++count);
    out += text[i];
    if (between && random() % 16 == 0) out += comment();
  }
  return out;
}

auto printed(std::uint32_t seed) -> std::string {
  const ast::File file = RandomTree(seed).file();
  SourceText nothing;
  const std::string text = format_file(file, nothing, Language::en);
  const Read read(text);
  EXPECT_EQ(read.problems, "") << text;
  EXPECT_EQ(difference(read.dump, ast::dump(file)), "");
  return text;
}

TEST(Formatter, KeepsItsPromisesOnPolicies) {
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(REMIT_POLICIES)) {
    if (entry.path().extension() != ".remit") continue;
    ++count;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    check(text.str());
    if (HasFatalFailure()) FAIL() << entry.path();
  }
  EXPECT_GT(count, 10);
}

TEST(Formatter, PrintsTreesThatReadBack) {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    check(printed(seed));
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(Formatter, KeepsCommentsAnywhere) {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    std::mt19937 random(seed);
    check(with_comments(printed(seed), random));
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

}  // namespace
}  // namespace remit
