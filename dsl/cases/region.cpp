#include "dsl/cases/region.h"

#include <algorithm>

namespace remit {
namespace {

using Parts = std::vector<std::pair<PathId, Domain>>;

auto find(const Box& box, PathId path) -> const Domain* {
  const auto at = std::ranges::lower_bound(box.parts, path, {}, &Parts::value_type::first);
  return at != box.parts.end() && at->first == path ? &at->second : nullptr;
}

bool disjoint(const Box& a, const Box& b) {
  return std::ranges::any_of(a.parts, [&](const auto& part) {
    const Domain* other = find(b, part.first);
    return other != nullptr && part.second.disjoint(*other);
  });
}

void narrow(Box& box, PathId path, const Domain& domain) {
  const auto at = std::ranges::lower_bound(box.parts, path, {}, &Parts::value_type::first);
  if (at != box.parts.end() && at->first == path)
    at->second = at->second.intersected(domain);
  else
    box.parts.insert(at, {path, domain});
}

// Requires: not disjoint.
auto common(const Box& a, const Box& b) -> Box {
  Box both = a;
  for (const auto& [path, domain] : b.parts) narrow(both, path, domain);
  return both;
}

// Boxes that differ in one path only are one box.
bool merge(Box& into, const Box& from, const Universes& universes) {
  if (into.parts.size() != from.parts.size()) return false;
  std::optional<std::size_t> differs;
  for (std::size_t i = 0; i < into.parts.size(); ++i) {
    if (into.parts[i].first != from.parts[i].first) return false;
    if (into.parts[i].second == from.parts[i].second) continue;
    if (differs) return false;
    differs = i;
  }
  if (!differs) return true;
  auto& [path, domain] = into.parts[*differs];
  domain = domain.united(from.parts[*differs].second, universes[static_cast<std::size_t>(path)]);
  return true;
}

// `box` without `taken`: for each path of `taken`, what lies outside there and inside in the paths before.
void cut(const Box& box, const Box& taken, const Universes& universes, Region& left) {
  Box inside = box;
  for (const auto& [path, domain] : taken.parts) {
    const Domain outside = domain.complement(universes[static_cast<std::size_t>(path)]);
    const Domain* now = find(inside, path);
    if (now == nullptr ? !outside.empty() : !now->disjoint(outside)) {
      left.push_back(inside);
      narrow(left.back(), path, outside);
    }
    narrow(inside, path, domain);
  }
}

}  // namespace

auto region_of(PathId path, Domain domain, const Universes& universes) -> Region {
  if (domain.empty()) return never();
  if (domain == Domain::all(universes[static_cast<std::size_t>(path)])) return always();
  return {Box{{{path, std::move(domain)}}}};
}

bool disjoint(const Region& a, const Region& b) {
  return std::ranges::all_of(
      a, [&](const Box& x) { return std::ranges::all_of(b, [&](const Box& y) { return disjoint(x, y); }); });
}

auto intersected(const Region& a, const Region& b) -> std::optional<Region> {
  Region made;
  for (const Box& x : a) {
    for (const Box& y : b) {
      if (disjoint(x, y)) continue;
      if (made.size() == kMostBoxes) return std::nullopt;
      made.push_back(common(x, y));
    }
  }
  return made;
}

auto united(const Region& a, const Region& b, const Universes& universes) -> std::optional<Region> {
  Region made = a;
  for (const Box& box : b) {
    if (!made.empty() && merge(made.back(), box, universes)) continue;
    if (made.size() == kMostBoxes) return std::nullopt;
    made.push_back(box);
  }
  return made;
}

auto without(const Region& a, const Region& b, const Universes& universes) -> std::optional<Region> {
  Region left = a;
  for (const Box& taken : b) {
    Region next;
    for (const Box& box : left) {
      if (disjoint(box, taken))
        next.push_back(box);
      else
        cut(box, taken, universes, next);
    }
    if (next.size() > kMostBoxes) return std::nullopt;
    left = std::move(next);
  }
  return left;
}

}  // namespace remit
