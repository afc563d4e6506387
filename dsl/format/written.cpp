#include "dsl/format/written.h"

#include <algorithm>

namespace remit::format {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kSigns = "=,:{}\"|()[]#";
constexpr std::string_view kWideComma = "，";
constexpr std::string_view kListComma = "、";

}  // namespace

auto Written::text(Span span) const -> std::string_view {
  return span.end <= text_.size() ? text_.substr(span.begin, span.end - span.begin) : std::string_view();
}

auto Written::end_before(std::uint32_t place) const -> std::uint32_t {
  const std::size_t last = text_.substr(0, place).find_last_not_of(kBlanks);
  return last == std::string_view::npos ? 0 : static_cast<std::uint32_t>(last + 1);
}

bool Written::after_blank_line(std::uint32_t place) const {
  if (place > text_.size()) return false;
  // A keyword, as in `given stay.days = 3`, may stand between the beginning of the line and what it introduces.
  const std::size_t line = text_.substr(0, place).rfind('\n') + 1;
  const bool first = text_.substr(line, place - line).find_first_of(kSigns) == std::string_view::npos;
  const auto begin = first ? static_cast<std::uint32_t>(line) : place;
  const std::uint32_t end = end_before(begin);
  if (end == 0 || text_[end - 1] == '{') return false;
  const std::string_view blanks = text_.substr(end, begin - end);
  return std::count(blanks.begin(), blanks.end(), '\n') > 1;
}

bool Written::after_comma(std::uint32_t place) const {
  std::uint32_t end = end_before(place);
  while (const ast::Comment* comment = comment_at(end)) end = end_before(comment->span.begin);
  const std::string_view before = text_.substr(0, end);
  return before.ends_with(',') || before.ends_with(kWideComma) || before.ends_with(kListComma);
}

// The comment that the character before `end` belongs to.
auto Written::comment_at(std::uint32_t end) const -> const ast::Comment* {
  if (comments_ == nullptr) return nullptr;
  const auto after = std::lower_bound(comments_->begin(), comments_->end(), end,
                                      [](const ast::Comment& one, std::uint32_t at) { return one.span.begin < at; });
  return after != comments_->begin() && end <= std::prev(after)->span.end ? &*std::prev(after) : nullptr;
}

auto Written::next_sign(std::uint32_t place) const -> std::uint32_t {
  std::size_t at = place;
  while (true) {
    at = std::min(text_.find_first_not_of(kBlanks, at), text_.size());
    if (at == text_.size() || text_[at] != '#') return static_cast<std::uint32_t>(at);
    at = std::min(text_.find('\n', at), text_.size());
  }
}

}  // namespace remit::format
