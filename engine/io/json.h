// The text of one JSON object as a tree, strictly read: numbers keep their digits as they stand.
//
// simdjson finds the structure and decodes texts; it never sees a number, for it would make a binary one: a number is
// the raw token, checked against JSON's grammar here. Every value is visited, so that nothing wrong slips through in a
// part that no service reads.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/result.h"

namespace remit {

inline constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20U;
inline constexpr int kMaxJsonDepth = 64;  // far beyond any form; bounds every recursion over a tree

struct JsonMember;

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind{};
  bool truth = false;     // boolean
  std::string_view text;  // number: its digits; string: decoded. Lives as long as the document
  std::vector<JsonValue> elements;
  std::vector<JsonMember> members;  // in the order written, duplicates too
};
struct JsonMember {
  std::string_view key;
  JsonValue value;
};

// As errors name what they found: `number`, `{…}`.
auto kind_name(JsonValue::Kind kind) -> std::string_view;

class JsonDocument {
 public:
  // One object, white space around it, nothing else; a byte order mark is passed over. The text is copied.
  // The error is the first one met, with `$` as its path.
  static auto read(std::string_view text) -> Result<JsonDocument, InputError>;

  JsonDocument(JsonDocument&&) noexcept;
  auto operator=(JsonDocument&&) noexcept -> JsonDocument&;
  ~JsonDocument();

  [[nodiscard]] auto root() const -> const JsonValue& { return root_; }

 private:
  struct Text;  // what the views point into
  explicit JsonDocument(std::unique_ptr<Text> text);

  std::unique_ptr<Text> text_;
  JsonValue root_;
};

// Whether the text is a number as JSON writes it: no `+`, leading zeros or spaces.
auto is_json_number(std::string_view text) -> bool;

}  // namespace remit
