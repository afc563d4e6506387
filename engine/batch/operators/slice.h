// Bands applied to part of an amount, as columns; engine/evaluate/slice.cpp says what all the forms mean. A slice lies
// between A and B and stops at S. Here S is the least of B and the lower edge of the first band whose cell is `none`; a
// slice `until it pays C` that reaches C in the middle of a band stops at a quotient.
#pragma once
#include <array>
#include <vector>

#include "engine/batch/block.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/ratios.h"

namespace remit::batch {

class Slice {
 public:
  Slice(Block& block, const SliceUse& use, std::uint32_t wanted) : block_(block), use_(use), wanted_(wanted) {}

  // nullptr: no columnar form.
  auto run() -> const Column* { return evaluate() ? fields() : nothing(); }

  // Of a slice that no `none` stops.
  auto rates_alone() -> std::vector<const Column*>;

  // By band: where its cell is asked for. Empty: it is not known.
  auto reached() -> std::vector<const Column*>;

 private:
  auto both(const Column* a, const Column* b) -> const Column*;
  auto nothing() -> const Column* { return failed_ ? failed_column(block_) : nullptr; }

  bool evaluate();

  auto given(NodeId id) -> const Column*;
  auto operand(NodeId id, bool not_negative) -> const Column*;
  // Lanes where the condition holds are errors.
  void refuse(const Column* when);
  auto keep(const Column* column) -> const Column*;

  bool read_edges();

  // A and B.
  bool place();

  // Rates that depend on small domains only stand in a table.
  bool look_up_rates();

  // Each band's rate, and where `none` stops the slice.
  bool read_rows();

  auto plus(const Column* a, const Column* b) -> const Column* { return keep(quantity_sum(block_, a, b)); }
  auto minus(const Column* a, const Column* b) -> const Column* { return keep(quantity_difference(block_, a, b)); }
  auto times(const Column* a, const Column* b) -> const Column* { return keep(quantity_product(block_, a, b)); }
  auto less(const Column* a, const Column* b) -> const Column* { return quantity_less(block_, a, b); }

  // A rate may be a quotient that was not rounded.
  auto rate_at(NodeId id) -> const Column*;

  // 1 − (1 − r) × k; where it leaves 0 … 100 %, the lane is bad. `without_rate`: where the cell is `none`, which stays
  // 0.
  auto adjusted(const Column* rate, const Column* without_rate) -> const Column*;
  static bool never_pays(const Column& rate) { return rate.shape == Shape::words && rate.same && rate.low == 0; }

  // What is paid without a limit; `bands_` is what each band adds.
  auto paid() -> const Column*;

  // The same with one kernel a band, where nobody asks for more; nullptr: the operands do not have the form for it.
  auto paid_alone() -> const Column*;

  // From begin to the stop. Where the limit is reached inside a band, so much of the band is handled as pays what was
  // missing: a quotient by the rate.
  auto handled(const Column* total) -> const Column*;
  auto only(const Column* a, const Column* b) -> const Column*;

  // Lists of records, one for each band in which something is handled. `total`: what is paid without a limit.
  auto bands_handled(const Column* total) -> const Column*;

  auto band_records(const Axis* axis, const std::vector<const Column*>& reached,
                    const std::vector<std::array<const Column*, 5>>& made) -> const Column*;

  auto fields() -> const Column*;

  // `bands`: nullptr: nobody reads them.
  auto record(const std::array<const Column*, 4>& made, const Column* bands) -> const Column*;

  Block& block_;
  const SliceUse& use_;
  std::uint32_t wanted_;
  bool broken_ = false;  // no columnar form, or failed everywhere:
  bool failed_ = false;
  const Column* zero_ = nullptr;
  const Column* amount_ = nullptr;
  const Column* deductible_ = nullptr;
  const Column* after_ = nullptr;
  const Column* limit_ = nullptr;
  struct Band {
    const Column* from;    // where the band, and the slice, begin
    const Column* before;  // what the bands before it pay
  };
  std::vector<Band> bands_;
  std::vector<const Column*> edges_, rates_, refused_;
  const Column* begin_ = nullptr;
  const Column* end_ = nullptr;
  const Column* stop_ = nullptr;
  const Column* row_ = nullptr;
};

}  // namespace remit::batch
