// A receipt: all that is needed to settle a case again, kept in the answer. docs/json.md shows it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/io/json.h"
#include "engine/result.h"

namespace remit {

struct Receipt {
  // What the case was settled by.
  std::string policy, version, service, engine, text_hash, meaning_hash;
  // What was asked for beside the case, as far as it matters for the answer.
  struct Options {
    std::string policies;  // the library's path, or empty
    std::string policy;    // the policy, where it was named
    std::string as_of;     // "2024-05-01", or empty
    std::string language;  // "zh", "en"
    bool codes = false;
    bool allow_unknown = false;
  };
  Options options;
  std::string given;  // the case: JSON with the digits that it came with
};

// An answer holds its case and its results: a few times a record, and two brackets deeper.
inline constexpr JsonLimits kAnswerLimits{.bytes = 4 * kMaxRecordBytes, .depth = kMaxJsonDepth + 2};

// Requires: `given` is a JSON object; a byte order mark before it is dropped.
auto write_receipt(const Receipt& receipt) -> std::string;

// The receipt of an answer. All problems at once, with their paths: `$.receipt.case`.
auto read_receipt(const JsonValue& answer) -> Result<Receipt, std::vector<InputError>>;

}  // namespace remit
