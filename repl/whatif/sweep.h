// A case settled with one value of a variable after the other: what becomes of some quantities.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "repl/plot/model.h"
#include "repl/whatif/variable.h"

namespace remit::whatif {

inline constexpr std::size_t kMostPoints = 100'000;

// from, from + step, … up to `to`. A sentence where there is no such row of values, or it has too many. Requires: all
// of a number's type; of a date the step is a whole number of days.
auto points_between(const Variable& variable, const Value& from, const Value& to, const Number& step)
    -> Result<std::vector<Value>, Sentence>;
// All members of an enumeration, no and yes; empty for what has no few values.
auto all_values(const Variable& variable, const TypeTable& types) -> std::vector<Value>;

struct SweptPoint {
  Value value;               // of the variable
  std::vector<Value> shown;  // of each quantity; absent where the answer is blocked, failed where there is none
  std::string why;           // there is no answer: the code of the first error
  bool blocked = false;
};

struct Sweep {
  Variable variable;
  std::vector<Quantity> shown;
  std::vector<SweptPoint> points;
  bool stopped = false;
};

// Each point is what settling the case with that value gives. `stop`: asked now and then. A sentence where the variable
// is the total of a column that cannot be scaled.
auto sweep(const Service& service, const Case& given, const Variable& variable, const std::vector<Value>& points,
           const std::vector<Quantity>& shown, const std::function<bool()>& stop = {}) -> Result<Sweep, Sentence>;

// As rows of cells, the first the heading; `language`: of labels, or empty for names. `absent`: where nothing is given.
auto sweep_rows(const Sweep& sweep, const Service& service, const std::string& language = {},
                const std::string& absent = "–") -> std::vector<std::vector<std::string>>;
// Of the quantities that are numbers. Requires: the variable is a number or a date.
auto sweep_plot(const Sweep& sweep, const Service& service, const std::string& language = {}) -> plot::Lines;

}  // namespace remit::whatif
