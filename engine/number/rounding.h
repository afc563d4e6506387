// The seven ways in which a policy may round. A policy names one wherever it rounds; there is no default.
#pragma once
#include <compare>
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

// The one decision that every implementation of rounding shares: a quotient was cut off toward zero and left a
// remainder; does `mode` take the next whole quotient away from zero instead?
// `negative`: the exact quotient is below zero. `odd`: the quotient that was cut off is odd.
// `against_half`: how the remainder's magnitude compares with half of the divisor's.
// Requires: the remainder is not zero (an exact quotient is never changed).
constexpr auto rounds_away(Rounding mode, bool negative, bool odd, std::strong_ordering against_half) -> bool {
  switch (mode) {
    case Rounding::half_up: return against_half >= 0;
    case Rounding::half_even: return against_half > 0 || (against_half == 0 && odd);
    case Rounding::half_down: return against_half > 0;
    case Rounding::down: return false;
    case Rounding::up: return true;
    case Rounding::ceiling: return !negative;
    case Rounding::floor: return negative;
  }
  return false;  // not reached: the switch is exhaustive
}

}  // namespace remit
