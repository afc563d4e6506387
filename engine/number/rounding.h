// The seven ways in which a policy may round. A policy names one wherever it rounds; there is no default.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace remit {

// half_up, half_even, half_down: to the nearest; a tie goes away from zero, to the even neighbour, toward zero.
// down: toward zero. up: away from zero. ceiling: toward plus infinity. floor: toward minus infinity.
enum class Rounding : std::uint8_t { half_up, half_even, half_down, down, up, ceiling, floor };

// The words of the policy language: "half up", "half even", …
auto rounding_name(Rounding mode) -> std::string_view;
auto rounding_named(std::string_view name) -> std::optional<Rounding>;

}  // namespace remit
