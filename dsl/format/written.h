// What the printer wants to know of the text as the author wrote it, where the tree does not say. Without a text,
// nothing is known.
#pragma once
#include <cstdint>
#include <string_view>

#include "dsl/source/source.h"

namespace remit::format {

class Written {
 public:
  Written() = default;
  explicit Written(const SourceText& source) : text_(source.text) {}

  [[nodiscard]] auto text(Span span) const -> std::string_view;
  // A blank line, and not only the beginning of a block or file, stands before this place.
  [[nodiscard]] bool after_blank_line(std::uint32_t place) const;
  // The sign before this place, blanks apart, is a comma.
  [[nodiscard]] bool after_comma(std::uint32_t place) const;
  // The place of the first sign at or after `place` that is neither blank nor in a comment.
  [[nodiscard]] auto next_sign(std::uint32_t place) const -> std::uint32_t;

 private:
  // One past the last character before `place` that is not blank.
  [[nodiscard]] auto end_before(std::uint32_t place) const -> std::uint32_t;

  std::string_view text_;
};

}  // namespace remit::format
