// Sets of the values that one path of a case may take: intervals of numbers, texts, and whether it is absent.
//
// Everything that has an order is a number here: dates and periods their count, members of an enum their position,
// booleans 0 and 1. All sets of one path are made for one Universe, and stay within it.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/number/number.h"

namespace remit {

// Absent ends are unbounded.
struct Interval {
  std::optional<Number> low = {};
  std::optional<Number> high = {};
  bool low_open = false;  // `low` itself is not in it
  bool high_open = false;

  friend bool operator==(const Interval&, const Interval&) = default;
};

// What a path may be at all.
struct Universe {
  bool text = false;                // texts, else numbers
  std::optional<Number> step = {};  // numbers are its multiples; absent: dense
  Interval range = {};
  bool optional = false;  // it may be absent
};

// One value, for an example.
struct Sample {
  bool absent = false;
  std::optional<std::string> text = {};
  Number number = {};
};

class Domain {
 public:
  static auto all(const Universe& universe) -> Domain;
  static auto within(const Interval& interval, const Universe& universe) -> Domain;
  static auto exactly(const Number& number, const Universe& universe) -> Domain;
  static auto exactly(std::string text) -> Domain;
  static auto absent() -> Domain;

  [[nodiscard]] auto intersected(const Domain& other) const -> Domain;
  [[nodiscard]] auto united(const Domain& other, const Universe& universe) const -> Domain;
  [[nodiscard]] auto complement(const Universe& universe) const -> Domain;

  [[nodiscard]] bool empty() const;
  [[nodiscard]] bool disjoint(const Domain& other) const;
  [[nodiscard]] bool contains(const Sample& sample) const;
  // A value of the set: one that is there rather than absent, an end rather than something between. Requires: not
  // empty.
  [[nodiscard]] auto sample() const -> Sample;

  // Ends of all intervals, for what asks which values were spoken of.
  [[nodiscard]] auto intervals() const -> const std::vector<Interval>& { return intervals_; }

  friend bool operator==(const Domain&, const Domain&) = default;

 private:
  bool absent_ = false;
  std::vector<Interval> intervals_;  // in order, disjoint, none adjacent; on a step their ends are closed
  bool all_texts_but_ = false;       // texts: all but those in `texts_`, else those
  std::set<std::string> texts_;
};

}  // namespace remit
