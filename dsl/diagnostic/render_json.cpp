#include <array>
#include <string_view>

#include "dsl/diagnostic/render.h"

namespace remit {
namespace {

auto quoted(std::string_view text) -> std::string {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += byte;
    } else if (byte == '\n') {
      out += "\\n";
    } else if (value < 0x20) {
      out += "\\u00";
      out += hex[value >> 4U];
      out += hex[value & 15U];
    } else {
      out += byte;
    }
  }
  out += '"';
  return out;
}

auto member(std::string_view name, std::uint32_t value) -> std::string {
  return ", \"" + std::string(name) + "\": " + std::to_string(value);
}

// `"file": …` to `"utf16_end_column": …`
auto place_of(const Span& span, const SourceSet& sources) -> std::string {
  const SourceText& source = sources.at(span.file);
  const Location begin = locate(source, span.begin);
  const Location end = locate(source, span.end);
  return "\"file\": " + quoted(source.path) + member("line", begin.line) + member("column", begin.column) +
         member("end_line", end.line) + member("end_column", end.column) + member("utf16_column", begin.utf16) +
         member("utf16_end_column", end.utf16);
}

auto note_object(const Note& note, const SourceSet& sources, Language language) -> std::string {
  return "{\"message\": " + quoted(note_message(note, language)) + ", " + place_of(note.span, sources) + "}";
}

auto notes_array(const Diagnostic& problem, const SourceSet& sources, Language language) -> std::string {
  std::string notes;
  for (const Note& note : problem.notes) {
    if (!notes.empty()) notes += ", ";
    notes += note_object(note, sources, language);
  }
  return "[" + notes + "]";
}

auto edit_object(const Diagnostic& problem, const SourceSet& sources) -> std::string {
  if (!problem.edit) return "null";
  return "{" + place_of(problem.edit->span, sources) + ", \"replacement\": " + quoted(problem.edit->replacement) + "}";
}

auto object_of(const Diagnostic& problem, const SourceSet& sources, Language language) -> std::string {
  const CodeText& code = code_text(problem.code);
  const std::string hint = hint_of(problem, language);
  return "{\"code\": " + quoted(code.name) + ", \"severity\": " + (code.warning() ? "\"warning\"" : "\"error\"") +
         ", \"message\": " + quoted(message_of(problem, language)) + ", " + place_of(problem.span, sources) +
         ", \"notes\": " + notes_array(problem, sources, language) +
         ", \"hint\": " + (hint.empty() ? "null" : quoted(hint)) + ", \"edit\": " + edit_object(problem, sources) + "}";
}

}  // namespace

auto render_json(const std::vector<Diagnostic>& problems, const SourceSet& sources, Language language) -> std::string {
  std::string out = "[";
  for (const Diagnostic& problem : problems) {
    out += &problem == problems.data() ? "\n" : ",\n";
    out += object_of(problem, sources, language);
  }
  return out + (problems.empty() ? "]\n" : "\n]\n");
}

}  // namespace remit
