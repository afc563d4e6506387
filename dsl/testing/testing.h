// Runs the `test` declarations of policies.
//
// A test's case is built as a caller would send it, as JSON, and read by the same reader, so that a test cannot give
// what no caller could. `then` begins the next case: it takes over what was given before, and what the case before
// posted. A test `like` another begins with what the first case of that one gives.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/library/library.h"
#include "engine/program/answer.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

struct TestOutcome {
  std::string policy;
  std::string title;
  std::string file;
  std::uint32_t line = 0;
  bool passed = false;
  std::vector<std::string> failures;  // what was expected, what came, and why; each of one or more lines
};

struct TestRun {
  std::vector<TestOutcome> outcomes;  // by file, then as written
  std::vector<Diagnostic> problems;   // of the policies and of the tests themselves; those with errors were not run
};

// A case as a caller would send it, with all that was before in its `opening`, and its answer.
struct SettledCase {
  const Program& program;
  const ProgramNames& names;
  const std::string& json;
  const Answer& answer;
};

struct TestOptions {
  std::string filter;           // part of the title or of the policy's name; empty: all
  std::string language = "en";  // or "zh"
  std::function<void(const SettledCase&)> settled = {};  // called with each that is read and settled
};

auto run_tests(PolicyLibrary& library, const TestOptions& options) -> TestRun;

// What is wrong with the tests as they are written; nothing is run.
auto check_tests(PolicyLibrary& library) -> std::vector<Diagnostic>;

}  // namespace remit
