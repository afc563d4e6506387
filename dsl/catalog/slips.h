// One slip, one problem: a name that is unknown and one that is missing are likely the same, mistyped.
#pragma once
#include <string>
#include <vector>

namespace remit {

// For each name that should not be there, the missing one that it may stand for, or empty: the nearest one, else the
// next in order. Those that are taken are taken away from `missing`.
auto pair_slips(const std::vector<std::string>& wrong, std::vector<std::string>& missing) -> std::vector<std::string>;

}  // namespace remit
