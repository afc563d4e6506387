#include <algorithm>
#include <numeric>
#include <vector>

#include "repl/plot/svg.h"
#include "repl/plot/svg_page.h"
#include "repl/plot/ticks.h"

namespace remit::plot {
namespace {

constexpr std::int64_t kHeight = 540;
constexpr std::int64_t kBelow = 76;     // room for labels of the lower axis
constexpr std::int64_t kMostDots = 40;  // of more points only the line is drawn
constexpr std::string_view kGrid = "#dddddd";
constexpr std::string_view kQuiet = "#555555";

auto whole(std::int64_t n) -> Number { return Number::whole(n); }

class LinesSvg {
 public:
  explicit LinesSvg(const Lines& lines) : lines_(lines), y_(scale_of(lines, 7)), x_(scale_of_places(lines, 6)) {
    for (const Number& tick : y_.ticks) left_ = std::max(left_, text_width(tick_text(tick, y_, lines.y)) + 26);
    std::int64_t labels = 24;
    for (const Series& series : lines.series) labels = std::max(labels, text_width(series.label) + 24);
    right_ = kPageWidth - std::min<std::int64_t>(labels, kPageWidth / 3);
    top_ = lines.title.empty() ? 48 : 84;
    choose_ticks();
  }

  auto run() -> std::string {
    page_.title(lines_.title);
    if (!lines_.title.empty()) page_.text(whole(24), whole(38), lines_.title, Anchor::start, "#222222", 24);
    axes();
    for (std::size_t s = 0; s < lines_.series.size(); ++s) draw(s);
    name_series();
    return page_.take(kHeight);
  }

 private:
  void choose_ticks() {
    for (std::int64_t most = 8; most >= 1; --most) {
      x_ = scale_of_places(lines_, most);
      std::int64_t widest = 0;
      for (const Number& tick : x_.ticks) widest = std::max(widest, text_width(tick_text(tick, x_, lines_.x)));
      if (x_.place(x_.low + x_.step, right_ - left_) >= widest + 14) return;
    }
  }

  auto x(const Number& value) const -> Number {
    if (x_.high == x_.low) return whole(left_);
    return whole(left_) + (value - x_.low) / (x_.high - x_.low) * whole(right_ - left_);
  }
  auto y(const Number& value) const -> Number {
    return whole(kHeight - kBelow) - (value - y_.low) / (y_.high - y_.low) * whole(kHeight - kBelow - top_);
  }

  void axes() {
    for (const Number& tick : y_.ticks) {
      page_.line(whole(left_), y(tick), whole(right_), y(tick), tick.is_zero() ? kQuiet : kGrid);
      page_.text(whole(left_ - 10), y(tick) + whole(6), tick_text(tick, y_, lines_.y), Anchor::end, kQuiet);
    }
    for (const Number& tick : x_.ticks) {
      page_.line(x(tick), whole(kHeight - kBelow), x(tick), whole(kHeight - kBelow + 7), kQuiet);
      page_.text(x(tick), whole(kHeight - kBelow + 28), tick_text(tick, x_, lines_.x), Anchor::middle, kQuiet);
    }
    page_.line(whole(left_), whole(kHeight - kBelow), whole(right_), whole(kHeight - kBelow), kQuiet);
    page_.text(whole(left_), whole(top_ - 14), axis_text(lines_.y), Anchor::start, kQuiet);
    page_.text(whole((left_ + right_) / 2), whole(kHeight - 16), axis_text(lines_.x), Anchor::middle);
  }

  void draw(std::size_t s) {
    const auto& values = lines_.series[s].values;
    std::string points;
    std::size_t count = 0;
    const auto finish = [&] {
      if (count > 1) page_.path(points, colour_of(s), dashes_of(s));
      points.clear();
      count = 0;
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool alone = values[i] && (i == 0 || !values[i - 1]) && (i + 1 == values.size() || !values[i + 1]);
      if (values[i] && (values.size() <= kMostDots || alone)) page_.dot(x(lines_.at[i]), y(*values[i]), colour_of(s));
      if (!values[i]) {
        finish();
        continue;
      }
      points += (count++ == 0 ? "" : " ") + SvgPage::at(x(lines_.at[i]), y(*values[i]));
    }
    finish();
  }

  // Each at the height where its line ends, moved where two would lie over one another.
  void name_series() {
    std::vector<std::pair<Number, std::size_t>> names;
    for (std::size_t s = 0; s < lines_.series.size(); ++s) {
      const auto& values = lines_.series[s].values;
      const auto last =
          std::find_if(values.rbegin(), values.rend(), [](const auto& value) { return value.has_value(); });
      names.emplace_back(last == values.rend() ? whole(top_) : y(**last), s);
    }
    std::ranges::stable_sort(names, [](const auto& a, const auto& b) { return a.first < b.first; });
    const Number apart = whole(kFont + 6);
    for (std::size_t i = 1; i < names.size(); ++i)
      names[i].first = std::max(names[i].first, names[i - 1].first + apart);
    Number most = whole(kHeight - kBelow);
    for (std::size_t i = names.size(); i-- > 0; most = names[i].first - apart) {
      names[i].first = std::min(names[i].first, most);
    }
    for (const auto& [at, s] : names) {
      page_.text(whole(right_ + 12), at + whole(6), cut_to_width(lines_.series[s].label, kPageWidth - right_ - 16),
                 Anchor::start, colour_of(s));
    }
  }

  const Lines& lines_;
  Scale y_, x_;
  std::int64_t left_ = 60, right_ = 0, top_ = 0;
  SvgPage page_;
};

}  // namespace

auto svg_of(const Lines& lines) -> std::string { return LinesSvg(lines).run(); }

}  // namespace remit::plot
