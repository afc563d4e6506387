// Where the declarations of a file stand, and what they are called: found by looking at words, braces, texts and
// comments only, a dozen times as fast as parsing. So of a library's many files only the parts are parsed that an
// answer is made of.
//
// An outline is right or it is not there: where a text could be read in two ways, or is no policy at all, `clear` is
// false, and the file is to be parsed as a whole. Of a text that `parse_file` takes without a problem, the pieces are
// exactly its headings and declarations; tests compare the two.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/parse/token.h"

namespace remit::parse {

constexpr std::uint32_t kNoPiece = UINT32_MAX;

// From its first word to the first word of the next one, comments between them included.
struct Piece {
  // import_, module_, policy, amend, for_each: a heading, with the brace that opens its block; close_brace: what ends
  // it; else the keyword of the declaration.
  Token kind{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first_name = 0;  // into Outline::names: what it declares
  std::uint32_t names = 0;
  std::uint32_t loop = kNoPiece;  // the heading of the `for each` that it stands in or closes
};

struct Outline {
  bool clear = false;
  std::vector<Piece> pieces;
  std::vector<std::string> names;  // in normal form
};

// Never fails, whatever the bytes are. Requires: `text` outlives the outline. Cost: about two nanoseconds a byte.
auto outline(std::string_view text) -> Outline;

// The words of a piece, names in normal form and keywords alike, without what stands in texts and comments: all, those
// before the first brace, or the names of types, each the first behind a colon and `list of`.
// Requires: it is a piece of a clear outline of `text`.
enum class Reach : std::uint8_t { whole, to_brace, types };
auto words_of(std::string_view text, const Piece& piece, Reach reach) -> std::vector<std::string>;

// What a file's policies are known by: its headings, without those of `for each`.
constexpr bool is_heading(const Piece& piece) {
  return piece.loop == kNoPiece &&
         (piece.kind == Token::import_ || piece.kind == Token::module_ || piece.kind == Token::policy ||
          piece.kind == Token::amend || piece.kind == Token::close_brace);
}

}  // namespace remit::parse
