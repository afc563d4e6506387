// The reference settlement written by hand (settle.h), in an object of its own that is always compiled for one vector
// width, whatever the rest is compiled for.
#pragma once
#include <vector>

#include "tests/bench/yardstick/settle.h"

namespace yardstick {

// H1: one claim after another, as structs.
void settle_structs(const std::vector<Claim>& claims, const std::vector<Item>& items, std::vector<Result>& results);
// H3: the columns that a reader leaves. `results` has their size.
void settle_columns(const Columns& claims, ResultColumns& results);

}  // namespace yardstick
