#include "engine/evaluate/question.h"

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
    for (const char c : text.substr(i + 1, close - i - 1)) number = number * 10 + static_cast<std::uint32_t>(c - '0');
    asked.item = number - 1;
    i = close;
  }
  const std::size_t dot = plain.rfind('.');
  const bool is_step = plain.find('/') != std::string::npos;
  asked.name = is_step || dot == std::string::npos ? plain : plain.substr(dot + 1);
  return asked;
}

}  // namespace remit
