// What a mistyped name may have meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// The nearest of `known` to `name`, by letters put in, left out, changed or swapped with their neighbour: at most a
// third of its length, rounded to the nearest; or empty. Of several, the first.
auto nearest_name(std::string_view name, const std::vector<std::string>& known) -> std::string;

}  // namespace remit
