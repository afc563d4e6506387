// A bill made larger or smaller, its lines in proportion.
//
// The parts add up to the total to the last unit: each is rounded down to the place of its field, and the units that
// are then missing go one each to the largest fractions that were cut off, ties in the order of the list.
//
// Other inputs may be tied to the column by what the service `ensures`. Two forms are understood, and followed where
// they held before: an input that equals the sum of the column takes the total; in "the column less a product of two
// others is at most so much", for all elements, the first factor becomes the column divided by the second, at its own
// digits. What else no longer holds afterwards is for the answer to tell.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/whatif/variable.h"

namespace remit::whatif {

// One value that was changed, for who keeps the case in another form.
struct ScaledValue {
  std::string path;                      // "claim.total"; of a column "claim.items[].amount"
  std::optional<std::uint32_t> element;  // of the list
  Value value;
  Type type;
};

struct Scaled {
  Case given;
  Number before, after;
  std::vector<std::string> followed;  // paths of inputs that were changed with it
  std::vector<ScaledValue> values;    // all that was changed
};

// `parts` as shares of `total` pro rata, each on `step`. Requires: no part is negative and not all are 0; total >= 0
// lies on `step`.
auto in_proportion(const std::vector<Number>& parts, const Number& total, const Number& step) -> std::vector<Number>;

// `column`: "claim.items.amount". A sentence where it cannot be scaled.
auto scale(const Service& service, const Case& given, std::string_view column, const Number& total)
    -> Result<Scaled, Sentence>;

}  // namespace remit::whatif
