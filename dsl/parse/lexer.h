// Bytes to tokens. Told of here, and nowhere later: what is no UTF-8, signs that are not of the language, numbers,
// dates and texts that are written wrongly, rows that do not end on their line, and the limits of a single token.
#pragma once
#include "dsl/parse/problems.h"
#include "dsl/parse/token.h"
#include "dsl/source/source.h"

namespace remit::parse {

constexpr std::size_t largest_file = 16U << 20U;  // bytes: no regulation comes near, and offsets fit 32 bits
constexpr std::size_t longest_name = 255;         // bytes: the length of a file's name, for a step's id may become one
constexpr std::size_t longest_number = 400;       // digits: what engine/number promises to multiply within a case

// Every mistake of a token is told once, and the token is then read as it was meant where that is plain, so that the
// grammar finds no second mistake in it. Text that cannot be read at all gives no tokens.
auto lex(const SourceText& source, Problems& problems) -> Tokens;

// The same of these parts of a text alone, in their order; what stands between them is as if it were blank. The
// language of line 1 counts. Requires: each begins and ends between tokens.
auto lex(const SourceText& source, const std::vector<TextPart>& parts, Problems& problems) -> Tokens;

}  // namespace remit::parse
