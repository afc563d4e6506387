// A JSON value that is being made: numbers stay the digits that they are.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "engine/io/json.h"

namespace remit {

struct JsonNode {
  JsonKind kind = JsonKind::null;
  bool truth = false;
  std::string text = {};                                       // number: its digits; string
  std::vector<std::pair<std::string, JsonNode>> members = {};  // of an object, in order
  std::vector<JsonNode> elements = {};                         // of an array

  static auto copy(const JsonValue& value) -> JsonNode;
  // Compact JSON.
  [[nodiscard]] auto print() const -> std::string;
};

// `over` laid on `base`: members of objects one by one, all else in whole. A member of neither is in its own place;
// new ones come last.
void overlay(JsonNode& base, JsonNode over);

}  // namespace remit
