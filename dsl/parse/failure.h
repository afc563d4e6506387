// The one mistake that ended an item, put as a diagnostic.
#pragma once
#include "dsl/parse/problems.h"
#include "dsl/parse/state.h"
#include "dsl/source/source.h"

namespace remit::parse {

// A token as shown to the author: in backticks and cut where it is long, or the phrase for the end of the file.
auto shown_token(const SourceText& source, const Tokens& tokens, std::uint32_t token) -> std::string;

// Where something is missing before a token: the token, or the end of the one before it where that is another line.
auto missing_at(const SourceText& source, const Tokens& tokens, std::uint32_t token, const Problems& problems) -> Span;

auto describe(const Failure& failure, const SourceText& source, const Tokens& tokens, const Problems& problems)
    -> Diagnostic;

// Of a token that stands where a declaration begins, and begins none.
auto describe_no_declaration(const SourceText& source, const Tokens& tokens, std::uint32_t token,
                             const Problems& problems) -> Diagnostic;

// The declaration keyword, in the file's language, that a mistyped word is near to, or empty.
auto nearest_word(std::string_view word, bool chinese) -> std::string;
auto begins_declaration(Token token) -> bool;

}  // namespace remit::parse
