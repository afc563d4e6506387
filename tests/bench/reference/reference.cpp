// reference POLICIES CLAIMS.ndjson EXPECTED.csv
// Settles the reference job with the reference evaluator: reads every claim into a case first, then settles them one
// by one against the clock, and compares each answer with the exact expected one. Exit 1 where any differs.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "dsl/library/library.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/read_case.h"

namespace {

using namespace remit;

class OneFile : public Source {
 public:
  explicit OneFile(std::string path) : path_(std::move(path)) {}
  auto list(std::string_view) -> std::vector<std::string> override { return {path_}; }
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      why = "cannot be opened";
      return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

 private:
  std::string path_;
};

auto read_claims(const char* path, const Compiled& compiled) -> std::vector<Case> {
  std::vector<Case> cases;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    auto given = read_case(line, compiled.program(), compiled.names(), {.as_of = parse_date("2024-01-01")});
    if (!given) {
      std::cerr << "claim " << cases.size() << " is refused\n";
      std::exit(1);
    }
    cases.push_back(std::move(given).value());
  }
  return cases;
}

// deductible and eligible in thousandths, fund and patient in hundredths, as the expected file has them.
auto row_of(const Answer& answer) -> std::string {
  if (!answer.errors.empty()) return answer.errors.front().code;
  const auto part = [&](std::size_t output, int places) {
    return std::to_string(answer.outputs[output].value.as_number().scaled(places).value_or(-1));
  };
  return part(1, 3) + "," + part(2, 3) + "," + part(3, 2) + "," + part(4, 2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: reference POLICIES CLAIMS.ndjson EXPECTED.csv\n";
    return 2;
  }
  OneFile source(argv[1]);
  PolicyLibrary library(source, "");
  if (library.policies().size() != 1) return 3;
  const auto compiled = library.compile(library.policies().front(), "settle");
  if (has_errors(compiled->problems)) return 3;
  const std::vector<Case> cases = read_claims(argv[2], *compiled);

  Evaluator evaluator(compiled->program(), compiled->names());
  std::vector<Answer> answers(cases.size());
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < cases.size(); ++i) answers[i] = evaluator.settle(cases[i]);
  const std::chrono::nanoseconds time = std::chrono::steady_clock::now() - start;

  std::ifstream expected(argv[3]);
  std::size_t wrong = 0;
  for (const Answer& answer : answers) {
    std::string line;
    std::getline(expected, line);
    wrong += row_of(answer) == line ? 0 : 1;
  }
  const auto rate = static_cast<long long>(cases.size()) * 1'000'000'000 / std::max<long long>(1, time.count());
  std::cout << cases.size() << " claims, " << wrong << " wrong, " << rate << " claims/s\n";
  return wrong == 0 ? 0 : 1;
}
