// What `parse_file` says of a text, short enough for a table: "E0110 2:6 found `=`, expected a name".
#pragma once
#include <string>
#include <vector>

#include "dsl/diagnostic/render.h"
#include "dsl/parse/parse.h"

namespace remit {

inline auto problems_of(const std::string& text, Language language = Language::en) -> std::vector<std::string> {
  const SourceText source = make_source(FileId{0}, "test.remit", text);
  std::vector<std::string> lines;
  for (const Diagnostic& problem : parse_file(source).problems) {
    const Location place = locate(source, problem.span.begin);
    lines.push_back(std::string(code_text(problem.code).name) + " " + std::to_string(place.line) + ":" +
                    std::to_string(place.column) + " " + message_of(problem, language));
  }
  return lines;
}

// Of the lines of a policy, the first of which is line 2.
inline auto problems_in(const std::string& declarations) -> std::vector<std::string> {
  return problems_of("policy p\n" + declarations);
}

inline auto codes_in(const std::string& declarations) -> std::string {
  std::string codes;
  for (const std::string& line : problems_in(declarations)) codes += (codes.empty() ? "" : " ") + line.substr(0, 5);
  return codes;
}

inline auto repeated(const std::string& part, std::size_t times) -> std::string {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace remit
