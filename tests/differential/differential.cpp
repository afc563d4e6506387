// differential [--vary N] [--seed S] [--reference-only] FOLDER…
//
// In each folder stand a `policy.remit` and its cases, `cases.ndjson`, one a line. Checks the policy, settles every
// case with the reference evaluator, and writes the answers, one a line, to `answers.ndjson`. Then settles them, and N
// more that are mixtures of them, with the evaluator that is held to account (settle_all.h), and compares bit for bit.
//
// Prints a JSON object for each folder: {"folder", "rejected": [codes], "cases", "refused", "settled", "failed",
// "compared", "difference"}. Exit 1 where any two answers differ.
//
// differential [--vary N] [--seed S] --library POLICIES: the same with all policies of a library and the cases that
// their tests settle.
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "dsl/library/library.h"
#include "dsl/testing/testing.h"
#include "engine/evaluate/errors.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"
#include "tests/differential/compare.h"
#include "tests/differential/folder.h"
#include "tests/differential/settle_all.h"
#include "tests/differential/vary.h"

namespace remit::differential {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 4096;  // cases settled at once

struct Options {
  std::size_t vary = 0;
  std::uint64_t seed = 1;
  bool reference_only = false;  // write answers, and compare nothing
  std::string library;
  std::vector<std::string> folders;
};

// How many there were of each, and the first case on which the evaluators differ.
struct Tally {
  std::size_t cases = 0, refused = 0, settled = 0, failed = 0, compared = 0, errors = 0, redone = 0, by_reference = 0;
  std::string difference;
};

auto quoted(const std::string& text) -> std::string {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += c == '\n' ? ' ' : c;
  }
  return json + '"';
}

auto reply(const Answer& answer, const Compiled& compiled) -> std::string {
  if (answer.errors.empty()) return write_answer(answer, compiled.program(), compiled.names(), {.language = "en"});
  std::vector<ErrorReport> reports;
  for (const CaseError& error : answer.errors)
    reports.push_back(
        {.code = error.code, .message = error_message(error, "en"), .step = error.step, .place = error.place});
  return write_errors(reports, {});
}

auto refusal(const std::vector<InputError>& errors) -> std::string {
  std::vector<ErrorReport> reports;
  for (const InputError& error : errors) reports.push_back(report(error, "en"));
  return write_errors(reports, {});
}

// Both evaluators on these cases.
void compare(const Compiled& compiled, Evaluator& reference, const std::vector<Case>& cases, Tally& tally) {
  const Settled found = settle_all(compiled.program(), compiled.names(), cases);
  tally.redone += found.counts.redone;
  tally.by_reference += found.counts.lanes_by_reference;
  for (std::size_t i = 0; i < cases.size() && tally.difference.empty(); ++i) {
    const Answer expected = reference.settle(cases[i]);
    tally.errors += expected.errors.empty() ? 0 : 1;
    tally.difference = first_difference(expected, found.answers[i]);
    if (!tally.difference.empty())
      tally.difference = "case " + std::to_string(tally.compared) + ": " + tally.difference;
    ++tally.compared;
  }
}

void compare_varied(const Compiled& compiled, const std::vector<Case>& cases, const Options& options, Tally& tally) {
  if (cases.empty() || options.reference_only) return;
  Evaluator reference(compiled.program(), compiled.names());
  compare(compiled, reference, cases, tally);
  Variator variator(compiled.program(), cases, options.seed);
  for (std::size_t left = options.vary; left > 0 && tally.difference.empty();) {
    std::vector<Case> block(std::min(left, kBlock));
    for (Case& made : block) made = variator.next();
    compare(compiled, reference, block, tally);
    left -= block.size();
  }
}

auto told(const std::string& what, const Tally& tally) -> std::string {
  std::string line = what;
  for (const auto& [name, count] : {std::pair("cases", tally.cases),
                                    {"refused", tally.refused},
                                    {"settled", tally.settled},
                                    {"failed", tally.failed},
                                    {"compared", tally.compared},
                                    {"errors", tally.errors},
                                    {"redone", tally.redone},
                                    {"by_reference", tally.by_reference}}) {
    line += std::string(", \"") + name + "\": " + std::to_string(count);
  }
  return line + ", \"difference\": " + quoted(tally.difference) + "}";
}

auto settle_lines(std::istream& lines, std::ostream& answers, const Compiled& compiled, Tally& tally)
    -> std::vector<Case> {
  Evaluator evaluator(compiled.program(), compiled.names());
  std::vector<Case> cases;
  for (std::string line; std::getline(lines, line); ++tally.cases) {
    auto given = read_case(line, compiled.program(), compiled.names());
    if (!given) {
      ++tally.refused;
      answers << refusal(given.error()) << '\n';
      continue;
    }
    const Answer answer = evaluator.settle(given.value());
    ++(answer.errors.empty() ? tally.settled : tally.failed);
    answers << reply(answer, compiled) << '\n';
    cases.push_back(std::move(given).value());
  }
  return cases;
}

auto codes_of(const std::vector<Diagnostic>& problems) -> std::string {
  std::string codes;
  for (const Diagnostic& problem : problems) {
    const auto& text = code_text(problem.code);
    if (!text.warning()) codes += (codes.empty() ? "" : ", ") + quoted(std::string(text.name));
  }
  return codes;
}

// False: the evaluators differ.
bool run_folder(const std::string& path, const Options& options) {
  Folder source(path);
  PolicyLibrary library(source, "");
  const std::string head = "{\"folder\": " + quoted(path);
  const std::vector<Diagnostic> problems = library.check();
  if (has_errors(problems) || library.policies().empty()) {
    std::cout << head << ", \"rejected\": [" << codes_of(problems) << "]}\n";
    return true;
  }
  const auto compiled = library.compile(library.policies().front(), "settle");
  std::ifstream lines(fs::path(path) / "cases.ndjson");
  std::ofstream answers(fs::path(path) / "answers.ndjson");
  Tally tally;
  compare_varied(*compiled, settle_lines(lines, answers, *compiled, tally), options, tally);
  std::cout << told(head, tally) << '\n';
  return tally.difference.empty();
}

using ServiceKey = std::tuple<std::string, std::string, std::string>;  // policy, version, service

auto cases_of_tests(PolicyLibrary& library) -> std::map<ServiceKey, std::vector<std::string>> {
  std::map<ServiceKey, std::vector<std::string>> cases;
  run_tests(library, {.settled = [&](const SettledCase& settled) {
              const ProgramNames& names = settled.names;
              cases[{names.policy, names.policy_version, names.service}].push_back(settled.json);
            }});
  return cases;
}

bool run_library(const Options& options) {
  Folder source(options.library);
  PolicyLibrary library(source, "");
  const auto cases = cases_of_tests(library);
  bool fine = true;
  for (const FlatPolicy& policy : library.policies()) {
    for (const auto& [key, lines] : cases) {
      const auto& [name, version, service] = key;
      if (name != policy.name) continue;
      const auto compiled = library.compile(policy, service);
      if (has_errors(compiled->problems) || compiled->names().policy_version != version) continue;
      Tally tally;
      std::vector<Case> read;
      for (const std::string& line : lines) {
        ++tally.cases;
        auto given = read_case(line, compiled->program(), compiled->names());
        if (given)
          read.push_back(std::move(given).value());
        else
          ++tally.refused;
      }
      compare_varied(*compiled, read, options, tally);
      std::cout << told("{\"policy\": " + quoted(name) + ", \"version\": " + quoted(version) +
                            ", \"service\": " + quoted(service),
                        tally)
                << '\n';
      fine = fine && tally.difference.empty();
    }
  }
  return fine;
}

auto number(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(n) : std::nullopt;
}

auto parse(int argc, char** argv) -> std::optional<Options> {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with("--")) {
      options.folders.emplace_back(word);
      continue;
    }
    if (word == "--reference-only") {
      options.reference_only = true;
      continue;
    }
    if (++i == argc) return std::nullopt;
    const auto n = number(argv[i]);
    if (word == "--library")
      options.library = argv[i];
    else if (word == "--vary" && n)
      options.vary = *n;
    else if (word == "--seed" && n)
      options.seed = *n;
    else
      return std::nullopt;
  }
  return options.folders.empty() == options.library.empty() ? std::nullopt : std::optional(options);
}

}  // namespace
}  // namespace remit::differential

int main(int argc, char** argv) {
  using namespace remit::differential;
  const auto options = parse(argc, argv);
  if (!options) {
    std::cerr << "usage: differential [--vary N] [--seed S] [--reference-only] FOLDER… | --library POLICIES\n";
    return 2;
  }
  bool fine = options->library.empty() || run_library(*options);
  for (const std::string& folder : options->folders) fine = run_folder(folder, *options) && fine;
  return fine ? 0 : 1;
}
