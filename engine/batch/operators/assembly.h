// One column out of lanes of several: a list of values written out, of the bands of a slice.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/batch/block.h"

namespace remit::batch {

// Where each lane of the result comes from: which part, and which lane of it.
struct Origin {
  std::vector<std::uint32_t> part, lane;
};

// Requires: parts are no single values, but for `none`. nullptr: parts of different shapes.
auto assembled(Block& block, const Axis* axis, const Origin& from, const std::vector<const Column*>& parts)
    -> const Column*;

}  // namespace remit::batch
