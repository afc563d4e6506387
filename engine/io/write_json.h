// JSON out: bytes that depend on nothing but what is written.
#pragma once
#include <string>
#include <string_view>

namespace remit {

// In quotes: `"` `\` and control characters escaped, all else as it is. Requires: UTF-8.
auto json_string(std::string_view text) -> std::string;

// Writes compact JSON; puts commas where they belong. Requires: calls in the order of a JSON text (a key before each
// value of an object, each bracket closed).
class JsonWriter {
 public:
  auto open_object() -> JsonWriter& { return open('{'); }
  auto close_object() -> JsonWriter& { return close('}'); }
  auto open_array() -> JsonWriter& { return open('['); }
  auto close_array() -> JsonWriter& { return close(']'); }
  auto key(std::string_view name) -> JsonWriter&;
  auto string(std::string_view text) -> JsonWriter&;
  auto boolean(bool value) -> JsonWriter& { return raw(value ? "true" : "false"); }
  auto null() -> JsonWriter& { return raw("null"); }
  // A JSON value that is a text already: the digits of a number, an explanation.
  auto raw(std::string_view json) -> JsonWriter&;

  [[nodiscard]] auto take() -> std::string { return std::move(out_); }

 private:
  auto open(char bracket) -> JsonWriter&;
  auto close(char bracket) -> JsonWriter&;
  void separate();

  std::string out_;
  bool first_ = true;  // of its object or array, or right after a key
};

// The same JSON without white space between its signs, or with a line a value and two spaces a level (an empty object
// or array on one line). Requires: JSON.
auto compact_json(std::string_view json) -> std::string;
auto pretty_json(std::string_view json) -> std::string;

}  // namespace remit
