// Rows of a table or of bands, one of which is to hold: which of them hold together, and where none does.
#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "dsl/cases/condition.h"

namespace remit {

struct RowFindings {
  struct Overlap {
    std::size_t first = 0, second = 0;  // positions in the conditions
    Box where;
  };
  std::vector<Overlap> overlaps;  // of each row with the first before it
  std::optional<Box> gap;
  bool exclusive = false;  // proved: no two hold together
  bool decided = true;     // false: too many combinations to tell
};

// Compared are only conditions on the keys themselves; what else the rows ask for is never a finding, but leaves them
// unproved. Of a key that is computed, and of a date without a declared range, what lies beyond the outermost edges is
// no gap.
auto examine_rows(Conditions& conditions, const std::vector<NodeId>& rows) -> RowFindings;

}  // namespace remit
