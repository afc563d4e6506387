// What the printer wants to know of the text as the author wrote it, where the tree does not say. Without a text,
// nothing is known.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/source/source.h"

namespace remit::format {

class Written {
 public:
  Written() = default;
  // Requires: both outlive this; `comments` are all of the file, by place.
  Written(const SourceText& source, const std::vector<ast::Comment>& comments)
      : text_(source.text), comments_(&comments) {}

  [[nodiscard]] auto text(Span span) const -> std::string_view;
  // A blank line, and not only the beginning of a block or file, stands before this place.
  [[nodiscard]] bool after_blank_line(std::uint32_t place) const;
  // The sign before this place, blanks and comments apart, is a comma.
  [[nodiscard]] bool after_comma(std::uint32_t place) const;
  // Whether `text` stands at this place.
  [[nodiscard]] bool has(std::uint32_t place, std::string_view text) const {
    return text_.substr(place).starts_with(text);
  }
  // The place of the first sign at or after `place` that is neither blank nor in a comment.
  [[nodiscard]] auto next_sign(std::uint32_t place) const -> std::uint32_t;

 private:
  // One past the last character before `place` that is not blank.
  [[nodiscard]] auto end_before(std::uint32_t place) const -> std::uint32_t;

  [[nodiscard]] auto comment_at(std::uint32_t end) const -> const ast::Comment*;

  std::string_view text_;
  const std::vector<ast::Comment>* comments_ = nullptr;
};

}  // namespace remit::format
