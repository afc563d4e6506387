// The elements of an SVG that plots are made of. Coordinates are exact and printed to a tenth.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/number/number.h"

namespace remit::plot {

inline constexpr std::int64_t kPageWidth = 960;
inline constexpr std::int64_t kFont = 18;

// Of the k-th series; they repeat after eight.
auto colour_of(std::size_t series) -> std::string_view;
auto dashes_of(std::size_t series) -> std::string_view;

// About how wide a text is, in pixels: half its size a column of a terminal, a little more.
auto text_width(std::string_view text, std::int64_t font = kFont) -> std::int64_t;
// Cut to that width, with an ellipsis.
auto cut_to_width(const std::string& text, std::int64_t width, std::int64_t font = kFont) -> std::string;

enum class Anchor : std::uint8_t { start, middle, end };

class SvgPage {
 public:
  void title(std::string_view text);
  void text(const Number& x, const Number& y, std::string_view text, Anchor anchor = Anchor::start,
            std::string_view colour = "#222222", std::int64_t font = kFont);
  void line(const Number& x0, const Number& y0, const Number& x1, const Number& y1, std::string_view colour,
            std::string_view width = "1");
  void rectangle(const Number& x, const Number& y, const Number& width, const Number& height, std::string_view colour);
  void dot(const Number& x, const Number& y, std::string_view colour);
  // `points`: "x,y x,y …".
  void path(std::string_view points, std::string_view colour, std::string_view dashes);

  static auto at(const Number& x, const Number& y) -> std::string;
  // The whole document.
  [[nodiscard]] auto take(std::int64_t height) const -> std::string;

 private:
  std::string body_, title_;
};

}  // namespace remit::plot
