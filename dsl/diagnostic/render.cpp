#include "dsl/diagnostic/render.h"

#include <utf8proc.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/text/utf8.h"
#include "engine/text/visible.h"
#include "engine/text/wording.h"

namespace remit {
namespace {

constexpr std::string_view reset = "\x1b[0m", bold = "\x1b[1m", red = "\x1b[1;31m", yellow = "\x1b[1;33m",
                           blue = "\x1b[34m", green = "\x1b[32m";

// A line longer than this is cut around its problem, so that one line of a megabyte stays readable.
constexpr std::size_t widest_line = 160;

auto in(Language language, std::string_view en, std::string_view zh) -> std::string_view {
  return language == Language::zh ? zh : en;
}

// An argument longer than this is cut: an expression of a megabyte is shown by where it begins.
constexpr std::size_t longest_argument = 200;

auto shortened(const std::string& argument) -> std::string {
  if (argument.size() <= longest_argument) return visible(argument);
  const std::string begin = argument.substr(0, longest_argument);
  return visible(begin.substr(0, valid_utf8_prefix(begin))) + "…";
}

// The arguments as the wording takes them: phrases of ours in the reader's language.
auto worded(const std::vector<std::string>& arguments, Language language) -> std::vector<std::string> {
  std::vector<std::string> texts;
  for (const std::string& argument : arguments) {
    const NoteText* const phrase = phrase_text(argument);
    texts.push_back(phrase == nullptr ? shortened(argument) : std::string(in(language, phrase->en, phrase->zh)));
  }
  return texts;
}

auto fill(std::string_view wording, const std::vector<std::string>& arguments, Language language) -> std::string {
  return fill_wording(wording, worded(arguments, language));
}

struct Glyph {
  std::string bytes;  // as printed
  std::size_t width = 0;
  std::uint32_t offset = 0;  // in the file
};

auto next_glyph(std::string_view rest, std::uint32_t offset, std::size_t& length) -> Glyph {
  utf8proc_int32_t letter = 0;
  const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                     static_cast<utf8proc_ssize_t>(rest.size()), &letter);
  length = read > 0 ? static_cast<std::size_t>(read) : 1;
  if (letter == '\t') return {" ", 1, offset};
  std::string shown = visible(rest.substr(0, length));
  const std::size_t width = columns(shown);
  return {std::move(shown), width, offset};
}

auto glyphs_of(std::string_view line, std::uint32_t offset) -> std::vector<Glyph> {
  std::vector<Glyph> glyphs;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t length = 1;
    glyphs.push_back(next_glyph(line.substr(at), offset + static_cast<std::uint32_t>(at), length));
    at += length;
  }
  return glyphs;
}

// The bytes of a long line that are shown: some before `offset`, the rest behind it. Cuts at characters.
auto window(std::string_view line, std::size_t offset) -> std::pair<std::size_t, std::size_t> {
  const auto continues = [&](std::size_t at) { return at < line.size() && (line[at] & 0xC0) == 0x80; };
  std::size_t begin = offset > widest_line / 2 && line.size() > widest_line ? offset - widest_line / 2 : 0;
  std::size_t end = std::min(line.size(), begin + widest_line);
  while (begin > 0 && continues(begin)) --begin;
  while (continues(end)) ++end;
  return {begin, end};
}

struct Extract {
  std::string text;
  std::vector<Glyph> glyphs;
  std::size_t indent = 0;  // columns before the first glyph: the sign that something was cut
};

auto extract_of(const SourceText& source, std::uint32_t line, std::uint32_t offset) -> Extract {
  const std::string_view whole = line_at(source, line);
  const std::uint32_t start = start_of_line(source, line);
  const auto [begin, end] = window(whole, std::min<std::size_t>(offset - start, whole.size()));

  Extract extract;
  extract.glyphs = glyphs_of(whole.substr(begin, end - begin), start + static_cast<std::uint32_t>(begin));
  if (begin > 0) extract.text = "…", extract.indent = 1;
  for (const Glyph& glyph : extract.glyphs) extract.text += glyph.bytes;
  if (end < whole.size()) extract.text += "…";
  return extract;
}

class Underline {
 public:
  explicit Underline(const Extract& extract) : extract_(extract) {}

  void draw(const Span& span, char first, char rest) {
    std::size_t column = extract_.indent;
    bool begun = false;
    for (const Glyph& glyph : extract_.glyphs) {
      const bool inside = glyph.offset >= span.begin && glyph.offset < span.end;
      for (std::size_t i = 0; inside && i < glyph.width; ++i)
        put(column + i, std::exchange(begun, true) ? rest : first);
      column += glyph.width;
    }
    if (!begun) put(column_of(span.begin), first);
  }
  [[nodiscard]] auto text() const -> const std::string& { return text_; }

 private:
  auto column_of(std::uint32_t offset) const -> std::size_t {
    std::size_t column = extract_.indent;
    for (const Glyph& glyph : extract_.glyphs) {
      if (glyph.offset >= offset) break;
      column += glyph.width;
    }
    return column;
  }
  void put(std::size_t column, char sign) {
    if (text_.size() <= column) text_.resize(column + 1, ' ');
    text_[column] = sign;
  }

  const Extract& extract_;
  std::string text_;
};

auto number_column(std::uint32_t line) -> std::string {
  const std::string digits = std::to_string(line);
  return std::string(digits.size() < 5 ? 5 - digits.size() : 0, ' ') + digits;
}

class TextRenderer {
 public:
  TextRenderer(const SourceSet& sources, const RenderOptions& options) : sources_(sources), options_(options) {}

  auto render(const Diagnostic& problem) -> std::string {
    heading(problem);
    const SourceText& source = sources_.at(problem.span.file);
    const Location place = locate(source, problem.span.begin);
    place_line(source, place);
    source_line(source, place, problem);
    for (const Note& note : problem.notes) {
      if (!only_points_at(note, source, place.line)) note_line(note, source.id);
    }
    hint_line(problem);
    return std::move(out_);
  }

 private:
  void coloured(std::string_view colour, std::string_view text) {
    if (options_.colour) out_ += colour;
    out_ += text;
    if (options_.colour) out_ += reset;
  }
  void heading(const Diagnostic& problem) {
    const CodeText& code = code_text(problem.code);
    const std::string_view severity =
        code.warning() ? in(options_.language, "warning", "警告") : in(options_.language, "error", "错误");
    coloured(code.warning() ? yellow : red, std::string(severity) + "[" + std::string(code.name) + "]");
    coloured(bold, ": " + message_of(problem, options_.language));
    out_ += '\n';
  }
  void place_line(const SourceText& source, const Location& place) {
    out_ += "  " + source.path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + "\n";
  }
  void numbered(std::string_view number, std::string_view text) {
    coloured(blue, std::string(number) + " |");
    if (!text.empty()) out_ += " " + std::string(text);
  }
  void source_line(const SourceText& source, const Location& place, const Diagnostic& problem) {
    const Extract extract = extract_of(source, place.line, problem.span.begin);
    Underline underline(extract);
    const auto on_line = [&](const Span& span) {
      return span.file == problem.span.file && locate(source, span.begin).line == place.line;
    };
    for (const Span& operand : problem.operands) {
      if (on_line(operand)) underline.draw(operand, '~', '~');
    }
    for (const Note& note : problem.notes) {
      if (only_points_at(note, source, place.line)) underline.draw(note.span, '~', '~');
    }
    underline.draw(problem.span, '^', problem.operands.empty() ? '~' : '^');
    numbered(number_column(place.line), extract.text);
    out_ += '\n';
    coloured(blue, "      | ");
    coloured(red, underline.text());
    out_ += '\n';
  }
  // A note that says no more than where something stands, on the line that is shown: underlined there.
  static auto only_points_at(const Note& note, const SourceText& source, std::uint32_t line) -> bool {
    switch (note.kind) {
      case NoteKind::declared_here:
      case NoteKind::opened_here:
      case NoteKind::version_here:
      case NoteKind::needed_here:
      case NoteKind::row_here:
      case NoteKind::rest_of_file_here:
      case NoteKind::other_row: return note.span.file == source.id && locate(source, note.span.begin).line == line;
      case NoteKind::is_type_here:
      case NoteKind::place_here:
      case NoteKind::endless_here:
      case NoteKind::any_place_here:
      case NoteKind::rounded_here:
      case NoteKind::header_here: return false;
    }
    return false;
  }
  void note_line(const Note& note, FileId file) {
    const SourceText& source = sources_.at(note.span.file);
    const Location place = locate(source, note.span.begin);
    if (note.span.file != file) place_line(source, place);
    numbered(number_column(place.line), extract_of(source, place.line, note.span.begin).text);
    out_ += "    ";
    coloured(green, note_message(note, options_.language));
    out_ += '\n';
  }
  void hint_line(const Diagnostic& problem) {
    const std::string hint = hint_of(problem, options_.language);
    if (hint.empty()) return;
    out_ += "  ";
    coloured(green, in(options_.language, "hint", "提示"));
    out_ += ": " + hint + "\n";
  }

  const SourceSet& sources_;
  const RenderOptions& options_;
  std::string out_;
};

}  // namespace

void sort_diagnostics(std::vector<Diagnostic>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.file, a.span.begin) < std::tie(b.span.file, b.span.begin);
  });
}

auto message_of(const Diagnostic& problem, Language language) -> std::string {
  const CodeText& text = code_text(problem.code);
  return fill(in(language, text.en, text.zh), problem.arguments, language);
}

auto note_message(const Note& note, Language language) -> std::string {
  const NoteText& text = note_text(note.kind);
  return fill(in(language, text.en, text.zh), note.arguments, language);
}

auto hint_of(const Diagnostic& problem, Language language) -> std::string {
  const CodeText& text = code_text(problem.code);
  const std::string_view wording = in(language, text.hint_en, text.hint_zh);
  if (!wording.empty() && !lacks_argument(wording, problem.arguments))
    return fill(wording, problem.arguments, language);
  if (!wording.empty() || !problem.edit || problem.edit->replacement.empty()) return "";
  return fill(in(language, "write `{0}`", "请写作 `{0}`"), {problem.edit->replacement}, language);
}

auto render_text(const Diagnostic& problem, const SourceSet& sources, const RenderOptions& options) -> std::string {
  return TextRenderer(sources, options).render(problem);
}

auto render_text(const std::vector<Diagnostic>& problems, std::size_t suppressed, const SourceSet& sources,
                 const RenderOptions& options) -> std::string {
  std::string text;
  for (const Diagnostic& problem : problems) text += render_text(problem, sources, options);
  if (suppressed == 0) return text;
  const std::vector<std::string> count{std::to_string(suppressed)};
  return text + fill(in(options.language, "… and {0} more problems", "……另有 {0} 个问题"), count, options.language) +
         "\n";
}

}  // namespace remit
