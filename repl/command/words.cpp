#include "repl/command/words.h"

#include "engine/text/utf8.h"

namespace remit::repl {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

}  // namespace

auto trimmed(std::string_view text) -> std::string_view {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

auto take_word(std::string_view& text) -> std::string {
  text = trimmed(text);
  std::string word;
  std::size_t at = 0;
  while (at < text.size() && !is_blank(text[at])) {
    const char quote = text[at];
    const std::size_t end = quote == '"' || quote == '\'' ? text.find(quote, at + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      word += text[at++];
    } else {
      word += text.substr(at + 1, end - at - 1);
      at = end + 1;
    }
  }
  text = trimmed(text.substr(at));
  return word;
}

bool take_word(std::string_view& text, std::string_view word) {
  std::string_view rest = text;
  if (take_word(rest) != word) return false;
  text = rest;
  return true;
}

auto words_of(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> words;
  for (text = trimmed(text); !text.empty();) words.push_back(take_word(text));
  return words;
}

auto excerpt_of(std::string_view text) -> std::string {
  constexpr std::size_t kMost = 60;
  std::size_t size = std::min(text.size(), kMost);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  std::string shown;
  for (std::string_view rest = text.substr(0, size); !rest.empty();) {
    const std::size_t good = valid_utf8_prefix(rest);
    for (const char c : rest.substr(0, good)) shown += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? '?' : c;
    rest.remove_prefix(good);
    if (rest.empty()) break;
    shown += '?';
    rest.remove_prefix(1);
  }
  return shown + (size < text.size() ? "…" : "");
}

}  // namespace remit::repl
