#include "repl/command/words.h"

#include "engine/text/utf8.h"

namespace remit::repl {
namespace {

constexpr std::string_view kBlanks = " \t\r\n", kIdeographic = "\u3000";

// Of the quoted part that begins there the end, behind its last sign; npos: none begins, or it does not end.
auto end_of_quoted(std::string_view text, std::size_t at) -> std::size_t {
  if (text[at] != '"' && text[at] != '\'') return std::string_view::npos;
  const std::size_t end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? end : end + 1;
}

}  // namespace

auto blank_at(std::string_view text, std::size_t at) -> std::size_t {
  if (at >= text.size()) return 0;
  if (kBlanks.find(text[at]) != std::string_view::npos) return 1;
  return text.substr(at).starts_with(kIdeographic) ? kIdeographic.size() : 0;
}

auto trimmed(std::string_view text) -> std::string_view {
  while (const std::size_t blank = blank_at(text, 0)) text.remove_prefix(blank);
  for (;;) {
    if (text.ends_with(kIdeographic))
      text.remove_suffix(kIdeographic.size());
    else if (!text.empty() && kBlanks.find(text.back()) != std::string_view::npos)
      text.remove_suffix(1);
    else
      return text;
  }
}

auto end_of_word(std::string_view text, std::size_t at) -> std::size_t {
  while (at < text.size() && blank_at(text, at) == 0) {
    const std::size_t end = end_of_quoted(text, at);
    at = end == std::string_view::npos ? at + 1 : end;
  }
  return at;
}

auto unquoted(std::string_view word) -> std::string {
  std::string text;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = end_of_quoted(word, at);
    if (end == std::string_view::npos) {
      text += word[at++];
    } else {
      text += word.substr(at + 1, end - at - 2);
      at = end;
    }
  }
  return text;
}

auto take_word(std::string_view& text) -> std::string {
  text = trimmed(text);
  const std::size_t end = end_of_word(text, 0);
  std::string word = unquoted(text.substr(0, end));
  text = trimmed(text.substr(end));
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
