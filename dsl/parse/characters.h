// Characters: UTF-8, the full-width twins of ASCII signs, and what may stand in a name.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace remit::parse {

// The offset of the first byte that is not UTF-8, or nothing.
auto find_bad_utf8(std::string_view text) -> std::optional<std::size_t>;

struct Character {
  char32_t value = 0;        // 0 past the end
  std::uint32_t length = 0;  // bytes
};

// The character at `offset`, as written. Requires: `text` is UTF-8.
inline auto character_at(std::string_view text, std::size_t offset) -> Character {
  if (offset >= text.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  return {(lead & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU), 4};
}

// The bytes with which a scan goes on, or at which it stops; the next such byte from `at` on, or the end.
using ByteSet = std::array<bool, 256>;
constexpr auto byte_set(std::string_view members) -> ByteSet {
  ByteSet set{};
  for (const char member : members) set[static_cast<unsigned char>(member)] = true;
  return set;
}
constexpr auto all_but(std::string_view members) -> ByteSet {
  ByteSet set = byte_set(members);
  for (bool& member : set) member = !member;
  return set;
}
inline auto next_of(const ByteSet& stops, std::string_view text, std::size_t at) -> std::size_t {
  while (at < text.size() && !stops[static_cast<unsigned char>(text[at])]) ++at;
  return std::min(at, text.size());
}

// The ideographs U+5000 to U+8FFF, most of Chinese text: part of a name, three bytes each, told by the first.
constexpr auto is_ideograph(char lead) -> bool {
  return static_cast<unsigned char>(lead) >= 0xE5 && static_cast<unsigned char>(lead) <= 0xE8;
}

// Past the letters and digits of ASCII and such ideographs: all of most names.
inline auto past_plain_word(std::string_view text, std::size_t at) -> std::size_t {
  constexpr ByteSet past_letters = all_but("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
  for (;;) {
    at = next_of(past_letters, text, at);
    if (at + 3 > text.size() || !is_ideograph(text[at])) return at;
    at += 3;
  }
}

// The ASCII twin of a full-width or Chinese sign, digit, letter or blank; any other character itself.
auto folded(char32_t character) -> char32_t;

auto begins_name(char32_t character) -> bool;     // XID start, or `_`
auto continues_name(char32_t character) -> bool;  // XID continue
auto ends_section(char32_t character) -> bool;    // what cannot stand behind a §; folded
// Characters that change the order of what is seen, so that a text reads other than it is.
auto reorders_text(char32_t character) -> bool;

// Whether nothing is seen of it where it stands: zero width, soft hyphen, marks of direction.
auto invisible(char32_t character) -> bool;

// The name as it is compared: full-width letters as ASCII, then normal form C.
auto normal_name(std::string_view written) -> std::string;

// The same of a name that may stand in backticks.
auto normal_word(std::string_view written) -> std::string;

// `text` with every full-width twin as ASCII: numbers, dates, sections.
auto folded_text(std::string_view text) -> std::string;

}  // namespace remit::parse
