#include "engine/io/path.h"

#include <algorithm>

#include "engine/io/write_json.h"

namespace remit {
namespace {

auto is_word(std::string_view key) -> bool {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  return !key.empty() && std::all_of(key.begin(), key.end(), letter);
}

}  // namespace

auto JsonPath::print() const -> std::string {
  if (parent_ == nullptr) return "$";
  if (is_index_) return parent_->print() + "[" + std::to_string(index_) + "]";
  if (is_word(key_)) return parent_->print() + "." + std::string(key_);
  return parent_->print() + "[" + json_string(key_) + "]";
}

auto JsonPath::last() const -> std::string {
  if (parent_ == nullptr) return "$";
  if (is_index_) return parent_->last() + "[" + std::to_string(index_) + "]";
  return is_word(key_) ? std::string(key_) : json_string(key_);
}

}  // namespace remit
