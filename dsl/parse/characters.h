// Characters: UTF-8, the full-width twins of ASCII signs, and what may stand in a name.
#pragma once
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
auto character_at(std::string_view text, std::size_t offset) -> Character;

// The ASCII twin of a full-width or Chinese sign, digit, letter or blank; any other character itself.
auto folded(char32_t character) -> char32_t;

auto begins_name(char32_t character) -> bool;     // XID start, or `_`
auto continues_name(char32_t character) -> bool;  // XID continue
auto ends_section(char32_t character) -> bool;    // what cannot stand behind a §; folded
// Characters that change the order of what is seen, so that a text reads other than it is.
auto reorders_text(char32_t character) -> bool;

// The name as it is compared: full-width letters as ASCII, then normal form C.
auto normal_name(std::string_view written) -> std::string;

// The same of a name that may stand in backticks.
auto normal_word(std::string_view written) -> std::string;

// `text` with every full-width twin as ASCII: numbers, dates, sections.
auto folded_text(std::string_view text) -> std::string;

}  // namespace remit::parse
