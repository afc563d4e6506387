// The text of one JSON object as a tree, strictly read: numbers keep their digits as they stand.
//
// simdjson finds the structure and decodes texts; it never sees a number, for it would make a binary one: a number is
// the raw token, checked against JSON's grammar here. Every value is visited, so that nothing wrong slips through in a
// part that no service reads.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/result.h"

namespace remit {

inline constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20U;
inline constexpr int kMaxJsonDepth = 64;  // far beyond any form; bounds every recursion over a tree

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

// As errors name what they found, in English and in Chinese: "a number".
struct JsonKindName {
  std::string_view en, zh;
};
auto kind_name(JsonKind kind) -> JsonKindName;
auto wrong_type_arguments(JsonKind found, std::string_view expected) -> std::vector<std::string>;  // of E0821

namespace json_detail {

// The document lies flat, a value before its parts: a hostile one costs some 20 times its bytes, not hundreds.
struct Tree {
  struct Node {
    std::uint32_t key = 0, key_size = 0;  // into `texts`
    std::uint32_t text = 0;               // likewise
    std::uint32_t size = 0;               // of the text; of an array or object: how many parts
    std::uint32_t next = 0;               // the node after all of its parts
    JsonKind kind{};
    bool truth = false;
  };
  std::vector<Node> nodes;
  std::string texts;  // the whole text, escapes decoded in their places

  [[nodiscard]] auto part(std::uint32_t begin, std::uint32_t size) const -> std::string_view {
    return std::string_view(texts).substr(begin, size);
  }
};

}  // namespace json_detail

// One value of a document, as cheap as a pointer; lives as long as the document, wherever that is moved.
class JsonValue {
 public:
  class Iterator;

  [[nodiscard]] auto kind() const -> JsonKind;
  [[nodiscard]] auto truth() const -> bool;             // boolean
  [[nodiscard]] auto text() const -> std::string_view;  // number: its digits as they stand; string: decoded
  [[nodiscard]] auto key() const -> std::string_view;   // of a member of an object
  // Elements of an array; members of an object in the order written, duplicates too.
  [[nodiscard]] auto size() const -> std::size_t;
  [[nodiscard]] auto begin() const -> Iterator;
  [[nodiscard]] auto end() const -> Iterator;

 private:
  friend class JsonDocument;
  JsonValue(const json_detail::Tree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

  const json_detail::Tree* tree_;
  std::uint32_t node_;
};

class JsonValue::Iterator {
 public:
  auto operator*() const -> JsonValue { return {*tree_, node_}; }
  auto operator++() -> Iterator& {
    node_ = tree_->nodes[node_].next;
    return *this;
  }
  friend auto operator==(const Iterator& a, const Iterator& b) -> bool { return a.node_ == b.node_; }

 private:
  friend class JsonValue;
  Iterator(const json_detail::Tree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

  const json_detail::Tree* tree_;
  std::uint32_t node_;
};

inline auto JsonValue::kind() const -> JsonKind { return tree_->nodes[node_].kind; }
inline auto JsonValue::truth() const -> bool { return tree_->nodes[node_].truth; }
inline auto JsonValue::text() const -> std::string_view {
  return tree_->part(tree_->nodes[node_].text, tree_->nodes[node_].size);
}
inline auto JsonValue::key() const -> std::string_view {
  return tree_->part(tree_->nodes[node_].key, tree_->nodes[node_].key_size);
}
inline auto JsonValue::size() const -> std::size_t { return tree_->nodes[node_].size; }
inline auto JsonValue::begin() const -> Iterator { return {*tree_, node_ + 1}; }
inline auto JsonValue::end() const -> Iterator { return {*tree_, tree_->nodes[node_].next}; }

struct JsonLimits {
  std::size_t bytes = kMaxRecordBytes;
  int depth = kMaxJsonDepth;
};

class JsonDocument {
 public:
  // One object, white space around it, nothing else; a byte order mark is passed over. The text is copied.
  // The error is the first one met, with `$` as its path.
  static auto read(std::string_view text, JsonLimits limits = {}) -> Result<JsonDocument, InputError>;

  [[nodiscard]] auto root() const -> JsonValue { return {*tree_, 0}; }

 private:
  explicit JsonDocument(std::unique_ptr<json_detail::Tree> tree) : tree_(std::move(tree)) {}

  std::unique_ptr<json_detail::Tree> tree_;
};

// A value as compact JSON, digits as they stand.
auto json_text(const JsonValue& value) -> std::string;

// Whether the text is a number as JSON writes it: no `+`, leading zeros or spaces.
auto is_json_number(std::string_view text) -> bool;

}  // namespace remit
