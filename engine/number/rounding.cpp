#include "engine/number/rounding.h"

#include <algorithm>
#include <array>
#include <utility>

namespace remit {
namespace {

// In the order of the enum, so that a mode is its index.
constexpr std::array<std::string_view, 7> kNames = {"half up", "half even", "half down", "down",
                                                    "up",      "ceiling",   "floor"};
static_assert(static_cast<std::size_t>(Rounding::floor) + 1 == kNames.size());

}  // namespace

auto rounding_name(Rounding mode) -> std::string_view { return kNames.at(static_cast<std::size_t>(mode)); }

auto rounding_named(std::string_view name) -> std::optional<Rounding> {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Rounding>(found - kNames.begin());
}

}  // namespace remit
