// Bands applied to part of an amount; engine/evaluate/slice.cpp says what all the forms mean. A slice lies between A
// and B and stops at S. Here S is the least of B and the lower edge of the first band whose cell is `none`; a slice
// `until it pays C` that reaches C in the middle of a band stops at a quotient.
#include <algorithm>
#include <iterator>
#include <vector>

#include "engine/batch/arithmetic.h"
#include "engine/batch/choices.h"
#include "engine/batch/conditions.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators.h"
#include "engine/batch/ratios.h"

namespace remit::batch {
namespace {

enum Field : std::uint32_t { kPaid, kHandled, kKept, kLeft, kBands };

class Slice {
 public:
  Slice(Block& block, const SliceUse& use, std::uint32_t wanted) : block_(block), use_(use), wanted_(wanted) {}

  // nullptr: no columnar form.
  auto run() -> const Column* {
    if (use_.keeps_bands && (wanted_ >> kBands & 1U) != 0) return nullptr;
    return evaluate() ? fields() : nothing();
  }

  // Of a slice that no `none` stops.
  auto rates_alone() -> std::vector<const Column*> {
    zero_ = word_column(block_, 0);
    end_ = zero_;
    begin_ = zero_;
    for (std::size_t i = 0; i + 1 < use_.edges.size(); ++i) edges_.push_back(zero_);
    const bool fine = read_rows() && refused_.empty() && row_->bad == nullptr;
    return fine ? rates_ : std::vector<const Column*>{};
  }

  // By band: where its cell is asked for. Empty: it is not known.
  auto reached() -> std::vector<const Column*> {
    if (!evaluate() || paid() == nullptr) return {};
    std::vector<const Column*> bands;
    const Column* some = is_less(block_, begin_, end_);
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      const Column* here = limit_ == nullptr ? some : both(some, less(bands_[i].before, limit_));
      if (i > 0) here = both(here, is_less(block_, edges_[i - 1], stop_));
      if (i < edges_.size()) here = both(here, is_less(block_, begin_, edges_[i]));
      if (here == nullptr || here->shape != Shape::bytes) return {};
      bands.push_back(here);
    }
    return bands;
  }

 private:
  auto both(const Column* a, const Column* b) -> const Column* {
    return a == nullptr || b == nullptr || a->shape != Shape::bytes || b->shape != Shape::bytes
               ? nullptr
               : both_hold(block_, a, b);
  }
  auto nothing() -> const Column* { return failed_ ? failed_column(block_) : nullptr; }

  bool evaluate() {
    zero_ = word_column(block_, 0);
    amount_ = operand(use_.amount, true);
    deductible_ = operand(use_.deductible, true);
    after_ = operand(use_.after, true);
    limit_ = use_.until_pays == kNoNode ? nullptr : operand(use_.until_pays, false);
    return !broken_ && read_edges() && place() && (look_up_rates() || read_rows());
  }

  auto given(NodeId id) -> const Column* {
    const Column* column = as_words(block_, block_.column(id));
    failed_ = failed_ || (column == nullptr && block_.column(id)->shape == Shape::failed);
    broken_ = broken_ || column == nullptr;
    return column;
  }
  auto operand(NodeId id, bool not_negative) -> const Column* {
    if (id == kNoNode) return zero_;
    const Column* column = given(id);
    if (column != nullptr && not_negative && column->low < 0) refuse(is_less(block_, column, zero_));
    return column;
  }
  // Lanes where the condition holds are errors.
  void refuse(const Column* when) {
    if (when == nullptr || when->shape == Shape::failed) {
      broken_ = true;
      return;
    }
    if (when->same && when->low == 0) return;
    if (when->same) failed_ = broken_ = true;
    refused_.push_back(when);
  }
  auto keep(const Column* column) -> const Column* {
    failed_ = failed_ || (column != nullptr && column->shape == Shape::failed);
    broken_ = broken_ || column == nullptr || column->shape == Shape::failed;
    return broken_ ? zero_ : column;
  }

  bool read_edges() {
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

  // A and B.
  bool place() {
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
      const Column* own =
          use_.form == SliceUse::Form::less ? keep(difference_of(block_, amount_, deductible_)) : amount_;
      end_ = keep(sum_of(block_, own, after_));
    }
    end_ = keep(greater_of(block_, begin_, end_));
    return !broken_;
  }

  // Rates that depend on small domains only stand in a table.
  bool look_up_rates() {
    const auto slice = static_cast<std::uint32_t>(&use_ - block_.program().slices.data());
    rates_ = block_.tabulated_rates(slice);
    if (rates_.empty()) return false;
    row_ = zero_;
    stop_ = end_;
    return true;
  }

  // Each band's rate, and where `none` stops the slice.
  bool read_rows() {
    std::size_t bands = 0;
    for (const SliceUse::Row& row : use_.rows) bands = std::max(bands, row.cells.size());
    std::vector<Alternatives> rates(bands, Alternatives(block_, false));
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
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const bool none = row.cells[i] == kNoNode;
        if (none && stop == nullptr) stop = i == 0 ? zero_ : edges_[i - 1];
        const Column* rate = none ? zero_ : rate_at(row.cells[i]);
        if (broken_ || !rates[i].add(when, rate)) return false;
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
    for (Alternatives& rate : rates) {
      const Column* taken = rate.taken(zero_);
      if (taken == nullptr) return false;
      rates_.push_back(adjusted(taken));
      if (broken_) return false;
    }
    stop_ = keep(greater_of(block_, begin_, keep(stops.taken(zero_))));
    return !broken_;
  }

  auto plus(const Column* a, const Column* b) -> const Column* { return keep(quantity_sum(block_, a, b)); }
  auto minus(const Column* a, const Column* b) -> const Column* { return keep(quantity_difference(block_, a, b)); }
  auto times(const Column* a, const Column* b) -> const Column* { return keep(quantity_product(block_, a, b)); }
  auto less(const Column* a, const Column* b) -> const Column* { return quantity_less(block_, a, b); }

  // A rate may be a quotient that was not rounded.
  auto rate_at(NodeId id) -> const Column* {
    const Column* rate = block_.column(id);
    return rate->shape == Shape::ratio ? rate : given(id);
  }

  // 1 − (1 − r) × k; where it leaves 0 … 100 %, the lane is bad.
  auto adjusted(const Column* rate) -> const Column* {
    const Column* one = word_column(block_, 1);
    if (use_.adjustment == SliceUse::Adjustment::own_share) {
      rate = minus(one, times(minus(one, rate), rate_at(use_.factor)));
    }
    if (use_.adjustment == SliceUse::Adjustment::each_rate) {
      block_.forget(use_.rate_local);
      block_.bind(use_.rate_local, rate);
      rate = rate_at(use_.factor);
    }
    if (broken_) return zero_;
    if (rate->shape == Shape::ratio || rate->low < 0) refuse(less(rate, zero_));
    if (!use_.counts && !broken_) refuse(less(one, rate));
    return rate;
  }
  static bool never_pays(const Column& rate) { return rate.shape == Shape::words && rate.same && rate.low == 0; }

  // What is paid without a limit; `bands_` is what each band adds.
  auto paid() -> const Column* {
    const Column* total = zero_;
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      const Column* from = i == 0 ? begin_ : keep(greater_of(block_, begin_, edges_[i - 1]));
      bands_.push_back({.from = from, .before = total});
      if (never_pays(*rates_[i])) continue;
      const Column* until = i < edges_.size() ? keep(lesser_of(block_, stop_, edges_[i])) : stop_;
      const Column* inside = keep(greater_of(block_, zero_, keep(difference_of(block_, until, from))));
      total = plus(total, times(inside, rates_[i]));
      if (broken_) return nullptr;
    }
    return total;
  }

  // The same with one kernel a band, where nobody asks for more; nullptr: the operands do not have the form for it.
  auto paid_alone() -> const Column* {
    std::vector<const Column*> all{begin_, stop_};
    all.insert(all.end(), edges_.begin(), edges_.end());
    int places = 0;
    int rate_places = 0;
    for (const Column* c : all) places = std::max<int>(places, c->places);
    for (const Column* c : rates_) rate_places = std::max<int>(rate_places, c->places);
    all.insert(all.end(), rates_.begin(), rates_.end());
    const Axis* axis = block_.root();
    const Byte* bad = nullptr;
    for (const Column* c : all) {
      if (c->shape != Shape::words) return nullptr;
      if (!c->same && axis != nullptr) axis = deepest(axis, c->axis);
    }
    if (axis == nullptr || places + rate_places > kMostPlaces) return nullptr;
    const auto on_axis = [&](const Column* c, int at) {
      c = block_.on(c, axis);
      bad = either(block_, bad, c->bad, axis->lanes);
      return scaled(block_, *c, at, axis->lanes, bad);
    };
    const Scaled begin = on_axis(begin_, places);
    const Scaled stop = on_axis(stop_, places);
    Word* paid = block_.arena().lanes<Word>(axis->lanes);
    std::fill_n(paid, kernels::padded(axis->lanes), Word{0});
    Bounds total;
    Scaled lower = begin;
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      const Scaled upper = i < edges_.size() ? on_axis(edges_[i], places) : stop;
      const Bounds inside{
          .low = std::min(stop.bounds.low, upper.bounds.low) - std::max(begin.bounds.high, lower.bounds.high),
          .high = std::min(stop.bounds.high, upper.bounds.high) - std::max(begin.bounds.low, lower.bounds.low)};
      const Bounds held{.low = 0, .high = std::max<Wide>(0, inside.high)};
      const Scaled rate = on_axis(rates_[i], rate_places);
      total = total + held * rate.bounds;
      if (!inside.fits() || !total.fits()) return nullptr;
      const bool narrow = held.fits_half() && rate.bounds.fits_half();
      if (!never_pays(*rates_[i])) {
        (narrow ? kernels::add_band_narrow : kernels::add_band)(begin.words, stop.words, lower.words, upper.words,
                                                                rate.words, paid, axis->lanes);
      }
      lower = upper;
    }
    return words_result(block_, axis, false, paid, places + rate_places, total, {.bad = bad});
  }

  // From begin to the stop. Where the limit is reached inside a band, so much of the band is handled as pays what was
  // missing: a quotient by the rate.
  auto handled(const Column* total) -> const Column* {
    const Column* whole = keep(difference_of(block_, stop_, begin_));
    for (std::size_t i = rates_.size(); limit_ != nullptr && !broken_ && i-- > 0;) {
      if (never_pays(*rates_[i])) continue;
      const Column* after = i + 1 < bands_.size() ? bands_[i + 1].before : total;
      const Column* here = only(less(bands_[i].before, limit_), less(after, limit_));
      if (here == nullptr) return nullptr;
      if (nowhere(*here)) continue;
      const Column* missing = minus(limit_, bands_[i].before);
      const Column* part = broken_ ? nullptr : quantity_quotient(block_, missing, rates_[i]);
      if (part == nullptr) return nullptr;
      whole = keep(picked(block_, here, plus(keep(difference_of(block_, bands_[i].from, begin_)), part), whole));
    }
    if (limit_ == nullptr || broken_) return whole;
    const Column* some = less(zero_, limit_);
    return some == nullptr ? nullptr : keep(picked(block_, some, whole, zero_));
  }
  auto only(const Column* a, const Column* b) -> const Column* {
    const bool conditions = a != nullptr && b != nullptr && a->shape == Shape::bytes && b->shape == Shape::bytes;
    return conditions ? only_first(block_, a, b) : nullptr;
  }

  auto fields() -> const Column* {
    const bool only_paid = (wanted_ & ~(1U << kPaid)) == 0;
    const Column* total = only_paid && limit_ == nullptr ? paid_alone() : nullptr;
    if (total == nullptr) total = paid();
    if (total == nullptr) return nothing();
    const Column* whole = only_paid ? nullptr : handled(total);
    if (!only_paid && whole == nullptr) return nothing();
    if (limit_ != nullptr)
      total = keep(quantity_extreme(block_, total, keep(greater_of(block_, zero_, limit_)), false));
    if (only_paid) return broken_ ? nothing() : record({total, nullptr, nullptr, nullptr});
    const Column* kept = use_.counts ? zero_ : minus(whole, total);
    const Column* left = minus(keep(difference_of(block_, end_, begin_)), whole);
    return broken_ ? nothing() : record({total, whole, kept, left});
  }

  auto record(const std::array<const Column*, 4>& made) -> const Column* {
    auto* fields = block_.arena().lanes<const Column*>(5);
    const Axis* axis = block_.root();
    bool same = true;
    Masks masks;
    std::vector<const Column*> all{row_, begin_, end_};
    std::ranges::copy_if(made, std::back_inserter(all), [](const Column* c) { return c != nullptr; });
    for (const Column* refused : refused_) all.push_back(refused);
    for (const Column* c : all) {
      same = same && c->same;
      if (!c->same && axis != nullptr) axis = deepest(axis, c->axis);
    }
    if (axis == nullptr) return nullptr;
    for (const Column* refused : refused_) {
      masks.bad = either(block_, masks.bad, block_.on(refused, axis)->bytes, axis->lanes);
      masks.bad = either(block_, masks.bad, block_.on(refused, axis)->bad, axis->lanes);
    }
    if (!row_->same) masks.bad = either(block_, masks.bad, block_.on(row_, axis)->bad, axis->lanes);
    // What no band pays for is read all the same.
    for (const Column* c : {made[0], made[1], made[2], made[3], begin_, end_}) {
      if (c != nullptr && !c->same) masks.bad = either(block_, masks.bad, block_.on(c, axis)->bad, axis->lanes);
    }
    for (std::size_t k = 0; k < made.size(); ++k) fields[k] = made[k];
    fields[kBands] = use_.keeps_bands ? nullptr : absent_column(block_);
    auto* column = block_.arena().make<Column>();
    column->shape = Shape::record;
    column->axis = axis;
    column->same = same && masks.bad == nullptr;
    column->bad = masks.bad;
    column->fields = {fields, 5};
    return column;
  }

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

}  // namespace

auto reached_bands(Block& block, const Node& node) -> std::vector<const Column*> {
  return Slice(block, block.program().slices[node.index], 0).reached();
}

auto slice_rates(Block& block, std::uint32_t slice) -> std::vector<const Column*> {
  return Slice(block, block.program().slices[slice], 0).rates_alone();
}

auto slice_column(Block& block, const Node& node) -> const Column* {
  const auto id = static_cast<std::size_t>(&node - block.program().nodes.data());
  return Slice(block, block.program().slices[node.index], block.plan().wanted[id]).run();
}

}  // namespace remit::batch
