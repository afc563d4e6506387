#include "dsl/catalog/slips.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

using Names = std::vector<std::string>;

TEST(Slips, AreTheNearestElseTheNext) {
  struct {
    Names wrong, missing, meant, left;
  } const table[] = {
      {{}, {"a"}, {}, {"a"}},
      {{"clas"}, {"class"}, {"class"}, {}},
      {{"remark"}, {}, {""}, {}},
      {{"remark"}, {"class"}, {"class"}, {}},
      {{"remark", "clas"}, {"class", "limit"}, {"limit", "class"}, {}},
      {{"remark"}, {"class", "limit"}, {"class"}, {"limit"}},
  };
  for (const auto& [wrong, missing, meant, left] : table) {
    Names rest = missing;
    EXPECT_EQ(pair_slips(wrong, rest), meant);
    EXPECT_EQ(rest, left);
  }
}

}  // namespace
}  // namespace remit
