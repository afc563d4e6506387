// Loops over lists: sums, counts, conditions, extremes, selections, running sums, groups; and lists made of numbers
// or of periods of the calendar.
//
// A loop evaluates its list, then for each element in list order its `when` and its body; `any`, `all` and `first`
// stop at the element that settles them. With `in order of`, elements are taken by key, ties in list order.
#pragma once
#include <cstdint>
#include <optional>

#include "engine/evaluate/evaluator.h"

namespace remit {

// The elements of a list value. Requires: `list` has not failed, and outlives this.
class Items {
 public:
  explicit Items(const Value& list);
  [[nodiscard]] auto size() const -> std::uint32_t { return size_; }
  [[nodiscard]] auto at(std::uint32_t i) const -> Value;

 private:
  const Value& list_;
  std::uint32_t size_ = 0;
};

auto evaluate_aggregate(Evaluator& e, const Node& node) -> Value;
// The sum of the body over the elements up to (or before) one of them. All sums of a list are computed together,
// once; n elements cost n log n.
auto evaluate_running(Evaluator& e, const Node& node) -> Value;
auto evaluate_group(Evaluator& e, const Node& node) -> Value;
auto evaluate_nth(Evaluator& e, const Node& node) -> Value;
auto evaluate_numbers(Evaluator& e, const Node& node) -> Value;
// The days, months or years of a span, cut where the calendar cuts; or every so many days or months from its first
// day. The last is cut off at the span's end. Records {from, until, number}.
auto evaluate_periods(Evaluator& e, const Node& node) -> Value;

// ── For shares, which are loops too ──

// Positions of elements in a list; positions in a range are arithmetic, others go by hash.
void index_positions(Evaluator::Parts& parts, const Value& list);
auto position_in(const Evaluator::Parts& parts, const Value& list, const Value& element)
    -> std::optional<std::uint32_t>;
// The elements' places, sorted by `order` (kNoNode: as they are); absent: a key failed.
auto in_order(Evaluator& e, const Items& items, LocalId local, NodeId order)
    -> std::optional<std::vector<std::uint32_t>>;

}  // namespace remit
