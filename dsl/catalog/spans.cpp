#include "dsl/catalog/spans.h"

#include <algorithm>
#include <functional>

namespace remit {

auto span_of_row(std::size_t begin, std::string_view text) -> Span {
  constexpr std::size_t kShown = 200;
  std::size_t end = std::min({text.find('\n', begin), text.size(), begin + kShown});
  if (end > begin && text[end - 1] == '\r') --end;
  return {.begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(end)};
}

auto span_of_cell(std::string_view cell, Span row, std::string_view text) -> Span {
  const std::less_equal<const char*> not_after;
  const bool inside = not_after(text.data(), cell.data()) && not_after(cell.data(), text.data() + text.size());
  if (!inside) return row;
  const auto begin = static_cast<std::uint32_t>(cell.data() - text.data());
  return {.begin = begin, .end = begin + static_cast<std::uint32_t>(cell.size())};
}

}  // namespace remit
