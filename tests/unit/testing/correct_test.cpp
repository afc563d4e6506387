#include "dsl/testing/correct.h"

#include <gtest/gtest.h>

#include <utility>

namespace remit::test {
namespace {

// The text with `before` replaced wherever it stands between ‹ and ›, which are taken away first.
auto corrected_at_marks(std::string text, const std::vector<std::string>& after) -> std::string {
  const std::string open = "‹", close = "›";
  std::vector<TestCorrection> corrections;
  for (const std::string& one : after) {
    const std::size_t begin = text.find(open);
    text.erase(begin, open.size());
    const std::size_t end = text.find(close);
    text.erase(end, close.size());
    corrections.push_back({{FileId{}, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, one});
  }
  return corrected(text, corrections);
}

TEST(Correct, KeepsTheFormOfNumbers) {
  struct Example {
    const char* before;
    const char* after;
    const char* expected;
  };
  const Example table[] = {
      {"1", "5500", "5500"},
      {"1_300", "5500", "5_500"},
      {"-1_300", "-5500", "-5_500"},
      {"1.00", "650", "650.00"},
      {"1.0", "6.125", "6.125"},
      {"1_300.50", "5500.5", "5_500.50"},
      {"40.0%", "42%", "42.0%"},
      {"40%", "42.5%", "42.5%"},
      {"18_000", "18_700", "18_700"},
      {"\"1.00\"", "\"2\"", "\"2\""},
      {"2024-01-31", "2025-01-31", "2025-01-31"},
  };
  for (const Example& one : table) {
    EXPECT_EQ(corrected_at_marks("expect paid = ‹" + std::string(one.before) + "›, x", {one.after}),
              "expect paid = " + std::string(one.expected) + ", x");
  }
}

TEST(Correct, RowsKeepTheirColumns) {
  const std::vector<std::pair<std::string, std::string>> table = {
      // blanks give way, or come in
      {corrected_at_marks("| ‹1›      | x |\n", {"18_700"}), "| 18_700 | x |\n"},
      {corrected_at_marks("| ‹18_700› | x |\n", {"1"}), "| 1      | x |\n"},
      // where they do not suffice, the whole table is aligned, and nothing beside it
      {corrected_at_marks("x  |  y\n  | a | bb |\n  | ‹1› | 2  |  # | c\n\n| q |  r |", {"100"}),
       "x  |  y\n  | a   | bb |\n  | 100 | 2  |  # | c\n\n| q |  r |"},
      // bars in texts and in names are no bars; Chinese characters are two columns wide
      {corrected_at_marks("| \"a|\\\"|\" | ‹1› |\n| `b|`   | 说 |\n", {"12345"}),
       "| \"a|\\\"|\" | 12345 |\n| `b|`    | 说    |\n"},
      // several in one row
      {corrected_at_marks("| ‹1› | ‹2› |\n", {"10", "20"}), "| 10 | 20 |\n"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
}

TEST(Correct, ChangedLines) {
  const std::vector<ChangedLine> changed = changed_lines("a\nb\nc\n", "a\nx\nc\n");
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].line, 2U);
  EXPECT_EQ(changed[0].before + changed[0].after, "bx");
}

}  // namespace
}  // namespace remit::test
