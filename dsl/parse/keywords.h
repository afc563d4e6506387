// The keywords of both languages. The list itself is keywords.def.
#pragma once
#include <string_view>
#include <vector>

#include "dsl/parse/token.h"

namespace remit::parse {

// The spelling of a keyword: "or else", "缺省为". Requires: is_keyword(role).
auto spelling(Token role, bool chinese) -> std::string_view;

// Whether the English spelling has no blank, so that the keyword may serve as the name of a field.
auto is_one_word(Token role) -> bool;

// What may follow a first word: the rest of a phrase, longest first. The last entry may have no rest.
struct Phrase {
  Token role{};
  bool chinese = false;
  std::vector<std::string_view> rest;  // the words after the first
};

// The phrases that begin with `word`, longest first, or nullptr. Safe from any thread.
auto phrases_of(std::string_view word) -> const std::vector<Phrase>*;

}  // namespace remit::parse
