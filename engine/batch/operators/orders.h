// The order of a list's elements by a key.
#pragma once
#include <cstdint>

#include "engine/batch/block.h"

namespace remit::batch {

// The lanes of the axis, those of each parent by the key, ties in list order. nullptr: keys of a shape that is not
// compared here, or bad ones.
auto order_of(Block& block, const Axis& axis, const Column* key) -> const std::uint32_t*;

}  // namespace remit::batch
