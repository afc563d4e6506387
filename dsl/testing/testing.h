// Runs the `test` declarations of policies.
//
// A test's case is built as a caller would send it, as JSON, and read by the same reader, so that a test cannot give
// what no caller could. `then` begins the next case: it takes over what was given before, and what the case before
// posted. A test `like` another begins with what the first case of that one gives. The rows of a table of cases each
// stand alone, and each is an outcome of its own.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/library/library.h"
#include "dsl/testing/coverage.h"
#include "engine/program/answer.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// What was expected and did not come.
struct TestFailure {
  std::string file;  // of the expectation; empty where it is none that failed
  std::uint32_t line = 0, column = 0;
  std::string told;              // "expect payable = 18_000", or what went wrong before it could be asked
  std::string expected, actual;  // of a comparison; else empty
  std::string difference;        // actual less expected, "+700.00 CNY"; of numbers only
  std::string why;               // how the actual value came about, some lines of it
};

struct TestOutcome {
  std::string policy;
  std::string title;
  std::uint32_t row = 0;  // of a table of cases, from 1; 0: none
  std::string name;       // the title, and the row
  std::string file;
  std::uint32_t line = 0;  // of the test; of a row its own
  bool passed = false;
  std::vector<TestFailure> failures;
};

// A literal that a failing test expects, and what came instead.
struct TestCorrection {
  Span span;
  std::string text;
};

struct TestRun {
  std::vector<TestOutcome> outcomes;        // by file, then as written
  std::vector<TestCorrection> corrections;  // by place, each place once; of tests that only expect other values
  std::optional<Coverage> coverage;         // where it was asked for
  std::vector<Diagnostic> problems;  // of the policies and of the tests themselves; those with errors were not run
};

// A case as a caller would send it, with all that was before in its `opening`, and its answer.
struct SettledCase {
  const Program& program;
  const ProgramNames& names;
  const std::string& json;
  const Answer& answer;
};

struct TestOptions {
  std::string filter;           // part of a test's name or of the policy's name; empty: all
  std::string language = "en";  // or "zh"
  bool coverage = false;
  const FlatPolicy* policy = nullptr;                    // only the tests of this one
  std::function<void(const SettledCase&)> settled = {};  // called with each that is read and settled
};

auto run_tests(PolicyLibrary& library, const TestOptions& options) -> TestRun;

// What is wrong with the tests as they are written; nothing is run.
auto check_tests(PolicyLibrary& library) -> std::vector<Diagnostic>;

}  // namespace remit
