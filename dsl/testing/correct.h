// Expected values written anew, where they stand.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dsl/testing/testing.h"

namespace remit {

// The text with each literal replaced; all else, layout and comments, stays. A number keeps as many decimals as were
// written. In a row of a table the cell's blanks give way; where they do not suffice, the columns of the table are
// aligned anew. Requires: all of one file, in order, none within another.
auto corrected(std::string_view text, const std::vector<TestCorrection>& corrections) -> std::string;

// The lines that differ, of two texts of equally many lines.
struct ChangedLine {
  std::size_t line = 0;  // from 1
  std::string before, after;
};
auto changed_lines(std::string_view before, std::string_view after) -> std::vector<ChangedLine>;

}  // namespace remit
