// Colours for a line that libedit shows: the same characters are written once more in the same places, so that what
// libedit knows of the screen stays right.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/highlight.h"

namespace remit::repl {

// Where the characters of a line stand, as libedit places them behind its prompt.
struct Layout {
  struct Place {
    std::size_t offset = 0;  // bytes of the line
    std::size_t row = 0, column = 0;
  };
  std::vector<Place> places;  // of each character, and at last of the end

  [[nodiscard]] auto rows() const -> std::size_t { return places.back().row + 1; }
  // Of the character at, or around, an offset.
  [[nodiscard]] auto at(std::size_t offset) const -> const Place&;
};

// Both in the encoding of the locale; `width` in columns. Absent: a character takes no place, or has no fixed one.
auto lay_out(std::string_view prompt, std::string_view line, std::size_t width) -> std::optional<Layout>;

// What to write where the cursor stands at an offset of the line; it stands there again afterwards.
auto painted(const Layout& layout, std::string_view line, std::size_t cursor, const std::vector<Styled>& styles)
    -> std::string;

}  // namespace remit::repl
