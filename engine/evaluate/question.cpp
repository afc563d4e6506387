#include "engine/evaluate/question.h"

#include <charconv>
#include <system_error>

namespace remit {

auto parse_question(const std::string& text) -> Question {
  Question asked;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '[' ? text.find(']', i) : std::string::npos;
    if (close == std::string::npos) {
      plain += text[i];
      continue;
    }
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(&text[i + 1], &text[close], number);
    const bool counts = error == std::errc() && end == &text[close] && number > 0;
    asked.item = counts ? number - 1 : kNoItem - 1;  // of no list
    i = close;
  }
  const std::size_t dot = plain.rfind('.');
  const bool is_step = plain.find('/') != std::string::npos;
  if (is_step || dot == std::string::npos) {
    asked.name = plain;
    return asked;
  }
  asked.name = plain.substr(dot + 1);
  plain.erase(dot);
  asked.before = plain.substr(plain.rfind('.') + 1);
  return asked;
}

}  // namespace remit
