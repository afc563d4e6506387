#include "repl/command/chinese.h"

#include <algorithm>
#include <utility>

#include "repl/command/takes.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// What stands for what is typed, in the lines that tell of arguments.
constexpr std::pair<std::string_view, std::string_view> kPlaceholders[] = {
    {"FILE", "文件"},
    {"LINE", "行号"},
    {"NAME", "名称"},
    {"NAMES", "名称"},
    {"SERVICE", "服务"},
    {"INPUT", "输入"},
    {"VALUE", "值"},
    {"CASE", "案例"},
    {"TEST", "测试"},
    {"RESULT", "结果"},
    {"RULE", "规则"},
    {"N", "序号"},
    {"REQUIREMENT", "要求"},
    {"EXCEPTION", "例外"},
    {"DATE", "日期"},
    {"COLUMN", "列"},
    {"TOTAL", "总额"},
    {"A", "起"},
    {"B", "止"},
    {"S", "幅度"},
    {"POLICY", "政策"},
    {"CHANGE", "变更"},
    {"CASES", "案例"},
    {"PATH", "路径"},
    {"TEXT", "文字"},
    {"EXPRESSION", "表达式"},
    {"TOPIC", "主题"},
    {"COMMAND", "命令"},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

auto word_in_chinese(const Command& command, std::string_view word) -> std::string_view {
  const auto placeholder = std::ranges::find(kPlaceholders, word, [](const auto& pair) { return pair.first; });
  if (placeholder != std::end(kPlaceholders)) return placeholder->second;
  const auto own = std::ranges::find(command.words, word, [](const Word& one) { return one.en; });
  return own == command.words.end() ? word : own->zh;
}

// A word that is part of a name, of a path or of a text in quotes stays.
auto arguments_in_chinese(const Command& command, std::string_view text) -> std::string {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      made += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    constexpr std::string_view kJoins = "._";
    const bool part =
        (at > 0 && kJoins.find(text[at - 1]) != std::string_view::npos) || (end < text.size() && text[end] == '_');
    made += part ? text.substr(at, end - at) : word_in_chinese(command, text.substr(at, end - at));
    at = end;
  }
  return made;
}

}  // namespace

auto in_english(const Command& command, std::string_view rest) -> std::string {
  if (command.words.empty() && !takes_language(command)) return std::string(rest);
  constexpr std::pair<std::string_view, char> kSigns[] = {{"，", ','}, {"＝", '='}};
  const bool language = takes_language(command);
  std::string made;
  for (std::size_t at = 0; at < rest.size();) {
    if (const std::size_t blank = blank_at(rest, at); blank > 0) {
      made += rest.substr(at, blank);
      at += blank;
      continue;
    }
    const std::size_t end = end_of_word(rest, at);
    const std::string_view word = rest.substr(at, end - at);
    at = end;
    const auto own = std::ranges::find(command.words, word, [](const Word& one) { return one.zh; });
    if (own != command.words.end()) {
      made += own->en;
      continue;
    }
    std::string plain(word);
    const bool quoted = word.find_first_of("\"'") != std::string_view::npos;
    for (const auto& [full, sign] : kSigns) {
      for (std::size_t i = 0; language && !quoted && (i = plain.find(full, i)) != std::string::npos;)
        plain.replace(i, full.size(), 1, sign);
    }
    made += plain;
  }
  return made;
}

auto usage_in_chinese(const Command& command) -> std::string {
  return std::string(command.chinese) + (command.arguments.empty() ? "" : " ") +
         arguments_in_chinese(command, command.arguments);
}

auto example_in_chinese(const Command& command, std::string_view example) -> std::string {
  if (!example.starts_with(command.name)) return std::string(example);  // a declaration, a service
  return std::string(command.chinese) + arguments_in_chinese(command, example.substr(command.name.size()));
}

auto topic_in_chinese(std::string_view topic) -> std::string_view {
  constexpr std::pair<std::string_view, std::string_view> kTopics[] = {
      {"cases", "案例"},    {"questions", "提问"}, {"what-if", "试算"}, {"changes", "变更"},
      {"policies", "政策"}, {"keeping", "保存"},   {"session", "会话"}};
  const auto found = std::ranges::find(kTopics, topic, [](const auto& pair) { return pair.first; });
  return found == std::end(kTopics) ? topic : found->second;
}

}  // namespace remit::repl
