// An amount shared among the elements of a list; engine/evaluate/share.cpp says what the forms mean.
#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/orders.h"

namespace remit::batch {
namespace {

class Sharing {
 public:
  Sharing(Block& block, const ShareUse& use, const Column& list) : block_(block), use_(use), list_(list) {}

  // The parts, on the axis of the list's elements; nullptr: no columnar form.
  auto run() -> const Column* {
    block_.bind(use_.local, list_.element);
    const Column* amount = as_words(block_, block_.column(use_.amount));
    const Column* weight = as_words(block_, block_.column(use_.weight == kNoNode ? use_.at_most : use_.weight));
    if (amount == nullptr || weight == nullptr || amount->present != nullptr || weight->present != nullptr)
      return nullptr;
    if (!lies_above(*amount) || !lies_below(*weight)) return nullptr;
    if (use_.order != kNoNode) {
      order_ = order_of(block_, *list_.elements, block_.column(use_.order));
      if (order_ == nullptr) return nullptr;
    }
    return use_.weight == kNoNode ? filled_in_order(*amount, *weight) : pro_rata(*amount, *weight);
  }

 private:
  auto axis() const -> const Axis* { return list_.elements; }
  bool lies_above(const Column& amount) const { return amount.same || amount.axis == axis()->parent; }
  bool lies_below(const Column& weight) const { return weight.same || deepest(weight.axis, axis()) == axis(); }
  static auto word(const Column& c, std::uint32_t lane) -> Word { return c.same ? c.low : c.words[lane]; }
  auto in_order(std::uint32_t k) const -> std::uint32_t { return order_ == nullptr ? k : order_[k]; }

  // The lanes of the result: bad where something was, or where an amount finds no taker.
  bool start(const Column& amount, const Column& weight, int places) {
    places_ = places;
    if (places_ < 0 || places_ > 18) return false;
    parts_ = block_.arena().lanes<Word>(axis()->lanes);
    std::fill_n(parts_, kernels::padded(std::max(1U, axis()->lanes)), 0);
    bad_ = filled(block_, 0, axis()->lanes);
    const auto mark = [&](const Byte* mask, bool below) {
      if (mask == nullptr) return;
      for (std::uint32_t p = 0; p < axis()->parent->lanes; ++p) {
        for (std::uint32_t k = axis()->offsets[p]; k < axis()->offsets[p + 1]; ++k) {
          if (mask[below ? k : p] != 0) refuse(p);
        }
      }
    };
    mark(amount.bad, false);
    mark(list_.bad, false);
    mark(weight.bad, true);
    return true;
  }
  void refuse(std::uint32_t parent) {
    std::fill(bad_ + axis()->offsets[parent], bad_ + axis()->offsets[parent + 1], Byte{1});
  }
  // All of it to whom the share names.
  void to_one(std::uint32_t parent, Word rest) {
    const std::uint32_t from = axis()->offsets[parent];
    const std::uint32_t until = axis()->offsets[parent + 1];
    if (from == until) return;
    if (use_.takes_all == ShareUse::Rest::error) return refuse(parent);
    Word& part = parts_[in_order(use_.takes_all == ShareUse::Rest::first ? from : until - 1)];
    if (__builtin_add_overflow(part, rest, &part)) refuse(parent);
  }
  auto done() -> const Column* {
    const std::uint32_t lanes = axis()->lanes;
    const Byte* bad = kernels::any(bad_, lanes) ? bad_ : nullptr;
    const kernels::Range range = lanes == 0 ? kernels::Range{} : kernels::range(parts_, lanes);
    return words_result(block_, axis(), false, parts_, places_, {.low = range.low, .high = range.high}, {.bad = bad});
  }

  auto filled_in_order(const Column& amount, const Column& limits) -> const Column* {
    const Column& most = *block_.on(&limits, axis());
    const int places = std::max(amount.places, most.places);
    if (!start(amount, most, places)) return nullptr;
    const Byte* left = nullptr;
    const Scaled all = scaled(block_, amount, places, axis()->parent->lanes, left);
    const Scaled each = scaled(block_, most, places, axis()->lanes, left);
    if (left != nullptr) return nullptr;
    for (std::uint32_t p = 0; p < axis()->parent->lanes; ++p) {
      const Word whole = all.words.lanes == nullptr ? all.words.same : all.words.lanes[p];
      const auto limit = [&](std::uint32_t k) {
        return each.words.lanes == nullptr ? each.words.same : each.words.lanes[k];
      };
      bool negative = whole < 0;
      for (std::uint32_t k = axis()->offsets[p]; k < axis()->offsets[p + 1]; ++k) negative = negative || limit(k) < 0;
      Word rest = whole;
      for (std::uint32_t k = axis()->offsets[p]; k < axis()->offsets[p + 1] && !negative; ++k) {
        const std::uint32_t lane = in_order(k);
        parts_[lane] = std::min(rest, limit(lane));
        rest -= parts_[lane];
      }
      if (rest != 0) to_one(p, rest);
    }
    return done();
  }

  // In whole steps: the part of each is what its weight deserves, cut off; who lost most by that gets a step more.
  auto pro_rata(const Column& amount, const Column& weights) -> const Column* {
    const auto step_places = use_.step.places();
    if (!step_places || *step_places > 18) return nullptr;
    const int places = std::max<int>(amount.places, *step_places);
    const auto step = use_.step.scaled(places);
    const Column& weight = *block_.on(&weights, axis());
    const Byte* left = nullptr;
    const Scaled all = scaled(block_, amount, places, axis()->parent->lanes, left);
    if (!step || left != nullptr || !start(amount, weight, places)) return nullptr;
    const Bounds total = bounds_of(weight) * Bounds{.low = 0, .high = axis()->longest};
    const Bounds exact = bounds_of(weight) * Bounds{.low = 0, .high = std::max<Wide>(0, all.bounds.high / *step)};
    if (total.fits() && exact.fits())
      share_all<Word>(all.words, *step, weight);
    else
      share_all<Wide>(all.words, *step, weight);
    return done();
  }
  // Whole: holds the sum of the weights, and each times the steps of the amount.
  template <class Whole>
  void share_all(Words amounts, Word step, const Column& weight) {
    std::vector<Whole> cut_off(axis()->longest);
    for (std::uint32_t p = 0; p < axis()->parent->lanes; ++p) {
      share(p, amounts.lanes == nullptr ? amounts.same : amounts.lanes[p], step, weight, cut_off.data());
    }
  }
  template <class Whole>
  void share(std::uint32_t p, Word amount, Word step, const Column& weight, Whole* cut_off) {
    if (amount == 0 && weight.low >= 0) return;
    const std::uint32_t from = axis()->offsets[p];
    const std::uint32_t until = axis()->offsets[p + 1];
    Whole total = 0;
    bool negative = amount < 0;
    for (std::uint32_t k = from; k < until; ++k) {
      negative = negative || word(weight, k) < 0;
      total += word(weight, k);
    }
    if (negative || (total == 0 && amount != 0)) return to_one(p, amount);
    if (amount == 0) return;
    if (amount % step != 0) return refuse(p);
    const Whole steps = amount / step;
    Word missing = amount / step;
    for (std::uint32_t k = from; k < until; ++k) {
      const Whole exact = steps * word(weight, k);
      const Word part = static_cast<Word>(exact / total);
      parts_[k] = part * step;
      cut_off[k - from] = exact % total;
      missing -= part;
    }
    if (missing == 0) return;
    // Fewer than there are elements; of equal ones the first.
    largest_.resize(until - from);
    std::iota(largest_.begin(), largest_.end(), 0U);
    std::ranges::nth_element(
        largest_, largest_.begin() + static_cast<std::ptrdiff_t>(missing) - 1,
        [&](std::uint32_t a, std::uint32_t b) { return cut_off[a] != cut_off[b] ? cut_off[a] > cut_off[b] : a < b; });
    for (std::size_t i = 0; i < static_cast<std::size_t>(missing); ++i) parts_[from + largest_[i]] += step;
  }

  Block& block_;
  const ShareUse& use_;
  const Column& list_;
  const std::uint32_t* order_ = nullptr;
  int places_ = 0;
  Word* parts_ = nullptr;
  Byte* bad_ = nullptr;
  std::vector<std::uint32_t> largest_;
};

}  // namespace

// Of one element: its part among those of the list. Elements that are not of the list have none.
auto share_column(Block& block, const Node& node) -> const Column* {
  const ShareUse& use = block.program().shares[node.index];
  const Column* element = block.column(block.program().operands_of(node)[0]);
  const Column* list = block.column(use.list);
  if (element->shape != Shape::element || list->shape != Shape::list || list->present != nullptr) return nullptr;
  if (list->element->shape != Shape::element || list->element->list != element->list) return nullptr;
  const Column* parts = block.parts_of(node.index);
  if (parts == nullptr) parts = block.keep_parts(node.index, Sharing(block, use, *list).run());
  if (parts == nullptr) return nullptr;
  // By lane of the list's own axis: the part there, 0 where the list does not hold the element.
  const Axis* own = block.axis_of(element->list);
  const Column* there = parts;
  if (list->element->index != nullptr) there = scattered(block, *parts, list->element->index, own);
  if (there == nullptr) return nullptr;
  if (element->index == nullptr)
    return masked(block, there, element->axis, {.present = element->present, .bad = element->bad});
  return masked(block, gathered(block, *there, element->index, element->axis), element->axis,
                {.present = element->present, .bad = element->bad});
}

}  // namespace remit::batch
