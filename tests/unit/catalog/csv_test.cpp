#include "dsl/catalog/csv.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

// Rows joined by `/`, cells by `|`, or what is wrong with the row.
auto rows(std::string_view text) -> std::string {
  CsvReader reader(text);
  std::vector<std::string_view> cells;
  std::string all;
  while (reader.next(cells)) {
    all += all.empty() ? "" : "/";
    for (std::size_t i = 0; i < cells.size(); ++i) all += (i == 0 ? "" : "|") + std::string(cells[i]);
    if (reader.problem() == CsvReader::Problem::open_quote) all += "open quote";
    if (reader.problem() == CsvReader::Problem::stray_quote) all += "stray quote";
  }
  return all;
}

TEST(Csv, Rows) {
  struct {
    std::string_view text, expected;
  } const table[] = {
      {"", ""},
      {"a", "a"},
      {"a,b\nc,d\n", "a|b/c|d"},
      {"a,b\r\nc,d", "a|b/c|d"},
      {"\xEF\xBB\xBF"
       "a\nb",
       "a/b"},
      {"a,\n,b\n", "a|/|b"},
      {"a,", "a|"},
      {"\n\na\n\nb\n\n", "a/b"},
      {"\"a,b\",c", "a,b|c"},
      {"\"5\"\" tube\",x\n", "5\" tube|x"},
      {"\"\",\"\"\"\"", "|\""},
      {"\"line\nend\",x\ny,z", "line\nend|x/y|z"},
      {"甲,乙\n", "甲|乙"},
      {"a\n\"b", "a/open quote"},
      {"a\nb\"c\n", "a/stray quote"},
      {"\"a\"b,c", "stray quote"},
      {"a\nb\"c\nd,e", "a/stray quote/d|e"},
      {"\"a,b\nc,d\ne,f", "open quote/c|d/e|f"},
      {"\"a,b\n\"c\",d", "stray quote/c|d"},
      {"\"x\ny\",b\"\nc,d", "stray quote/c|d"},
      {"a\r\n\"b\r\nc\"\r\n", "a/b\r\nc"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(rows(text), expected) << text;
}

TEST(Csv, BytesOfARow) {
  const std::string_view text = "a,b\r\n\n\"b\nc\",d\ne";
  CsvReader reader(text);
  std::vector<std::string_view> cells;
  std::vector<std::string_view> found;
  while (reader.next(cells)) found.push_back(text.substr(reader.offset(), reader.end() - reader.offset()));
  EXPECT_EQ(found, (std::vector<std::string_view>{"a,b", "\"b\nc\",d", "e"}));
}

TEST(Csv, AMarkOfByteOrderIsOneOnlyAtTheBeginning) {
  std::vector<std::string_view> cells;
  CsvReader reader = CsvReader::of_row(
      "\xEF\xBB\xBF"
      "a");
  EXPECT_TRUE(reader.next(cells));
  EXPECT_EQ(cells.front(),
            "\xEF\xBB\xBF"
            "a");
}

}  // namespace
}  // namespace remit
