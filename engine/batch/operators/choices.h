// One value a lane out of several.
#pragma once
#include "engine/batch/block.h"
#include "engine/batch/operands.h"

namespace remit::batch {

// `then` where the condition holds, else `otherwise`; bad where the condition is, or what is taken. nullptr: shapes
// that have no common form.
auto picked(Block& block, const Column* when, const Column* then, const Column* otherwise) -> const Column*;

// By lane of its axis: the lane of the list's own axis.
auto lanes_of_elements(Block& block, const Column& element) -> const std::uint32_t*;

// Values with conditions, of which several may hold if they agree.
class Alternatives {
 public:
  // `exclusive`: at most one holds in any lane.
  Alternatives(Block& block, bool exclusive);
  // false: no columnar form; give up.
  auto add(const Column* when, const Column* value) -> bool;
  // Does one hold in every lane, so that the rest need not be asked?
  [[nodiscard]] bool complete() const { return exclusive_ && held_->same && held_->low != 0; }
  // What was taken; `otherwise` where none holds; bad where two that hold differ, or a condition is bad.
  auto taken(const Column* otherwise) -> const Column*;

 private:
  Block& block_;
  bool exclusive_;
  const Column* value_ = nullptr;
  const Column* held_;
  const Column* bad_;
};

}  // namespace remit::batch
