// Outcomes of tests, and their coverage, as text, JSON or JUnit's XML.
#pragma once
#include <string>
#include <vector>

#include "dsl/testing/correct.h"
#include "dsl/testing/testing.h"

namespace remit::cli {

struct ReportStyle {
  std::string format = "text";  // or "json", "junit"
  std::string language = "en";  // or "zh"
  bool colour = false;
  bool wrong = false;  // errors of policies or tests were told, which may leave tests out
};

// A line that `--update` changed.
struct UpdatedLine {
  std::string file;
  ChangedLine line;
};

// Text: what was updated, the tests by file, coverage where it was asked for, and as its last line
// `N passed, N failed`.
auto test_report(const TestRun& run, const std::vector<UpdatedLine>& updated, const ReportStyle& style) -> std::string;

// What share was reached, in percent: exact, or as people read it, "66.6%", never rounded up.
auto percent(const Coverage::Count& count) -> Number;
auto shown_percent(const Coverage::Count& count) -> std::string;
// "exceptions"
auto class_name(CoverageClass of, const std::string& language) -> std::string;

}  // namespace remit::cli
