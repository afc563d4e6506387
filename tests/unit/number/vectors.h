// Runs vectors of decimal arithmetic, ours in vectors/ (which describes the lines) and the public .decTest files of
// the General Decimal Arithmetic, whose syntax is the same.
//
// Those files describe arithmetic that rounds each result to so many digits. Ours never does, so a case is held to
// this: where its result is exact, ours equals it; where it is `Inexact`, ours rounded to the place of the expected
// result's last digit, in the file's mode, equals it. What we do not model is skipped, and counted by its reason.
#pragma once
#include <istream>
#include <map>
#include <string>
#include <vector>

namespace remit {

struct VectorReport {
  int passed = 0;
  std::vector<std::string> failures;   // a sentence each
  std::map<std::string, int> skipped;  // reason → cases
};

auto run_vectors(std::istream& lines) -> VectorReport;

}  // namespace remit
