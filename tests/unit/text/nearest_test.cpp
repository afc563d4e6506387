#include <gtest/gtest.h>

#include "engine/text/nearest.h"

namespace remit {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> known;
  std::string nearest;
};

TEST(Nearest, Table) {
  const std::vector<Case> cases = {
      {"deductable", {"deductible", "deducted"}, "deductible"},
      {"rlue", {"rule"}, "rule"},
      {"pooled", {"poold", "pooled_"}, "poold"},
      {"abc", {"xyz"}, ""},
      {"a", {"b"}, ""},
      {"起付标谁", {"起付标准", "起付"}, "起付标准"},
      {"起付", {"支付"}, "支付"},
      {"x", {}, ""},
      {"", {"ab"}, ""},
      {"total\xFF", {"total"}, "total"},
  };
  for (const Case& one : cases) EXPECT_EQ(nearest_name(one.name, one.known), one.nearest) << one.name;
}

}  // namespace
}  // namespace remit
