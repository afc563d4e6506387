#include "engine/text/visible.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace remit {
namespace {

constexpr std::uint32_t kByte = 0xFF, kTwoBytes = 0xFFFF;

auto escaped(std::uint32_t number) -> std::string {
  if (number == '\n') return "\\n";
  if (number == '\t') return "\\t";
  const std::size_t digits = number <= kByte ? 2 : number <= kTwoBytes ? 4 : 8;
  std::string text = digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
  for (std::size_t i = digits; i-- > 0;) text += "0123456789abcdef"[(number >> (4 * i)) & 0xFU];
  return text;
}

bool is_plain(char byte) { return byte >= 0x20 && byte < 0x7F; }

bool is_seen(std::int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return false;
    default: return true;
  }
}

}  // namespace

auto visible(std::string_view text) -> std::string {
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string shown;
  while (!text.empty()) {
    std::int32_t point = 0;
    const std::ptrdiff_t read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                                 static_cast<utf8proc_ssize_t>(text.size()), &point);
    const std::size_t length = read > 0 ? static_cast<std::size_t>(read) : 1;
    if (read <= 0)
      shown += escaped(static_cast<unsigned char>(text.front()));
    else
      shown += is_seen(point) ? std::string(text.substr(0, length)) : escaped(static_cast<std::uint32_t>(point));
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace remit
