#include "dsl/catalog/csv.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

// Rows joined by `/`, cells by `|`; then what went wrong.
auto rows(std::string_view text) -> std::string {
  CsvReader reader(text);
  std::vector<std::string_view> cells;
  std::string all;
  while (reader.next(cells)) {
    all += all.empty() ? "" : "/";
    for (std::size_t i = 0; i < cells.size(); ++i) all += (i == 0 ? "" : "|") + std::string(cells[i]);
  }
  if (reader.problem() == CsvReader::Problem::open_quote) all += " open quote";
  if (reader.problem() == CsvReader::Problem::stray_quote) all += " stray quote";
  return all;
}

TEST(Csv, Rows) {
  struct { std::string_view text, expected; } const table[] = {
      {"", ""},
      {"a", "a"},
      {"a,b\nc,d\n", "a|b/c|d"},
      {"a,b\r\nc,d", "a|b/c|d"},
      {"\xEF\xBB\xBF" "a\nb", "a/b"},
      {"a,\n,b\n", "a|/|b"},
      {"a,", "a|"},
      {"\n\na\n\nb\n\n", "a/b"},
      {"\"a,b\",c", "a,b|c"},
      {"\"5\"\" tube\",x\n", "5\" tube|x"},
      {"\"\",\"\"\"\"", "|\""},
      {"\"line\nend\",x\ny,z", "line\nend|x/y|z"},
      {"甲,乙\n", "甲|乙"},
      {"a\n\"b", "a open quote"},
      {"a\nb\"c\n", "a stray quote"},
      {"\"a\"b,c", " stray quote"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(rows(text), expected) << text;
}

TEST(Csv, LinesAreThoseOfTheFile) {
  CsvReader reader("a\n\n\"b\nc\"\nd");
  std::vector<std::string_view> cells;
  std::vector<std::uint32_t> lines;
  while (reader.next(cells)) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{1, 3, 5}));
}

}  // namespace
}  // namespace remit
