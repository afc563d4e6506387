// Lying bars: labels on the left, values behind the bars.
#include <algorithm>

#include "repl/plot/svg.h"
#include "repl/plot/svg_page.h"

namespace remit::plot {
namespace {

constexpr std::int64_t kRow = 38;
constexpr std::int64_t kThick = 26;
constexpr std::int64_t kNote = 24;
constexpr std::string_view kQuiet = "#555555";

auto whole(std::int64_t n) -> Number { return Number::whole(n); }

// What all lying bars share: the columns of the page.
struct Frame {
  std::int64_t left = 0, right = 0, top = 0;
  Number low, high;

  [[nodiscard]] auto x(const Number& value) const -> Number {
    if (high == low) return whole(left);
    return whole(left) + (value - low) / (high - low) * whole(right - left);
  }
};

template <class Rows>
auto frame_of(const Rows& rows, bool titled) -> Frame {
  std::int64_t labels = 0;
  std::int64_t values = 0;
  for (const auto& row : rows) {
    labels = std::max(labels, text_width(row.label));
    values = std::max(values, text_width(row.shown));
  }
  return {.left = std::min<std::int64_t>(labels, kPageWidth * 2 / 5) + 40,
          .right = kPageWidth - values - 40,
          .top = titled ? 68 : 28,
          .low = Number(),
          .high = Number()};
}

void label(SvgPage& page, const Frame& frame, std::int64_t y, const std::string& text) {
  page.text(whole(frame.left - 16), whole(y + 20), cut_to_width(text, frame.left - 36), Anchor::end);
}

// From `y` down; returns where it ends.
auto draw(const Waterfall& waterfall, SvgPage& page, std::int64_t y) -> std::int64_t {
  Frame frame = frame_of(waterfall.steps, !waterfall.title.empty());
  for (const Step& step : waterfall.steps) frame.high = std::max(frame.high, step.value);
  if (!waterfall.title.empty()) page.text(whole(24), whole(y + 38), waterfall.title, Anchor::start, "#222222", 24);
  y += frame.top;
  Number left;
  for (std::size_t i = 0; i < waterfall.steps.size(); ++i) {
    const Step& step = waterfall.steps[i];
    const bool part = step.kind == Step::Kind::part;
    const Number end = part ? left : step.value;
    left = part ? left - step.value : step.value;
    const Number begin = part ? std::min(left, end) : Number();
    label(page, frame, y, step.label);
    page.rectangle(frame.x(begin), whole(y), frame.x(std::max(end, left)) - frame.x(begin), whole(kThick),
                   part ? "#d98c5f" : "#0072b2");
    page.text(frame.x(std::max(end, left)) + whole(8), whole(y + 20), step.shown);
    std::int64_t next = y + kRow;
    for (const std::string& note : step.notes) {
      page.text(whole(frame.left), whole(next + 10), cut_to_width(note, kPageWidth - frame.left - 16, 16),
                Anchor::start, kQuiet, 16);
      next += kNote;
    }
    if (!step.notes.empty()) next += 8;
    if (i + 1 < waterfall.steps.size() && step.notes.empty()) {
      page.line(frame.x(left), whole(y + kThick), frame.x(left), whole(next), "#999999");
    }
    y = next;
  }
  return y;
}

// From `y` down; returns where it ends.
auto draw(const Bars& bars, SvgPage& page, std::int64_t y) -> std::int64_t {
  Frame frame = frame_of(bars.bars, !bars.title.empty());
  for (const Bar& bar : bars.bars) {
    frame.low = std::min(frame.low, bar.value);
    frame.high = std::max(frame.high, bar.value);
  }
  if (!bars.title.empty()) page.text(whole(24), whole(y + 38), bars.title, Anchor::start, "#222222", 24);
  y += frame.top;
  const std::int64_t top = y;
  for (const Bar& bar : bars.bars) {
    const bool less = bar.value.sign() < 0;
    const Number begin = frame.x(less ? bar.value : Number());
    const Number end = frame.x(less ? Number() : bar.value);
    label(page, frame, y, bar.label);
    page.rectangle(begin, whole(y), end - begin, whole(kThick), colour_of(less ? 1 : 0));
    page.text(end + whole(8), whole(y + 20), bar.shown);
    y += kRow;
  }
  page.line(frame.x(Number()), whole(top - 6), frame.x(Number()), whole(y - 6), kQuiet);
  return y;
}

// Below one another; the page is called as the first.
template <class Plot>
auto page_of(const std::vector<Plot>& plots) -> std::string {
  SvgPage page;
  std::int64_t y = 0;
  for (const Plot& plot : plots) {
    if (y == 0) page.title(plot.title);
    y = draw(plot, page, y);
  }
  return page.take(y + 16);
}

}  // namespace

auto svg_of(const Bars& bars) -> std::string { return page_of(std::vector{bars}); }

auto svg_of(const std::vector<Bars>& groups) -> std::string { return page_of(groups); }

auto svg_of(const std::vector<Waterfall>& waterfalls) -> std::string { return page_of(waterfalls); }

}  // namespace remit::plot
