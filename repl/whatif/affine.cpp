#include "repl/whatif/affine.h"

#include <algorithm>

namespace remit::whatif {
namespace {

// factor × [low, high]
auto times(const Bounds& bounds, const Number& factor) -> Bounds {
  if (factor.sign() >= 0) return {bounds.low * factor, bounds.high * factor};
  return {bounds.high * factor, bounds.low * factor};
}

}  // namespace

auto AffineRange::uncertainty(const Affine& a) const -> Bounds {
  Bounds all;
  for (const auto& [unknown, factor] : a.terms) {
    const Bounds term = times(unknowns_[unknown], factor);
    all = {all.low + term.low, all.high + term.high};
  }
  return all;
}

auto AffineRange::bounds(const Affine& a) const -> Bounds {
  const Bounds along = times({low_, high_}, a.slope);
  const Bounds rest = uncertainty(a);
  return {a.base + along.low + rest.low, a.base + along.high + rest.high};
}

auto AffineRange::uncertain(Affine a, Bounds bounds) -> Affine {
  if (bounds.low == bounds.high) {
    a.base = a.base + bounds.low;
    return a;
  }
  a.terms.emplace_back(static_cast<std::uint32_t>(unknowns_.size()), Number::whole(1));
  unknowns_.push_back(std::move(bounds));
  return a;
}

bool AffineRange::lies_on(const Affine& a, const Number& place) const {
  return a.terms.empty() && (a.slope * step_).lies_on(place) && (a.slope * low_ + a.base).lies_on(place);
}

auto constant(Number value) -> Affine { return {.slope = {}, .base = std::move(value), .terms = {}}; }

auto sum(const Affine& a, const Affine& b) -> Affine {
  Affine made{.slope = a.slope + b.slope, .base = a.base + b.base, .terms = {}};
  auto x = a.terms.begin();
  auto y = b.terms.begin();
  while (x != a.terms.end() || y != b.terms.end()) {
    if (y == b.terms.end() || (x != a.terms.end() && x->first < y->first)) {
      made.terms.push_back(*x++);
    } else if (x == a.terms.end() || y->first < x->first) {
      made.terms.push_back(*y++);
    } else {
      Number factor = x->second + y->second;
      if (!factor.is_zero()) made.terms.emplace_back(x->first, std::move(factor));
      ++x;
      ++y;
    }
  }
  return made;
}

auto scaled(const Affine& a, const Number& factor) -> Affine {
  if (factor.is_zero()) return {};
  Affine made{.slope = a.slope * factor, .base = a.base * factor, .terms = a.terms};
  for (auto& [unknown, by] : made.terms) by = by * factor;
  return made;
}

auto difference(const Affine& a, const Affine& b) -> Affine { return sum(a, scaled(b, Number::whole(-1))); }

}  // namespace remit::whatif
