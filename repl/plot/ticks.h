// Round numbers along an axis.
#pragma once
#include <string>
#include <vector>

#include "repl/plot/model.h"

namespace remit::plot {

// What an axis reaches over, widened to whole steps, and its ticks: 1, 2 or 5 times a power of ten apart.
struct Scale {
  Number low, high, step;
  std::vector<Number> ticks;

  // How far along the axis, of `length` in all, rounded to whole units, halves up.
  [[nodiscard]] auto place(const Number& value, std::int64_t length) const -> std::int64_t;
};

// At most `most` steps. `whole`: the step is a whole number. `widen`: the ends become ticks; else they stay, and ticks
// lie between them.
auto scale_of(Number low, Number high, std::int64_t most, bool whole, bool widen) -> Scale;

// Of the values of all series; from 0 where that is not far.
auto scale_of(const Lines& lines, std::int64_t most) -> Scale;
auto scale_of_places(const Lines& lines, std::int64_t most) -> Scale;

// "30,000", "-0.05"; or as the axis prints it.
auto tick_text(const Number& tick, const Scale& scale, const Axis& axis) -> std::string;
auto grouped(std::string digits) -> std::string;
// "Deductible (CNY)".
auto axis_text(const Axis& axis) -> std::string;

}  // namespace remit::plot
