#include "dsl/diagnostic/diagnostic.h"

#include <array>
#include <cctype>
#include <utility>

namespace remit {
namespace {

constexpr auto texts = std::to_array<CodeText>({
#define REMIT_DIAGNOSTIC(code, en, zh, hint_en, hint_zh, explanation) {#code, en, zh, hint_en, hint_zh, explanation},
#include "dsl/diagnostic/codes/all.def"
#undef REMIT_DIAGNOSTIC
});

constexpr auto note_texts = std::to_array<NoteText>({
#define REMIT_NOTE(name, en, zh) {en, zh},
#include "dsl/diagnostic/codes/notes.def"
#undef REMIT_NOTE
});

constexpr auto phrases = std::to_array<std::pair<std::string_view, NoteText>>({
#define REMIT_PHRASE(name, en, zh) {"@" #name, {en, zh}},
#include "dsl/diagnostic/codes/phrases.def"
#undef REMIT_PHRASE
});

auto same_letters(std::string_view a, std::string_view b) -> bool {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::toupper(static_cast<unsigned char>(a[i])) != std::toupper(static_cast<unsigned char>(b[i]))) return false;
  }
  return true;
}

}  // namespace

auto code_text(Code code) -> const CodeText& { return texts.at(static_cast<std::size_t>(code)); }

auto note_text(NoteKind kind) -> const NoteText& { return note_texts.at(static_cast<std::size_t>(kind)); }

auto phrase_text(std::string_view argument) -> const NoteText* {
  if (!argument.starts_with('@')) return nullptr;
  for (const auto& [name, text] : phrases) {
    if (name == argument) return &text;
  }
  return nullptr;
}

auto code_named(std::string_view name) -> std::optional<Code> {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (same_letters(texts[i].name, name)) return static_cast<Code>(i);
  }
  return std::nullopt;
}

auto all_codes() -> std::vector<Code> {
  std::vector<Code> codes;
  for (std::size_t i = 0; i < texts.size(); ++i) codes.push_back(static_cast<Code>(i));
  return codes;
}

}  // namespace remit
