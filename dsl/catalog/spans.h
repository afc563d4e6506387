// Where a row or a cell stands. The spans are of no file yet: a text gets its id once there is something to tell of it.
#pragma once
#include <cstddef>
#include <string_view>

#include "dsl/source/span.h"

namespace remit {

// The row's first line, or as much of it as a message shows.
auto span_of_row(std::size_t begin, std::string_view text) -> Span;
// Of the whole row where quotes were doubled, for then the cell is no part of the text.
auto span_of_cell(std::string_view cell, Span row, std::string_view text) -> Span;

}  // namespace remit
