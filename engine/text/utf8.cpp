#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace remit {
namespace {

// The length of the first code point, which goes to `point`; negative where there is none.
auto next(std::string_view text, std::int32_t& point) -> std::ptrdiff_t {
  return utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &point);
}

}  // namespace

auto valid_utf8_prefix(std::string_view text) -> std::size_t {
  std::size_t at = 0;
  while (at < text.size()) {
    std::int32_t point = 0;
    const std::ptrdiff_t length = next(text.substr(at), point);
    if (length <= 0) break;
    at += static_cast<std::size_t>(length);
  }
  return at;
}

auto code_points(std::string_view text) -> std::vector<std::int32_t> {
  std::vector<std::int32_t> points;
  while (!text.empty()) {
    std::int32_t point = 0;
    const std::ptrdiff_t length = next(text, point);
    points.push_back(length > 0 ? point : static_cast<unsigned char>(text.front()));
    text.remove_prefix(length > 0 ? static_cast<std::size_t>(length) : 1);
  }
  return points;
}

auto code_point_count(std::string_view text) -> std::size_t {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

auto columns(std::string_view text) -> std::uint32_t {
  std::uint32_t sum = 0;
  while (!text.empty()) {
    std::int32_t point = 0;
    const std::ptrdiff_t length = next(text, point);
    if (length <= 0) break;
    sum += static_cast<std::uint32_t>(std::max(0, utf8proc_charwidth(point)));
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return sum;
}

}  // namespace remit
