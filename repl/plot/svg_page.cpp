#include "repl/plot/svg_page.h"

#include "engine/text/utf8.h"
#include "repl/plot/text.h"

namespace remit::plot {
namespace {

auto coordinate(const Number& value) -> std::string {
  return value.round_to(Number::decimal(1, 1), Rounding::half_up).to_string();
}

// Control characters have no place in XML.
auto escaped(std::string_view text) -> std::string {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
    }
  }
  return safe;
}

auto quoted(std::string_view name, std::string_view value) -> std::string {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

}  // namespace

auto colour_of(std::size_t series) -> std::string_view {
  static constexpr std::string_view kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                  "#7a5195", "#e69f00", "#56b4e9", "#444444"};
  return kColours[series % 8];
}

auto dashes_of(std::size_t series) -> std::string_view {
  static constexpr std::string_view kDashes[] = {"", "9 5", "3 4", "14 5 3 5", "", "9 5", "3 4", "14 5 3 5"};
  return kDashes[series % 8];
}

auto text_width(std::string_view text, std::int64_t font) -> std::int64_t {
  return std::int64_t{columns(text)} * font * 56 / 100 + 2;
}

auto cut_to_width(const std::string& text, std::int64_t width, std::int64_t font) -> std::string {
  if (text_width(text, font) <= width) return text;
  return fitted(text, static_cast<std::uint32_t>(width * 100 / (font * 56)));
}

void SvgPage::title(std::string_view text) { title_ = escaped(text); }

void SvgPage::text(const Number& x, const Number& y, std::string_view text, Anchor anchor, std::string_view colour,
                   std::int64_t font) {
  static constexpr std::string_view kAnchors[] = {"start", "middle", "end"};
  body_ += "<text" + quoted("x", coordinate(x)) + quoted("y", coordinate(y));
  if (anchor != Anchor::start) body_ += quoted("text-anchor", kAnchors[static_cast<std::size_t>(anchor)]);
  if (font != kFont) body_ += quoted("font-size", std::to_string(font));
  body_ += quoted("fill", colour) + ">" + escaped(text) + "</text>\n";
}

void SvgPage::line(const Number& x0, const Number& y0, const Number& x1, const Number& y1, std::string_view colour,
                   std::string_view width) {
  body_ += "<line" + quoted("x1", coordinate(x0)) + quoted("y1", coordinate(y0)) + quoted("x2", coordinate(x1)) +
           quoted("y2", coordinate(y1)) + quoted("stroke", colour) + quoted("stroke-width", width) + "/>\n";
}

void SvgPage::rectangle(const Number& x, const Number& y, const Number& width, const Number& height,
                        std::string_view colour) {
  body_ += "<rect" + quoted("x", coordinate(x)) + quoted("y", coordinate(y)) + quoted("width", coordinate(width)) +
           quoted("height", coordinate(height)) + quoted("fill", colour) + "/>\n";
}

void SvgPage::dot(const Number& x, const Number& y, std::string_view colour) {
  body_ += "<circle" + quoted("cx", coordinate(x)) + quoted("cy", coordinate(y)) + quoted("r", "4") +
           quoted("fill", colour) + "/>\n";
}

void SvgPage::path(std::string_view points, std::string_view colour, std::string_view dashes) {
  body_ += "<polyline" + quoted("points", points) + quoted("fill", "none") + quoted("stroke", colour) +
           quoted("stroke-width", "3") + quoted("stroke-linejoin", "round");
  if (!dashes.empty()) body_ += quoted("stroke-dasharray", dashes);
  body_ += "/>\n";
}

auto SvgPage::at(const Number& x, const Number& y) -> std::string { return coordinate(x) + "," + coordinate(y); }

auto SvgPage::take(std::int64_t height) const -> std::string {
  const std::string size = std::to_string(kPageWidth) + " " + std::to_string(height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\"" +
         std::to_string(kPageWidth) + "\" height=\"" + std::to_string(height) + "\" font-size=\"" +
         std::to_string(kFont) +
         "\" font-family=\"'Noto Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
         "'WenQuanYi Zen Hei', 'DejaVu Sans', sans-serif\">\n" +
         (title_.empty() ? "" : "<title>" + title_ + "</title>\n") + "<rect width=\"" + std::to_string(kPageWidth) +
         "\" height=\"" + std::to_string(height) + "\" fill=\"#ffffff\"/>\n" + body_ + "</svg>\n";
}

}  // namespace remit::plot
