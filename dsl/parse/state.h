// What the grammar carries along: the nodes recorded so far, how deep it is, and the one mistake that ended it.
#pragma once
#include <cstdint>
#include <optional>

#include "dsl/parse/syntax_tree.h"
#include "dsl/parse/token.h"

namespace remit::parse {

constexpr std::uint32_t deepest_nesting = 200;

// What was expected where a rule had to match; the wording is in codes/phrases.def.
enum class Expected : std::uint8_t {
#define REMIT_PHRASE(name, en, zh) name,
#include "dsl/diagnostic/codes/phrases.def"
#undef REMIT_PHRASE
};

struct Failure {
  enum class Why : std::uint8_t { expected_part, expected_token, expected_closing, too_deep };
  Why why{};
  Expected part{};
  Token token{};             // expected_token, expected_closing
  std::uint32_t at = 0;      // the token that was found
  std::uint32_t opened = 0;  // expected_closing: the token to be closed
};

struct State {
  explicit State(const Tokens& of_file) : tokens(of_file) {}

  const Tokens& tokens;
  Nodes nodes;
  std::optional<Failure> failure;
  std::uint32_t depth = 0;
  bool in_fields = false;  // within `{ name = value … }`: a word before `=` begins the next field
  bool in_rate = false;    // within `each rate as`: `rate` is the rate being changed
  std::size_t attempts = 0;

  [[nodiscard]] auto index(const char* at) const -> std::uint32_t {
    return static_cast<std::uint32_t>(at - tokens.kinds.data());
  }
};

}  // namespace remit::parse
