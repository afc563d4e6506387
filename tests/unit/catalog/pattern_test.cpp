#include "dsl/catalog/pattern.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

TEST(PathPattern, Matches) {
  struct {
    std::string_view pattern, path;
    bool expected;
  } const table[] = {
      {"a/drugs.csv", "a/drugs.csv", true},
      {"a/drugs.csv", "a/drugs.csvx", false},
      {"{region}/drugs.csv", "110000/drugs.csv", true},
      {"{region}/drugs.csv", "a/b/drugs.csv", false},
      {"{region}/drugs.csv", "/drugs.csv", false},
      {"{region}/drugs.csv", "../drugs.csv", false},
      {"{a}-{b}.csv", "x-y.csv", true},
      {"{a}-{b}.csv", "x-.csv", false},
      {"{a}-{b}.csv", "x-y-z.csv", true},
  };
  for (const auto& [pattern, path, expected] : table) {
    EXPECT_EQ(PathPattern(pattern).matches(path), expected) << pattern << " " << path;
  }
}

TEST(PathPattern, Fill) {
  const PathPattern pattern("{region}/drugs.csv");
  EXPECT_EQ(pattern.fill({"region"}, {"110000"}), "110000/drugs.csv");
  EXPECT_FALSE(pattern.fill({"region"}, {""}));
  EXPECT_FALSE(pattern.fill({"region"}, {".."}));
  EXPECT_FALSE(pattern.fill({"region"}, {"a/b"}));
}

TEST(PathPattern, StaysInside) {
  EXPECT_TRUE(PathPattern("a/b.csv").stays_inside());
  EXPECT_TRUE(PathPattern("a..b.csv").stays_inside());
  EXPECT_FALSE(PathPattern("../b.csv").stays_inside());
  EXPECT_FALSE(PathPattern("a/../../b.csv").stays_inside());
  EXPECT_FALSE(PathPattern("/etc/passwd").stays_inside());
  EXPECT_FALSE(PathPattern("a\\b.csv").stays_inside());
}

}  // namespace
}  // namespace remit
