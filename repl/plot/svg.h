// Plots as SVG, for documents and screens: 960 wide, text of 18 and more, so that they read at arm's length; colours
// that stay apart for the colour-blind, and dashes beside them. Labels may be Chinese or English.
#pragma once
#include <string>
#include <vector>

#include "repl/plot/model.h"

namespace remit::plot {

auto svg_of(const Lines& lines) -> std::string;
auto svg_of(const Bars& bars) -> std::string;
// Below one another.
auto svg_of(const std::vector<Bars>& groups) -> std::string;
auto svg_of(const std::vector<Waterfall>& waterfalls) -> std::string;

}  // namespace remit::plot
