// What is wrong with a policy text, told to the person who wrote it.
//
// A diagnostic is a code with arguments: the wording, in English and in Chinese, stands once, in the lists of
// dsl/diagnostic/codes/*.def, and is put together when it is printed (dsl/diagnostic/render.h). Passes never print.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source/span.h"

namespace remit {

// Every code: E… errors, W… warnings. docs/adding-a-diagnostic.md names the files to touch.
enum class Code : std::uint16_t {
#define REMIT_DIAGNOSTIC(code, en, zh, hint_en, hint_zh, explanation) code,
#include "dsl/diagnostic/codes/all.def"
#undef REMIT_DIAGNOSTIC
};

// A second place that belongs to a problem, and why.
enum class NoteKind : std::uint8_t {
#define REMIT_NOTE(name, en, zh) name,
#include "dsl/diagnostic/codes/notes.def"
#undef REMIT_NOTE
};

struct Note {
  NoteKind kind;
  Span span;
  std::vector<std::string> arguments;
};

// An edit of the source that mends the problem; shown as the hint, and applied by a test.
struct Edit {
  Span span;  // empty for an insertion
  std::string replacement;
};

// An argument is text of the author's, code in backticks, or `@name` of a phrase in codes/phrases.def, which is put in
// the reader's language when it is printed.
struct Diagnostic {
  Code code;
  Span span;  // the narrowest range that shows it
  std::vector<std::string> arguments;
  std::vector<Note> notes;
  std::optional<Edit> edit;
  std::vector<Span> operands;  // underlined beside `span`: what an operator stands between
};

// "E0204"; the wording with `{0}` for arguments; what `explain-code` tells.
struct CodeText {
  std::string_view name, en, zh, hint_en, hint_zh, explanation;
  [[nodiscard]] bool warning() const { return name.front() == 'W'; }
};
auto code_text(Code code) -> const CodeText&;

struct NoteText {
  std::string_view en, zh;
};
auto note_text(NoteKind kind) -> const NoteText&;
auto phrase_text(std::string_view argument) -> const NoteText*;  // of "@expression"; else nullptr
auto code_named(std::string_view name) -> std::optional<Code>;   // "E0204", any case
auto all_codes() -> std::vector<Code>;

}  // namespace remit
