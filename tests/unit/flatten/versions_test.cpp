#include "dsl/flatten/versions.h"

#include <gtest/gtest.h>

#include "tests/unit/flatten/library.h"

namespace remit {
namespace {

TEST(Versions, OfDeclarations) {
  struct Case {
    std::string versions;
    std::string problems;
  };
  for (const auto& [versions, problems] : std::vector<Case>{
           {"from 2020-01-01 = 1 from 2021-01-01 = 2", ""},
           {"from 2020-01-01 until 2020-12-31 = 1 from 2021-01-01 = 2", ""},
           {"from 2020-01-01 until 2020-01-01 = 1 from 2020-01-02 = 2", ""},
           {"from 2020-02-28 until 2020-02-28 = 1 from 2020-02-29 = 2", ""},
           {"from 2020-01-01 until 2019-12-31 = 1",
            "E0211 1:30 this version of `x` ends on 2019-12-31, before it begins on 2020-01-01\n"},
           {"from 2020-01-01 = 1 from 2020-01-01 = 2",
            "E0208 1:50 two versions of `x` overlap: one holds 2020-01-01.., the other 2020-01-01..\n"
            "  1:30 the version of 2020-01-01.. is here\n"},
           {"from 2020-01-01 until 2021-01-01 = 1 from 2021-01-01 = 2",
            "E0208 1:67 two versions of `x` overlap: one holds 2020-01-01..2021-01-01, the other 2021-01-01..\n"
            "  1:30 the version of 2020-01-01..2021-01-01 is here\n"},
           {"from 2020-01-01 until 2020-02-28 = 1 from 2020-03-01 = 2",
            "E0209 1:67 no version of `x` holds from 2020-02-29 to 2020-02-29\n"
            "  1:30 the version of 2020-01-01..2020-02-28 is here\n"},
           {"from 2021-01-01 = 1 from 2020-01-01 = 2",
            "E0210 1:50 the version of `x` from 2020-01-01 stands after the one from 2021-01-01\n"
            "  1:30 the version of 2021-01-01.. is here\n"},
       }) {
    EXPECT_EQ(Library({"policy a { value x : count { " + versions + " } }"}).problems(), problems) << versions;
  }
}

TEST(Versions, OfRulesAndTables) {
  EXPECT_EQ(Library({R"(policy a {
  rule r { from 2021-01-01 = 1 from 2020-01-01 = 2 }
  table t by (k : count) : count {
    from 2021-01-01
    | k  | t |
    | 1..| 2 |
    from 2020-01-01
    | k  | t |
    | 1..| 2 |
  }
})"})
                .problems(),
            "E0210 2:32 the version of `r` from 2020-01-01 stands after the one from 2021-01-01\n"
            "  2:12 the version of 2021-01-01.. is here\n"
            "E0210 7:5 the version of `t` from 2020-01-01 stands after the one from 2021-01-01\n"
            "  4:5 the version of 2021-01-01.. is here\n");
}

TEST(Versions, Cover) {
  const auto period = [](std::string from, std::string until) { return ast::Period{from, until, {}}; };
  EXPECT_TRUE(covers(period("", ""), period("2020-01-01", "")));
  EXPECT_TRUE(covers(period("2020-01-01", ""), period("2020-01-01", "2020-12-31")));
  EXPECT_TRUE(covers(period("2020-01-01", "2020-12-31"), period("2020-01-01", "2020-12-31")));
  EXPECT_FALSE(covers(period("2020-01-01", "2020-12-31"), period("2020-01-01", "")));
  EXPECT_FALSE(covers(period("2020-01-01", ""), period("2019-12-31", "")));
  EXPECT_EQ(period_text(period("2020-01-01", "")), "2020-01-01..");
}

}  // namespace
}  // namespace remit
