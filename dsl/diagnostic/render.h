// Diagnostics as people and programs read them.
//
//     error[E0204]: cannot multiply money by money
//       policies/cn/beijing/employee.remit:12:25
//        12 |   rule due : CNY = rent * deposit
//           |                    ~~~~ ^ ~~~~~~~
//         6 |   value rent : CNY { …          `rent` is CNY here
//       hint: multiply by a decimal or a rate
//
// Pure: the texts are handed in, nothing is printed, and the same problems give the same bytes.
#pragma once
#include <string>
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/source/source.h"

namespace remit {

enum class Language : std::uint8_t { en, zh };

struct RenderOptions {
  Language language = Language::en;
  bool colour = false;  // ANSI escapes
};

// By file, then by place; problems of one place keep their order.
void sort_diagnostics(std::vector<Diagnostic>& problems);

// The first line without code and severity: the wording with its arguments put in.
auto message_of(const Diagnostic& problem, Language language) -> std::string;

auto note_message(const Note& note, Language language) -> std::string;

// The hint with its arguments; where the code has none, what `edit` does; or empty.
auto hint_of(const Diagnostic& problem, Language language) -> std::string;

// One problem, every line ended. Columns of the underline are those of a terminal: a Chinese character takes two.
auto render_text(const Diagnostic& problem, const SourceSet& sources, const RenderOptions& options) -> std::string;

// All of them, one after another, then a line that counts `suppressed` where there are any.
auto render_text(const std::vector<Diagnostic>& problems, std::size_t suppressed, const SourceSet& sources,
                 const RenderOptions& options) -> std::string;

// A JSON array, one object a line: code, severity, message, file, line, column, end_line, end_column, utf16_column,
// utf16_end_column, notes, hint, edit. Lines and columns are from 1, ends exclusive.
auto render_json(const std::vector<Diagnostic>& problems, const SourceSet& sources, Language language) -> std::string;

}  // namespace remit
