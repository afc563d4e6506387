#include "dsl/catalog/table.h"

#include <gtest/gtest.h>

#include "dsl/catalog/shape.h"

namespace remit {
namespace {

TEST(CsvTable, RowsByKeyInTheirOrder) {
  const SourceText text = make_source(FileId{0}, "x.csv", "code,price\nA,1\nB,2\nA,3\n");
  const CsvTable table(text);
  EXPECT_EQ(table.header(), (std::vector<std::string>{"code", "price"}));
  EXPECT_EQ(table.rows().size(), 3U);
  EXPECT_EQ(table.find(0, "A", {}), (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(table.find(0, "C", {}), std::vector<std::size_t>{});
  EXPECT_EQ(table.rows()[2].number, 4U);
}

TEST(CsvTable, NumbersAreOneKeyHoweverTheyAreWritten) {
  const SourceText text = make_source(FileId{0}, "x.csv", "level\n1.50\n1.5\n15e-1\n");
  EXPECT_EQ(CsvTable(text).find(0, "1.5", normal_cell).size(), 3U);
}

TEST(CsvTable, EmptyFiles) {
  const SourceText nothing = make_source(FileId{0}, "x.csv", "");
  EXPECT_TRUE(CsvTable(nothing).header().empty());
  const SourceText heading = make_source(FileId{0}, "x.csv", "code\n");
  EXPECT_EQ(CsvTable(heading).find(0, "A", {}), std::vector<std::size_t>{});
}

}  // namespace
}  // namespace remit
