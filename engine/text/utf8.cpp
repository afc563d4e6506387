#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstring>

namespace remit {
namespace {

// The length of the first code point, which goes to `point`; negative where there is none.
auto next(std::string_view text, std::int32_t& point) -> std::ptrdiff_t {
  return utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &point);
}

// Its first eight bytes.
bool begins_in_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;
  std::uint64_t word = kHighBits;
  if (text.size() >= sizeof word) std::memcpy(&word, text.data(), sizeof word);
  return (word & kHighBits) == 0;
}

// Three bytes of one code point from U+1000 to U+CFFF, where most of the world's other characters are, and where the
// first byte alone says that they are neither surrogates nor overlong.
bool is_common(std::string_view text) {
  if (text.size() < 3) return false;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return 0xE1U <= byte(0) && byte(0) <= 0xECU && (byte(1) & 0xC0U) == 0x80U && (byte(2) & 0xC0U) == 0x80U;
}

}  // namespace

auto valid_utf8_prefix(std::string_view text) -> std::size_t {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    std::int32_t point = 0;
    std::ptrdiff_t length = 1;
    if (begins_in_ascii(rest))
      length = 8;
    else if (is_common(rest))
      length = 3;
    else if (static_cast<unsigned char>(rest.front()) >= 0x80U)
      length = next(rest, point);
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

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
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
