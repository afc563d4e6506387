// How the messages of another system become the cases of a service, and its answers their replies: data, a JSON file
// beside the policies. docs/interface.md is its reference.
//
//   {"number": "infno", "identity": "msgid", "answers": "inf_refmsgid",
//    "parts": {NAME: TEMPLATE},
//    "transactions": {"2303": {"service": "settle", "case": …, "reply": …, "refusal": …, "agree": […]}}}
//
// A template is JSON as it shall come out, with an object of one of these forms wherever something is taken from
// elsewhere. A path is written `SOURCE/part/part`; the source is `request`, the number of an earlier message, such a
// number with `!` (what was replied to it), `answer`, `refusal`, or, inside `each`, `this`.
//   {"from": PATH or [PATH…], "codes": {"01": "A"}, "first": 10, "negated": true, "or": TEMPLATE, "needed": true}
//   {"each": PATH or [PATH…], "as": TEMPLATE, "needed": true}   an array, an element for each of theirs
//   {"unless_zero": PATH, "as": TEMPLATE}                       nothing where the number is zero or not there
//   {"part": NAME, "with": TEMPLATE}                            one of the mapping's `parts`, written before, with more
//   laid on it
// What leads nowhere is an error where it is `needed`, and else left out of its object or array.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/json.h"
#include "engine/result.h"

namespace remit {

inline constexpr std::size_t kMaxParts = 200;  // one may use the one before it, so this bounds a recursion

// What is wrong with a mapping: a sentence, and where.
struct MappingError {
  std::string path;  // `$.transactions["2303"].case`
  std::string message;
};

class Mapping {
 public:
  static auto read(std::string_view text) -> Result<Mapping, std::vector<MappingError>>;

  struct Transaction {
    std::string number;
    std::string service = {};                          // empty: the reply needs no answer of a service
    std::vector<std::vector<std::string>> agree = {};  // paths whose values are the same, where there are any
    std::optional<JsonValue> made_case = {}, reply = {}, refusal = {};  // templates
  };

  [[nodiscard]] auto transaction(std::string_view number) const -> const Transaction*;
  // Requires: read as part of this mapping.
  [[nodiscard]] auto part(std::string_view name) const -> JsonValue;
  [[nodiscard]] auto numbers() const -> std::vector<std::string>;

  // Names of fields of a message.
  [[nodiscard]] auto number() const -> const std::string& { return number_; }
  [[nodiscard]] auto identity() const -> const std::string& { return identity_; }
  [[nodiscard]] auto answers() const -> const std::string& { return answers_; }

 private:
  explicit Mapping(JsonDocument document) : document_(std::move(document)) {}

  JsonDocument document_;
  std::string number_, identity_, answers_;
  std::vector<std::pair<std::string, JsonValue>> parts_;
  std::vector<Transaction> transactions_;
};

// The parts of a path, its source first. Requires: read as part of a mapping.
auto path_parts(std::string_view path) -> std::vector<std::string>;

}  // namespace remit
