#include "dsl/parse/characters.h"

#include <utf8proc.h>

#include <cstdlib>
#include <cstring>
#include <memory>

namespace remit::parse {
namespace {

auto bytes(std::string_view text) -> const utf8proc_uint8_t* {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

// What UAX #31 calls Other_ID_Start and Other_ID_Continue is left out: no such character is met in a name today.
auto is_letter(utf8proc_category_t category) -> bool {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_NL;
}

// The ideographs that make up Chinese names: letters, in normal form C, each on its own.
auto is_common_ideograph(char32_t character) -> bool { return character >= 0x4E00 && character <= 0x9FFF; }

// 10xxxxxx: a byte that does not begin a character.
auto continues(std::string_view text, std::size_t at) -> bool {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

void append(std::string& out, char32_t character) {
  std::uint8_t buffer[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

auto is_plain(std::string_view name) -> bool {
  for (std::size_t at = 0; at < name.size();) {
    const Character next = character_at(name, at);
    if (next.value >= 0x80 && !is_common_ideograph(next.value)) return false;
    at += next.length;
  }
  return true;
}

}  // namespace

auto find_bad_utf8(std::string_view text) -> std::optional<std::size_t> {
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
  for (std::size_t at = 0; at < text.size();) {
    std::uint64_t eight = 0;
    if (text.size() - at >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & high_bits) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    if (is_ideograph(text[at]) && continues(text, at + 1) && continues(text, at + 2)) {
      at += 3;
      continue;
    }
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(bytes(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &character);
    if (length <= 0) return at;
    at += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

auto folded(char32_t character) -> char32_t {
  if (character < 0x80) return character;
  if (character >= 0xFF01 && character <= 0xFF5E) return character - 0xFF01 + 0x21;
  switch (character) {
    case 0x3002: return '.';  // 。
    case 0x3001: return ',';  // 、
    case 0x201C:
    case 0x201D: return '"';  // “ ”
    case 0x3000:
    case 0x00A0: return ' ';  // the ideographic blank, the one that does not break
    default: return character;
  }
}

auto begins_name(char32_t character) -> bool {
  if (character < 0x80) return (character | 0x20U) - 'a' < 26 || character == '_';
  if (is_common_ideograph(character)) return true;
  return is_letter(utf8proc_category(static_cast<utf8proc_int32_t>(character)));
}

auto continues_name(char32_t character) -> bool {
  if (begins_name(character)) return true;
  if (character < 0x80) return character - '0' < 10;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ND ||
         category == UTF8PROC_CATEGORY_PC || character == 0x00B7;
}

auto ends_section(char32_t character) -> bool {
  switch (character) {
    case 0:
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ',':
    case '{':
    case '}':
    case '=':
    case '|':
    case '"':
    case '#': return true;
    default: return false;
  }
}

auto reorders_text(char32_t character) -> bool {
  return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

auto invisible(char32_t character) -> bool {
  return reorders_text(character) || character == 0x00AD || (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2060 && character <= 0x2064) || character == 0xFEFF;
}

auto folded_text(std::string_view text) -> std::string {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character next = character_at(text, at);
    append(out, folded(next.value));
    at += next.length;
  }
  return out;
}

auto normal_name(std::string_view written) -> std::string {
  if (is_plain(written)) return std::string(written);
  const std::string letters = folded_text(written);
  utf8proc_uint8_t* normal = nullptr;
  const auto length = utf8proc_map(bytes(letters), static_cast<utf8proc_ssize_t>(letters.size()), &normal,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(normal, &std::free);
  return length < 0 ? letters : std::string(reinterpret_cast<const char*>(normal), static_cast<std::size_t>(length));
}

auto normal_word(std::string_view written) -> std::string {
  const Character opening = character_at(written, 0);
  if (folded(opening.value) != '`') return normal_name(written);
  std::string_view inside = written.substr(opening.length);
  if (inside.ends_with("`")) inside.remove_suffix(1);
  if (inside.ends_with("\uFF40")) inside.remove_suffix(3);
  return normal_name(inside);
}

}  // namespace remit::parse
