// The first row of a file: which column stands where.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/catalog/shape.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

// By column of the shape: the place of its cell in a row.
using Positions = std::vector<std::uint32_t>;

// `cells`: of the header, which is `row` of `text`. Adds what is wrong with them; the positions hold only where nothing
// is.
auto read_header(const std::vector<std::string_view>& cells, Span row, std::string_view text, const CatalogShape& shape,
                 std::vector<Diagnostic>& problems) -> Positions;

}  // namespace remit
