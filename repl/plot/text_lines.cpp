// Lines in Braille: a cell of the terminal is two dots wide and four high. Without Braille a cell is one dot.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "engine/text/utf8.h"
#include "repl/plot/text.h"
#include "repl/plot/ticks.h"

namespace remit::plot {
namespace {

constexpr std::uint32_t kDotsAcross = 2;
constexpr std::uint32_t kDotsDown = 4;

auto utf8_of(std::uint32_t point) -> std::string {
  return {static_cast<char>(0xE0U | (point >> 12U)), static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (point & 0x3FU))};
}

struct Cell {
  std::uint32_t dots = 0;  // Braille: a bit a dot
  char letter = 0;         // of a series, instead of dots
  std::uint32_t series = 0;
};

class Field {
 public:
  Field(std::uint32_t columns, std::uint32_t rows, bool ascii)
      : columns_(columns), rows_(rows), ascii_(ascii), cells_(std::size_t{columns} * rows) {}

  [[nodiscard]] auto dots_across() const -> std::int64_t { return std::int64_t{columns_} * (ascii_ ? 1 : kDotsAcross); }
  [[nodiscard]] auto dots_down() const -> std::int64_t { return std::int64_t{rows_} * (ascii_ ? 1 : kDotsDown); }

  void dot(std::int64_t x, std::int64_t y, std::uint32_t series) {
    if (x < 0 || y < 0 || x >= dots_across() || y >= dots_down()) return;
    Cell& cell = at(x, y);
    cell.series = series;
    if (ascii_) {
      cell.letter = static_cast<char>(kMarks[series % kMarks.size()]);
      return;
    }
    // Dots 1 2 3 7 of the left half, 4 5 6 8 of the right.
    static constexpr std::uint32_t kBits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
    cell.dots |= kBits[x % kDotsAcross][y % kDotsDown];
  }

  void line(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1, std::uint32_t series) {
    const std::int64_t across = std::abs(x1 - x0);
    const std::int64_t down = -std::abs(y1 - y0);
    std::int64_t error = across + down;
    while (true) {
      dot(x0, y0, series);
      if (x0 == x1 && y0 == y1) return;
      const std::int64_t twice = 2 * error;
      if (twice >= down) {
        error += down;
        x0 += x0 < x1 ? 1 : -1;
      }
      if (twice <= across) {
        error += across;
        y0 += y0 < y1 ? 1 : -1;
      }
    }
  }

  void letter(std::int64_t x, std::int64_t y, std::uint32_t series) {
    if (x < 0 || y < 0 || x >= dots_across() || y >= dots_down()) return;
    at(x, y).letter = static_cast<char>('a' + series % 26);
    at(x, y).series = series;
  }

  [[nodiscard]] auto row(std::uint32_t row, bool colour) const -> std::string {
    std::string text;
    for (std::uint32_t c = 0; c < columns_; ++c) {
      const Cell& cell = cells_[std::size_t{row} * columns_ + c];
      const bool drawn = cell.letter != 0 || cell.dots != 0;
      const std::string sign = cell.letter != 0 ? std::string(1, cell.letter)
                               : cell.dots != 0 ? utf8_of(0x2800U + cell.dots)
                                                : " ";
      text += drawn && colour ? painted(sign, cell.series) : sign;
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }

  static auto painted(const std::string& text, std::uint32_t series) -> std::string {
    static constexpr const char* kColours[] = {"34", "31", "32", "35", "33", "36"};
    return std::string("\x1b[") + kColours[series % 6] + "m" + text + "\x1b[0m";
  }

 private:
  static constexpr std::string_view kMarks = "*ox+#%@&";

  auto at(std::int64_t x, std::int64_t y) -> Cell& {
    const std::int64_t across = ascii_ ? 1 : kDotsAcross;
    const std::int64_t down = ascii_ ? 1 : kDotsDown;
    return cells_[static_cast<std::size_t>(y / down) * columns_ + static_cast<std::size_t>(x / across)];
  }

  std::uint32_t columns_, rows_;
  bool ascii_;
  std::vector<Cell> cells_;
};

class LinesText {
 public:
  LinesText(const Lines& lines, const TextOptions& options)
      : lines_(lines),
        options_(options),
        y_(scale_of(lines, std::max<std::uint32_t>(2, options.height / 3))),
        x_(scale_of_places(lines, 1)) {
    for (const Number& tick : y_.ticks) margin_ = std::max(margin_, columns(tick_text(tick, y_, lines_.y)));
    across_ = options.width > margin_ + 12 ? options.width - margin_ - 2 : 10;
    x_ = x_ticks();
  }

  auto run() -> std::string {
    Field field(across_, options_.height, options_.ascii);
    for (std::uint32_t s = 0; s < lines_.series.size(); ++s) draw(field, s);
    if (lines_.series.size() > 1) {
      for (std::uint32_t s = 0; s < lines_.series.size(); ++s) mark(field, s);
    }
    std::string text = lines_.title.empty() ? "" : lines_.title + "\n";
    if (!axis_text(lines_.y).empty()) text += std::string(margin_, ' ') + " " + axis_text(lines_.y) + "\n";
    for (std::uint32_t row = 0; row < options_.height; ++row) {
      std::string line = left_of(row) + field.row(row, options_.colour);
      while (line.ends_with(' ')) line.pop_back();
      text += line + "\n";
    }
    return text + below() + legend();
  }

 private:
  auto x_ticks() const -> Scale {
    for (std::int64_t most = std::max<std::int64_t>(2, across_ / 8);; most /= 2) {
      const Scale scale = scale_of_places(lines_, std::max<std::int64_t>(most, 1));
      std::uint32_t widest = 0;
      for (const Number& tick : scale.ticks) widest = std::max(widest, columns(tick_text(tick, scale, lines_.x)));
      const std::int64_t apart = scale.place(scale.low + scale.step, across_ - 1);
      if (apart >= widest + 2 || most <= 1) return scale;
    }
  }

  auto x_dot(const Field& field, const Number& value) const -> std::int64_t {
    return x_.place(value, field.dots_across() - 1);
  }
  auto y_dot(const Field& field, const Number& value) const -> std::int64_t {
    return field.dots_down() - 1 - y_.place(value, field.dots_down() - 1);
  }

  void draw(Field& field, std::uint32_t s) const {
    const auto& values = lines_.series[s].values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      const std::int64_t x = x_dot(field, lines_.at[i]);
      const std::int64_t y = y_dot(field, *values[i]);
      if (i > 0 && values[i - 1])
        field.line(x_dot(field, lines_.at[i - 1]), y_dot(field, *values[i - 1]), x, y, s);
      else
        field.dot(x, y, s);
    }
  }

  // The series' letter, three times along its line, each series a little further.
  void mark(Field& field, std::uint32_t s) const {
    const auto& values = lines_.series[s].values;
    const std::size_t n = values.size();
    const std::size_t parts = lines_.series.size() * 3;
    for (std::size_t k = s; k < parts; k += lines_.series.size()) {
      const std::size_t i = (2 * k + 1) * n / (2 * parts);
      if (i < n && values[i]) field.letter(x_dot(field, lines_.at[i]), y_dot(field, *values[i]), s);
    }
  }

  // Labels and ticks of the upright axis.
  auto left_of(std::uint32_t row) const -> std::string {
    for (const Number& tick : y_.ticks) {
      const std::int64_t at = std::int64_t{options_.height} - 1 - y_.place(tick, std::int64_t{options_.height} - 1);
      if (at == row) return fitted(tick_text(tick, y_, lines_.y), margin_, true) + (options_.ascii ? " +" : " ┤");
    }
    return std::string(margin_, ' ') + (options_.ascii ? " |" : " │");
  }

  auto below() const -> std::string {
    const std::string indent(margin_ + 1, ' ');
    std::vector<bool> is_tick(across_);
    std::string labels;
    std::uint32_t used = 0;
    for (const Number& tick : x_.ticks) {
      const auto at = static_cast<std::uint32_t>(x_.place(tick, std::int64_t{across_} - 1));
      is_tick[at] = true;
      const std::string text = tick_text(tick, x_, lines_.x);
      const std::uint32_t width = columns(text);
      const std::uint32_t begin =
          std::min(at + 1 > width / 2 ? at + 1 - width / 2 : 0, across_ + 1 - std::min(width, across_));
      if (begin < used) continue;
      labels += std::string(begin - used, ' ') + text;
      used = begin + width + 1;
      labels += " ";
    }
    while (labels.ends_with(' ')) labels.pop_back();
    std::string rule = options_.ascii ? "+" : "└";
    for (std::uint32_t c = 0; c < across_; ++c) {
      rule += is_tick[c] ? (options_.ascii ? "+" : "┬") : (options_.ascii ? "-" : "─");
    }
    std::string text = indent + rule + "\n" + indent + labels + "\n";
    if (!axis_text(lines_.x).empty()) text += indent + " " + axis_text(lines_.x) + "\n";
    return text;
  }

  auto legend() const -> std::string {
    if (lines_.series.size() < 2) return "";
    std::string text;
    for (std::uint32_t s = 0; s < lines_.series.size(); ++s) {
      const std::string letter(1, static_cast<char>('a' + s % 26));
      text += std::string(margin_ + 2, ' ') + (options_.colour ? Field::painted(letter, s) : letter) + "  " +
              lines_.series[s].label + "\n";
    }
    return text;
  }

  const Lines& lines_;
  const TextOptions& options_;
  Scale y_, x_;
  std::uint32_t margin_ = 0;
  std::uint32_t across_ = 0;
};

}  // namespace

auto text_of(const Lines& lines, const TextOptions& options) -> std::string { return LinesText(lines, options).run(); }

}  // namespace remit::plot
