#include "dsl/cases/domain.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace remit {
namespace {

bool is_empty(const Interval& i) {
  if (!i.low || !i.high) return false;
  return *i.low > *i.high || (*i.low == *i.high && (i.low_open || i.high_open));
}

// Is a's lower end further left than b's? Likewise for upper ends.
bool starts_before(const Interval& a, const Interval& b) {
  if (!a.low || !b.low) return !a.low && b.low;
  return *a.low < *b.low || (*a.low == *b.low && !a.low_open && b.low_open);
}
bool ends_before(const Interval& a, const Interval& b) {
  if (!a.high || !b.high) return a.high && !b.high;
  return *a.high < *b.high || (*a.high == *b.high && a.high_open && !b.high_open);
}

auto common(const Interval& a, const Interval& b) -> Interval {
  const Interval& start = starts_before(a, b) ? b : a;
  const Interval& end = ends_before(a, b) ? a : b;
  return {.low = start.low, .high = end.high, .low_open = start.low_open, .high_open = end.high_open};
}

// On a step, the ends are moved onto it and are in the set.
auto snapped(Interval i, const Universe& universe) -> Interval {
  if (!universe.step) return i;
  const Number& step = *universe.step;
  if (i.low) {
    const Number up = i.low->round_to(step, Rounding::ceiling);
    i.low = i.low_open && up == *i.low ? up + step : up;
  }
  if (i.high) {
    const Number down = i.high->round_to(step, Rounding::floor);
    i.high = i.high_open && down == *i.high ? down - step : down;
  }
  i.low_open = i.high_open = false;
  return i;
}

// What lies left of `i`, right of it.
auto before(const Interval& i) -> Interval { return {.high = i.low, .high_open = !i.low_open}; }
auto after(const Interval& i) -> Interval { return {.low = i.high, .low_open = !i.high_open}; }

bool holds(const Interval& i, const Number& number) { return !is_empty(common(i, {.low = number, .high = number})); }

auto sample_of(const Interval& i) -> Number {
  const Number one = Number::whole(1);
  if (i.low && !i.low_open) return *i.low;
  if (i.high && !i.high_open) return *i.high;
  if (i.low && i.high) return (*i.low + *i.high) * Number::decimal(5, 1);
  if (i.low) return *i.low + one;
  return i.high ? *i.high - one : Number();
}

}  // namespace

auto Domain::all(const Universe& universe) -> Domain {
  Domain made = within({}, universe);
  made.absent_ = universe.optional;
  made.all_texts_but_ = universe.text;
  return made;
}

auto Domain::within(const Interval& interval, const Universe& universe) -> Domain {
  Domain made;
  if (universe.text) return made;
  const Interval kept = snapped(common(interval, universe.range), universe);
  if (!is_empty(kept)) made.intervals_.push_back(kept);
  return made;
}

auto Domain::exactly(const Number& number, const Universe& universe) -> Domain {
  return within({.low = number, .high = number}, universe);
}

auto Domain::exactly(std::string text) -> Domain {
  Domain made;
  made.texts_.insert(std::move(text));
  return made;
}

auto Domain::absent() -> Domain {
  Domain made;
  made.absent_ = true;
  return made;
}

auto Domain::intersected(const Domain& other) const -> Domain {
  Domain made;
  made.absent_ = absent_ && other.absent_;
  for (const Interval& a : intervals_) {
    for (const Interval& b : other.intervals_) {
      if (const Interval both = common(a, b); !is_empty(both)) made.intervals_.push_back(both);
    }
  }
  made.all_texts_but_ = all_texts_but_ && other.all_texts_but_;
  if (made.all_texts_but_) {
    std::ranges::set_union(texts_, other.texts_, std::inserter(made.texts_, made.texts_.end()));
  } else if (!all_texts_but_ && !other.all_texts_but_) {
    std::ranges::set_intersection(texts_, other.texts_, std::inserter(made.texts_, made.texts_.end()));
  } else {
    const Domain& some = all_texts_but_ ? other : *this;
    const Domain& but = all_texts_but_ ? *this : other;
    std::ranges::set_difference(some.texts_, but.texts_, std::inserter(made.texts_, made.texts_.end()));
  }
  return made;
}

auto Domain::united(const Domain& other, const Universe& universe) const -> Domain {
  return complement(universe).intersected(other.complement(universe)).complement(universe);
}

auto Domain::complement(const Universe& universe) const -> Domain {
  Domain made;
  made.absent_ = universe.optional && !absent_;
  made.all_texts_but_ = universe.text && !all_texts_but_;
  if (universe.text) {
    made.texts_ = texts_;
    return made;
  }
  Domain rest = within({}, universe);
  for (const Interval& i : intervals_) {
    std::vector<Interval> left;
    for (const Interval& r : rest.intervals_) {
      const auto keep = [&](const Interval& side) {
        if (const Interval kept = snapped(common(r, side), universe); !is_empty(kept)) left.push_back(kept);
      };
      if (i.low) keep(before(i));
      if (i.high) keep(after(i));
    }
    rest.intervals_ = std::move(left);
  }
  made.intervals_ = std::move(rest.intervals_);
  return made;
}

bool Domain::empty() const { return !absent_ && intervals_.empty() && !all_texts_but_ && texts_.empty(); }

bool Domain::disjoint(const Domain& other) const {
  if (absent_ && other.absent_) return false;
  for (const Interval& a : intervals_) {
    for (const Interval& b : other.intervals_) {
      if (!is_empty(common(a, b))) return false;
    }
  }
  const bool texts = (all_texts_but_ || !texts_.empty()) && (other.all_texts_but_ || !other.texts_.empty());
  return !texts || intersected(other).empty();
}

bool Domain::contains(const Sample& sample) const {
  if (sample.absent) return absent_;
  if (sample.text) return texts_.contains(*sample.text) != all_texts_but_;
  return std::ranges::any_of(intervals_, [&](const Interval& i) { return holds(i, sample.number); });
}

auto Domain::sample() const -> Sample {
  if (!intervals_.empty()) return {.number = sample_of(intervals_.front())};
  if (!all_texts_but_ && !texts_.empty()) return {.text = *texts_.begin()};
  if (!all_texts_but_) return {.absent = true};
  std::string other = "…";
  while (texts_.contains(other)) other += "…";
  return {.text = other};
}

}  // namespace remit
