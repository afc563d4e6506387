// What a plot shows: rows of exact numbers with labels. One model, drawn by repl/plot/text.h and repl/plot/svg.h.
//
// No coordinate passes through binary floating point: places on the axes are quotients, rounded to a cell of the
// terminal or to a tenth of a pixel when they are drawn, so the same plot is the same bytes everywhere.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/number/number.h"

namespace remit::plot {

struct Axis {
  std::string label, unit;
  std::function<std::string(const Number&)> print = {};  // of a tick; empty: digits, grouped by thousands
};

// Lines over one axis.
struct Series {
  std::string label;
  std::vector<std::optional<Number>> values;  // one a place; absent: a gap
};
struct Lines {
  std::string title;
  Axis x, y;
  std::vector<Number> at;  // rising
  std::vector<Series> series;
};

// Bars beside one another: a histogram, or values of a few kinds.
struct Bar {
  std::string label;
  Number value;
  std::string shown;  // the value as text
};
struct Bars {
  std::string title;
  std::vector<Bar> bars;
};

// An amount, and what takes parts of it away until nothing is left.
struct Step {
  enum class Kind : std::uint8_t { whole, part, subtotal };
  Kind kind{};
  std::string label;
  Number value;                         // of a part: what it takes
  std::string shown;                    // the value as text
  std::vector<std::string> notes = {};  // how the part is made up, a line each
};
struct Waterfall {
  std::string title;
  std::vector<Step> steps;
};

}  // namespace remit::plot
