// Rows of one key that hold on one day.
#pragma once
#include <string_view>
#include <vector>

#include "dsl/catalog/entries.h"
#include "dsl/catalog/row_format.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

// A problem for each row that overlaps with one before it. `begins`: where each row of the file begins, in order.
void find_overlaps(const Entries& entries, std::string_view text, const RowFormat& format,
                   const std::vector<std::uint32_t>& begins, std::vector<Diagnostic>& problems);

}  // namespace remit
