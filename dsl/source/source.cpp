#include "dsl/source/source.h"

#include <algorithm>
#include <utility>

namespace remit {
namespace {

auto starts_of_lines(std::string_view text) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> lines{0};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    lines.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return lines;
}

// Every byte but the continuations 10xxxxxx of UTF-8 begins a character.
auto begins_character(char byte) -> bool { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

// Only characters of four bytes, 11110xxx, lie beyond U+FFFF and take two units of UTF-16.
auto is_surrogate_pair(char byte) -> bool { return static_cast<unsigned char>(byte) >= 0xF0; }

auto lines_of(const SourceText& text) -> const std::vector<std::uint32_t>& {
  if (text.lines.empty()) text.lines = starts_of_lines(text.text);
  return text.lines;
}

}  // namespace

auto locate(const SourceText& text, std::uint32_t offset) -> Location {
  const std::uint32_t at = std::min(offset, static_cast<std::uint32_t>(text.text.size()));
  const std::vector<std::uint32_t>& lines = lines_of(text);
  const auto after = std::upper_bound(lines.begin(), lines.end(), at);
  const auto line = static_cast<std::uint32_t>(after - lines.begin());
  if (line <= text.hidden_lines) return {1, 1, 1};

  const std::uint32_t begin = *(after - 1);
  Location place{line - text.hidden_lines, 1, 1};
  for (const char byte : std::string_view(text.text).substr(begin, at - begin)) {
    if (!begins_character(byte)) continue;
    ++place.column;
    place.utf16 += is_surrogate_pair(byte) ? 2 : 1;
  }
  return place;
}

auto line_at(const SourceText& text, std::uint32_t line) -> std::string_view {
  const std::vector<std::uint32_t>& lines = lines_of(text);
  const std::size_t next = std::size_t{line} + text.hidden_lines;
  if (line == 0 || next > lines.size()) return {};
  const std::uint32_t begin = lines[next - 1];
  const std::size_t end = next < lines.size() ? lines[next] - 1 : text.text.size();
  std::string_view content = std::string_view(text.text).substr(begin, end - begin);
  if (content.ends_with('\r')) content.remove_suffix(1);
  return content;
}

auto start_of_line(const SourceText& text, std::uint32_t line) -> std::uint32_t {
  const std::size_t next = std::size_t{line} + text.hidden_lines;
  return line == 0 || next > lines_of(text).size() ? 0 : lines_of(text)[next - 1];
}

auto make_source(FileId id, std::string path, std::string text) -> SourceText {
  return {.id = id, .path = std::move(path), .text = std::move(text)};
}

auto SourceSet::add(std::string path, std::string text, std::uint32_t hidden_lines) -> SourceText& {
  const auto id = static_cast<FileId>(files.size());
  files.push_back(std::make_unique<SourceText>(make_source(id, std::move(path), std::move(text))));
  files.back()->hidden_lines = hidden_lines;
  return *files.back();
}

}  // namespace remit
