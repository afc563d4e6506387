// What a slice pays, handles, keeps and leaves, and what each band does.
#include <algorithm>
#include <iterator>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/arithmetic.h"
#include "engine/batch/operators/assembly.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/conditions.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/ratios.h"
#include "engine/batch/operators/slice.h"

namespace remit::batch {
namespace {

enum Field : std::uint32_t { kPaid, kHandled, kKept, kLeft, kBands };

}  // namespace

auto Slice::reached() -> std::vector<const Column*> {
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

auto Slice::both(const Column* a, const Column* b) -> const Column* {
  return a == nullptr || b == nullptr || a->shape != Shape::bytes || b->shape != Shape::bytes ? nullptr
                                                                                              : both_hold(block_, a, b);
}

auto Slice::paid() -> const Column* {
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

auto Slice::paid_alone() -> const Column* {
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

auto Slice::handled(const Column* total) -> const Column* {
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

auto Slice::only(const Column* a, const Column* b) -> const Column* {
  const bool conditions = a != nullptr && b != nullptr && a->shape == Shape::bytes && b->shape == Shape::bytes;
  return conditions ? only_first(block_, a, b) : nullptr;
}

auto Slice::bands_handled(const Column* total) -> const Column* {
  std::vector<const Column*> reached;
  const Axis* axis = block_.root();
  const auto deepen = [&](const Column* c) {
    if (c != nullptr && !c->same && axis != nullptr) axis = deepest(axis, c->axis);
  };
  std::vector<std::array<const Column*, 5>> made;
  for (std::size_t i = 0; i < rates_.size() && !broken_; ++i) {
    const Column* from = bands_[i].from;
    const Column* until = i < edges_.size() ? keep(lesser_of(block_, stop_, edges_[i])) : stop_;
    const Column* here = is_less(block_, from, until);
    if (limit_ != nullptr) here = both(here, less(bands_[i].before, limit_));
    if (here == nullptr || here->shape != Shape::bytes) return nullptr;
    if (nowhere(*here)) continue;
    const Column* handled = keep(difference_of(block_, until, from));
    const Column* paid = times(handled, rates_[i]);
    if (limit_ != nullptr && !never_pays(*rates_[i])) {
      const Column* stops = only(here, less(i + 1 < bands_.size() ? bands_[i + 1].before : total, limit_));
      if (stops == nullptr) return nullptr;
      if (!nowhere(*stops)) {
        const Column* missing = minus(limit_, bands_[i].before);
        const Column* part = broken_ ? nullptr : quantity_quotient(block_, missing, rates_[i]);
        if (part == nullptr) return nullptr;
        handled = keep(picked(block_, stops, part, handled));
        paid = keep(picked(block_, stops, missing, paid));
        until = keep(picked(block_, stops, plus(from, part), until));
      }
    }
    if (broken_) return nullptr;
    made.push_back({from, until, rates_[i], handled, paid});
    reached.push_back(here);
    deepen(here);
    for (const Column* c : made.back()) deepen(c);
  }
  if (broken_ || axis == nullptr) return nullptr;
  return band_records(axis, reached, made);
}

auto Slice::band_records(const Axis* axis, const std::vector<const Column*>& reached,
                         const std::vector<std::array<const Column*, 5>>& made) -> const Column* {
  std::vector<const Column*> records;
  const Byte* bad = nullptr;
  for (const auto& values : made) {
    auto* fields = block_.arena().lanes<const Column*>(values.size());
    std::ranges::copy(values, fields);
    auto* record = block_.arena().make<Column>();
    record->shape = Shape::record;
    record->axis = axis;
    record->fields = {fields, values.size()};
    records.push_back(record);
  }
  for (const Column* here : reached) {
    if (!here->same) bad = either(block_, bad, block_.on(here, axis)->bad, axis->lanes);
  }
  const auto holds = [&](const Column& here, std::uint32_t lane) {
    return (here.same ? here.low : block_.on(&here, axis)->bytes[lane]) != 0;
  };
  Origin origin;
  const Axis* elements = axis_below(block_, axis, [&](std::uint32_t lane) {
    const std::size_t before = origin.part.size();
    for (std::uint32_t i = 0; i < reached.size(); ++i) {
      if (!holds(*reached[i], lane)) continue;
      origin.part.push_back(i);
      origin.lane.push_back(lane);
    }
    return static_cast<std::uint32_t>(origin.part.size() - before);
  });
  if (elements == nullptr) return nullptr;
  const Column* element = records.empty() ? absent_column(block_) : assembled(block_, elements, origin, records);
  return element == nullptr ? nullptr : list_over(block_, axis, elements, element, bad);
}

auto Slice::fields() -> const Column* {
  const bool only_paid = (wanted_ & ~(1U << kPaid)) == 0;
  const bool with_bands = use_.keeps_bands && (wanted_ >> kBands & 1U) != 0;
  const Column* all = only_paid && limit_ == nullptr ? paid_alone() : nullptr;  // without a limit
  if (all == nullptr) all = paid();
  if (all == nullptr) return nothing();
  const Column* whole = only_paid ? nullptr : handled(all);
  if (!only_paid && whole == nullptr) return nothing();
  const Column* total = all;
  if (limit_ != nullptr) total = keep(quantity_extreme(block_, all, keep(greater_of(block_, zero_, limit_)), false));
  if (only_paid) return broken_ ? nothing() : record({total, nullptr, nullptr, nullptr}, nullptr);
  const Column* bands = with_bands ? bands_handled(all) : nullptr;
  if (with_bands && bands == nullptr) return nothing();
  const Column* kept = use_.counts ? zero_ : minus(whole, total);
  const Column* left = minus(keep(difference_of(block_, end_, begin_)), whole);
  return broken_ ? nothing() : record({total, whole, kept, left}, bands);
}

auto Slice::record(const std::array<const Column*, 4>& made, const Column* bands) -> const Column* {
  auto* fields = block_.arena().lanes<const Column*>(5);
  const Axis* axis = block_.root();
  bool same = true;
  Masks masks;
  std::vector<const Column*> all{row_, begin_, end_};
  std::ranges::copy_if(made, std::back_inserter(all), [](const Column* c) { return c != nullptr; });
  if (bands != nullptr) all.push_back(bands);
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
  fields[kBands] = use_.keeps_bands ? bands : absent_column(block_);
  auto* column = block_.arena().make<Column>();
  column->shape = Shape::record;
  column->axis = axis;
  column->same = same && masks.bad == nullptr;
  column->bad = masks.bad;
  column->fields = {fields, 5};
  return column;
}

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
