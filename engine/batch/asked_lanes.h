// In which lanes something is asked for: conditions that are never bad. That all elements of a list are asked for does
// not say that all cases are, of which some have no elements: it stays a column of its axis, whatever it holds.
//
// nullptr, of an operand or a result: it is not known.
#pragma once
#include <utility>
#include <vector>

#include "engine/batch/block.h"

namespace remit::batch {

class AskedLanes {
 public:
  explicit AskedLanes(Block& block) : block_(block) {}

  [[nodiscard]] auto all() const -> const Column* { return block_.always(true); }
  [[nodiscard]] auto none() const -> const Column* { return block_.always(false); }
  // All lanes of an axis.
  auto spread_over(const Axis* axis) -> const Column*;
  auto of_elements(const Axis* axis) -> const Column*;  // the same; none where it has no lanes

  auto both(const Column* a, const Column* b) -> const Column*;
  auto without(const Column* a, const Column* b) -> const Column*;
  auto without_mask(const Column* a, const Byte* mask) -> const Column*;  // of cases; nullptr: none are taken away
  // Asked for by lanes of one axis and of another: on the higher of the two.
  auto joined(const Column* a, const Column* b) -> const Column*;

  auto in_cases(const Column* where) -> const Column*;
  // Cases whose list holds nothing.
  auto without_elements(const Column* list) -> const Column*;
  // The lanes of the list's own axis for which an element is asked.
  auto scattered(const Column& of, const Column* where) -> const Column*;
  // Of each list the elements asked for, up to the first that decides, and it. `order`: nullptr: as they stand.
  auto until(const Axis* axis, const std::uint32_t* order, const Column* asked, const Column* decides) -> const Column*;

 private:
  auto on_axis(const Column* result, const Column* a, const Column* b) -> const Column*;
  auto lanes_of(const Byte* lanes, const Axis* axis) -> const Column*;

  Block& block_;
  std::vector<std::pair<const Axis*, const Column*>> spread_;
};

}  // namespace remit::batch
