// Plots as text for a terminal, in Braille dots and blocks, or in plain ASCII.
#pragma once
#include <cstdint>
#include <string>

#include "repl/plot/model.h"

namespace remit::plot {

struct TextOptions {
  std::uint32_t width = 80;   // columns, labels included; at least 40
  std::uint32_t height = 16;  // rows of a plot's field; at least 4
  bool ascii = false;         // nothing but ASCII beside the labels
  bool colour = false;        // series in colours
};

// Several series are told apart by letters on their lines, and named below.
auto text_of(const Lines& lines, const TextOptions& options = {}) -> std::string;
auto text_of(const Bars& bars, const TextOptions& options = {}) -> std::string;
auto text_of(const Waterfall& waterfall, const TextOptions& options = {}) -> std::string;

// Cut to so many columns, with an ellipsis where something is cut off; filled up with spaces on the right or left.
auto fitted(const std::string& text, std::uint32_t columns, bool right = false) -> std::string;

}  // namespace remit::plot
