// Outcomes of tests as text, JSON or JUnit's XML.
#pragma once
#include <string>
#include <vector>

#include "dsl/testing/testing.h"

namespace remit::cli {

// `format`: "text", whose last line is `N passed, N failed`; "json"; "junit".
auto test_report(const std::vector<TestOutcome>& outcomes, const std::string& format, bool colour) -> std::string;

}  // namespace remit::cli
