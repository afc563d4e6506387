// Sets of cases: unions of boxes, a box being a domain for each of some paths. The algebra of conditions.
//
// Every operation may give up, where its result would have too many boxes; it then yields nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "dsl/cases/domain.h"

namespace remit {

enum class PathId : std::uint32_t {};  // an index into the universes

// All of these at once; paths that are not named may be anything. In order of paths, no domain empty.
struct Box {
  std::vector<std::pair<PathId, Domain>> parts;

  friend bool operator==(const Box&, const Box&) = default;
};

// Any of these boxes: none of them, never; one without parts, always.
using Region = std::vector<Box>;
using Universes = std::vector<Universe>;  // by PathId

// Multi-key tables and chains of `otherwise` stay well below; what does not is left to the evaluator.
inline constexpr std::size_t kMostBoxes = 20'000;

inline auto never() -> Region { return {}; }
inline auto always() -> Region { return {Box{}}; }
auto region_of(PathId path, Domain domain, const Universes& universes) -> Region;

bool disjoint(const Region& a, const Region& b);
auto intersected(const Region& a, const Region& b) -> std::optional<Region>;
auto united(const Region& a, const Region& b, const Universes& universes) -> std::optional<Region>;
auto without(const Region& a, const Region& b, const Universes& universes) -> std::optional<Region>;

}  // namespace remit
