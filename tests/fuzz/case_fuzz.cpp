// Any bytes are a case or errors that can be printed. What is JSON for another reader is JSON here, and the other way
// round. What a case says was before is written as text that reads the same.
#include <cstddef>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "engine/io/json.h"
#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"
#include "engine/io/write_json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/io/sample.h"

namespace remit {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool accepts(std::string_view bytes) { return nlohmann::json::accept(bytes); }

// The other reader takes U+0000 for the end, and refuses what a binary number cannot hold.
bool comparable(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && bytes.find_first_of("eE") == std::string_view::npos &&
         bytes.size() < 300;
}

void check_json(std::string_view bytes) {
  const auto document = JsonDocument::read(bytes);
  if (!comparable(bytes)) return;
  const bool refused =
      !document && document.error().code != InputCode::too_deep && document.error().code != InputCode::not_an_object;
  if (document) require(accepts(bytes));
  if (refused) require(!accepts(bytes));
}

void check_errors(const std::vector<InputError>& errors) {
  std::vector<ErrorReport> reports;
  for (const InputError& error : errors) reports.push_back(report(error, "en"));
  const std::string json = write_errors(reports, {});
  require(!errors.empty() && accepts(json) && compact_json(pretty_json(json)) == json);
}

void check_opening(const Case& read, const sample::Sample& sample) {
  const std::string opening = write_opening(read.memories, sample.program, sample.names, {});
  std::string json = sample::least();
  json.replace(json.find(sample::opening()), sample::opening().size(), opening);
  const auto again = read_case(json, sample.program, sample.names);
  require(again.ok() && write_opening(again.value().memories, sample.program, sample.names, {}) == opening);
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  static const sample::Sample sample = sample::service();
  check_json(bytes);
  ReadOptions options;
  options.codes = bytes.size() % 2 == 1;
  options.allow_unknown = bytes.size() % 3 == 0;
  const auto read = read_case(bytes, sample.program, sample.names, options);
  if (!read)
    check_errors(read.error());
  else if (!options.codes)
    check_opening(read.value(), sample);
}

}  // namespace remit
