// That the reader of vectors can fail: a checker that passes everything checks nothing.
#include "tests/unit/number/vectors.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace remit {
namespace {

auto report_of(const std::string& lines) -> VectorReport {
  std::istringstream stream(lines);
  return run_vectors(stream);
}

TEST(Vectors, PassWhatIsRight) {
  const auto report = report_of(R"(
    version: 1.0   -- a comment
    Precision: 9
    x1 add '1.10' "2.2" -> 3.3      -- another
    x2 ADD .5 +5. -> 5.50
    x3 subtract -0 0 -> -0
    x4 divide 1 3 -> 0.333333333 Inexact Rounded
    x5 divide 1 3 -> 1/3
    x6 quantize 2.5 1 -> 3 Inexact Rounded
    rounding: half_even
    x7 quantize 2.5 1 -> 2 Inexact Rounded
    x8 quantize 217 1e+2 -> 2E+2 Inexact
    x9 round 1.02 0.05 -> 1.00
    x10 compare 1/3 0.3333 -> 1
    x11 remainder 7 -3 -> 1
  )");
  EXPECT_EQ(report.passed, 11);
  EXPECT_EQ(report.failures, std::vector<std::string>{});
  EXPECT_TRUE(report.skipped.empty());
}

TEST(Vectors, FailWhatIsWrong) {
  const auto report = report_of(R"(
    x1 add 0.1 0.2 -> 0.30000000000000004
    x2 divide 1 3 -> 0.333333333
    x3 divide 1 3 -> 0.333333334 Inexact
    x4 quantize 2.5 1 -> 2 Inexact
    x5 quantize 2.5 1 -> 3
    x6 add 1 2 -> 3 Inexact
    x7 divide 1 0 -> 0
    x8 add 1 -> 1
    x9 round 1 0 -> 1
    x10 add 1 2
  )");
  EXPECT_EQ(report.passed, 1);  // x5: a result that lost something may keep it to itself
  EXPECT_EQ(report.failures.size(), 9);
}

TEST(Vectors, CountWhatTheySkip) {
  const auto report = report_of(R"(
    x1 add NaN 1 -> NaN
    x2 add Inf 1 -> Infinity
    x3 add # 1 -> ?
    x4 add 1E+384 9E+384 -> Infinity Overflow Inexact Rounded
    x5 squareroot 4 -> 2
    x6 multiply 1E+999999999 1 -> 1E+999999999
    rounding: 05up
    x7 quantize 1.5 1 -> 1 Inexact
    x8 add 1 1 -> 2
    extended: 0
    x9 add 1 1 -> 2
  )");
  EXPECT_EQ(report.passed, 1);
  EXPECT_TRUE(report.failures.empty());
  const std::map<std::string, int> skipped = {{"not a finite number", 3},    {"condition not modelled", 1},
                                              {"operation not modelled", 1}, {"too many digits", 1},
                                              {"rounding not modelled", 1},  {"arithmetic of the subset", 1}};
  EXPECT_EQ(report.skipped, skipped);
}

}  // namespace
}  // namespace remit
