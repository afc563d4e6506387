// number_vectors FILE…: runs vectors and prints, for each file and in all, how many cases passed, failed and were
// skipped. Exits 1 when one failed, or when none ran at all.
#include <fstream>
#include <iostream>

#include "tests/unit/number/vectors.h"

namespace {

void print(const std::string& name, const remit::VectorReport& report) {
  std::cout << name << ": " << report.passed << " passed, " << report.failures.size() << " failed";
  for (const auto& [reason, count] : report.skipped) std::cout << ", " << count << " skipped (" << reason << ")";
  std::cout << '\n';
}

}  // namespace

int main(int argument_count, char** arguments) {
  remit::VectorReport all;
  for (int i = 1; i < argument_count; ++i) {
    std::ifstream file(arguments[i]);
    if (!file) {
      std::cerr << "cannot read " << arguments[i] << '\n';
      return 2;
    }
    const auto report = remit::run_vectors(file);
    print(arguments[i], report);
    for (const auto& failure : report.failures) std::cout << "  " << failure << '\n';
    all.passed += report.passed;
    all.failures.insert(all.failures.end(), report.failures.begin(), report.failures.end());
    for (const auto& [reason, count] : report.skipped) all.skipped[reason] += count;
  }
  print("all", all);
  return all.failures.empty() && all.passed > 0 ? 0 : 1;
}
