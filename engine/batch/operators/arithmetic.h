// Arithmetic between columns of words, exact: what leaves 64 bits is bad. Each is nullptr where the operands have no
// common axis or another shape, and failed where one of them is.
#pragma once
#include "engine/batch/block.h"

namespace remit::batch {

auto sum_of(Block& block, const Column* a, const Column* b) -> const Column*;
auto difference_of(Block& block, const Column* a, const Column* b) -> const Column*;
auto product_of(Block& block, const Column* a, const Column* b) -> const Column*;  // places together at most 18
auto lesser_of(Block& block, const Column* a, const Column* b) -> const Column*;
auto greater_of(Block& block, const Column* a, const Column* b) -> const Column*;
auto is_less(Block& block, const Column* a, const Column* b) -> const Column*;  // a condition

}  // namespace remit::batch
