// Where a slice lies, where it stops, and the rate of each band.
#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/operators/arithmetic.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/conditions.h"
#include "engine/batch/operators/ratios.h"
#include "engine/batch/operators/slice.h"

namespace remit::batch {

auto Slice::rates_alone() -> std::vector<const Column*> {
  zero_ = word_column(block_, 0);
  end_ = zero_;
  begin_ = zero_;
  for (std::size_t i = 0; i + 1 < use_.edges.size(); ++i) edges_.push_back(zero_);
  const bool fine = read_rows() && refused_.empty() && row_->bad == nullptr;
  return fine ? rates_ : std::vector<const Column*>{};
}

bool Slice::evaluate() {
  zero_ = word_column(block_, 0);
  amount_ = operand(use_.amount, true);
  deductible_ = operand(use_.deductible, true);
  after_ = operand(use_.after, true);
  limit_ = use_.until_pays == kNoNode ? nullptr : operand(use_.until_pays, false);
  return !broken_ && read_edges() && place() && (look_up_rates() || read_rows());
}

auto Slice::given(NodeId id) -> const Column* {
  const Column* column = as_words(block_, block_.column(id));
  failed_ = failed_ || (column == nullptr && block_.column(id)->shape == Shape::failed);
  broken_ = broken_ || column == nullptr;
  return broken_ ? zero_ : column;
}

auto Slice::operand(NodeId id, bool not_negative) -> const Column* {
  if (id == kNoNode) return zero_;
  const Column* column = given(id);
  if (not_negative && column->low < 0) refuse(is_less(block_, column, zero_));
  return column;
}

void Slice::refuse(const Column* when) {
  if (when == nullptr || when->shape == Shape::failed) {
    broken_ = true;
    return;
  }
  if (when->same && when->low == 0) return;
  if (when->same) failed_ = broken_ = true;
  refused_.push_back(when);
}

auto Slice::keep(const Column* column) -> const Column* {
  failed_ = failed_ || (column != nullptr && column->shape == Shape::failed);
  broken_ = broken_ || column == nullptr || column->shape == Shape::failed;
  return broken_ ? zero_ : column;
}

bool Slice::read_edges() {
  const Column* below = zero_;
  for (const NodeId id : use_.edges) {
    if (id == kNoNode) continue;  // beyond
    const Column* edge = given(id);
    if (broken_) return false;
    refuse(is_less(block_, edge, below));
    edges_.push_back(edge);
    below = edge;
  }
  return !broken_;
}

bool Slice::place() {
  if (use_.once) {
    const bool above = use_.form == SliceUse::Form::above;
    const Column* end = keep(sum_of(block_, after_, amount_));
    if (above) {
      begin_ = keep(greater_of(block_, after_, deductible_));
      end_ = end;
    } else {
      begin_ = keep(greater_of(block_, zero_, keep(difference_of(block_, after_, deductible_))));
      end_ = keep(greater_of(block_, zero_, keep(difference_of(block_, end, deductible_))));
    }
  } else {
    begin_ = use_.form == SliceUse::Form::above ? keep(sum_of(block_, deductible_, after_)) : after_;
    const Column* own = use_.form == SliceUse::Form::less ? keep(difference_of(block_, amount_, deductible_)) : amount_;
    end_ = keep(sum_of(block_, own, after_));
  }
  end_ = keep(greater_of(block_, begin_, end_));
  return !broken_;
}

bool Slice::look_up_rates() {
  const auto slice = static_cast<std::uint32_t>(&use_ - block_.program().slices.data());
  rates_ = block_.tabulated_rates(slice);
  if (rates_.empty()) return false;
  row_ = zero_;
  stop_ = end_;
  return true;
}

bool Slice::read_rows() {
  std::size_t bands = 0;
  for (const SliceUse::Row& row : use_.rows) bands = std::max(bands, row.cells.size());
  std::vector<Alternatives> rates(bands, Alternatives(block_, false));
  const bool adjusts = use_.adjustment != SliceUse::Adjustment::none;
  std::vector<const Column*> without_rate(bands, condition_column(block_, false));
  Alternatives stops(block_, false);
  Alternatives rows(block_, false);
  for (std::size_t r = 0; r < use_.rows.size(); ++r) {
    const SliceUse::Row& row = use_.rows[r];
    const Column* when = row.when == kNoNode ? condition_column(block_, true) : block_.column(row.when);
    if (when->shape == Shape::failed) failed_ = true;
    if (when->shape != Shape::bytes) return false;
    if (when->same && when->low == 0) continue;
    // Two rows that hold are an error even where they say the same.
    if (!rows.add(when, word_column(block_, static_cast<Word>(r)))) return false;
    const Column* stop = nullptr;
    for (std::size_t i = 0; i < bands; ++i) {
      const bool none = i >= row.cells.size() || row.cells[i] == kNoNode;
      if (none && i < row.cells.size() && stop == nullptr) stop = i == 0 ? zero_ : edges_[i - 1];
      const Column* rate = none ? zero_ : rate_at(row.cells[i]);
      if (broken_ || !rates[i].add(when, rate)) return false;
      if (none && adjusts) without_rate[i] = either_holds(block_, without_rate[i], when);
      if (without_rate[i] == nullptr) return false;
    }
    if (stop == nullptr && edges_.size() >= row.cells.size() && !edges_.empty()) stop = edges_[row.cells.size() - 1];
    if (!stops.add(when, stop == nullptr ? end_ : keep(lesser_of(block_, end_, stop)))) return false;
  }
  const Column* which = rows.taken(failed_column(block_));
  if (which == nullptr) return false;
  if (which->shape == Shape::failed) {
    failed_ = true;
    return false;
  }
  row_ = which;
  for (std::size_t i = 0; i < bands; ++i) {
    const Column* taken = rates[i].taken(zero_);
    if (taken == nullptr) return false;
    rates_.push_back(adjusted(taken, without_rate[i]));
    if (broken_) return false;
  }
  stop_ = keep(greater_of(block_, begin_, keep(stops.taken(zero_))));
  return !broken_;
}

auto Slice::rate_at(NodeId id) -> const Column* {
  const Column* rate = block_.column(id);
  return rate->shape == Shape::ratio ? rate : given(id);
}

auto Slice::adjusted(const Column* rate, const Column* without_rate) -> const Column* {
  const Column* one = word_column(block_, 1);
  if (use_.adjustment == SliceUse::Adjustment::own_share) {
    rate = minus(one, times(minus(one, rate), rate_at(use_.factor)));
  }
  if (use_.adjustment == SliceUse::Adjustment::each_rate) {
    block_.forget(use_.rate_local);
    block_.bind(use_.rate_local, rate);
    rate = rate_at(use_.factor);
  }
  if (use_.adjustment != SliceUse::Adjustment::none && !broken_) rate = keep(picked(block_, without_rate, zero_, rate));
  if (broken_) return zero_;
  if (rate->shape == Shape::ratio || rate->low < 0) refuse(less(rate, zero_));
  if (!use_.counts && !broken_) refuse(less(one, rate));
  return rate;
}

}  // namespace remit::batch
