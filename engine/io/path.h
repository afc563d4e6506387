// Where a value stands in the JSON text. A path is a chain of frames on the stack of who reads; it becomes a text only
// where an error needs one.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace remit {

class JsonPath {
 public:
  JsonPath() = default;  // `$`
  // Both outlive the new path.
  JsonPath(const JsonPath& parent, std::string_view key) : parent_(&parent), key_(key) {}
  JsonPath(const JsonPath& parent, std::size_t index) : parent_(&parent), index_(index), is_index_(true) {}

  // `$.claim.items[3].amount`; a key that is no plain word stands as `$["odd key"]`.
  [[nodiscard]] auto print() const -> std::string;
  // Its last part: `amount`, `items[3]`; `$`.
  [[nodiscard]] auto last() const -> std::string;

 private:
  const JsonPath* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
  bool is_index_ = false;
};

}  // namespace remit
