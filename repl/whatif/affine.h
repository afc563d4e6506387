// What is known of a number while the variable x goes through a range: slope × x + base + what is uncertain.
//
// A rounding adds an uncertain term, which stands for the same unknown wherever the rounded value goes, so that terms
// cancel: of a fund that is rounded and a patient who bears the rest, the sum is the whole again, exactly. Slopes,
// bases and bounds are exact; nothing is ever estimated but the uncertain terms, and those by sure bounds.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/number/number.h"

namespace remit::whatif {

struct Bounds {
  Number low, high;  // inclusive
};

struct Affine {
  Number slope, base;
  std::vector<std::pair<std::uint32_t, Number>> terms;  // by number of the unknown, rising: its factor, not 0

  [[nodiscard]] bool constant() const { return slope.is_zero() && terms.empty(); }
};

// The range at hand and the unknowns that were met in it.
class AffineRange {
 public:
  AffineRange(Number low, Number high, Number step)
      : low_(std::move(low)), high_(std::move(high)), step_(std::move(step)) {}

  [[nodiscard]] auto low() const -> const Number& { return low_; }
  [[nodiscard]] auto high() const -> const Number& { return high_; }

  [[nodiscard]] auto bounds(const Affine& a) const -> Bounds;
  // Of what is uncertain in it alone.
  [[nodiscard]] auto uncertainty(const Affine& a) const -> Bounds;
  // `a` and something unknown between the bounds.
  auto uncertain(Affine a, Bounds bounds) -> Affine;
  // Something unknown between the bounds.
  auto between(Bounds bounds) -> Affine { return uncertain({}, std::move(bounds)); }
  // Every value that x gives lies on `place`.
  [[nodiscard]] bool lies_on(const Affine& a, const Number& place) const;

 private:
  Number low_, high_, step_;
  std::vector<Bounds> unknowns_;
};

auto constant(Number value) -> Affine;
auto sum(const Affine& a, const Affine& b) -> Affine;
auto scaled(const Affine& a, const Number& factor) -> Affine;
auto difference(const Affine& a, const Affine& b) -> Affine;

}  // namespace remit::whatif
