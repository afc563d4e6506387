// Lying bars: labels on the left, values behind the bars.
#include <algorithm>

#include "repl/plot/svg.h"
#include "repl/plot/svg_page.h"

namespace remit::plot {
namespace {

constexpr std::int64_t kRow = 38;
constexpr std::int64_t kThick = 26;
constexpr std::int64_t kNote = 24;
constexpr std::int64_t kNoteFont = 16;
constexpr std::string_view kQuiet = "#555555";

auto whole(std::int64_t n) -> Number { return Number::whole(n); }

// What all lying bars share: the columns of the page.
struct Frame {
  std::int64_t left = 0, right = 0;
  Number low, high;

  [[nodiscard]] auto x(const Number& value) const -> Number {
    if (high == low) return whole(left);
    return whole(left) + (value - low) / (high - low) * whole(right - left);
  }
};

template <class Rows>
auto frame_of(const Rows& rows) -> Frame {
  std::int64_t labels = 0;
  std::int64_t values = 0;
  for (const auto& row : rows) {
    labels = std::max(labels, text_width(row.label));
    values = std::max(values, text_width(row.shown));
  }
  return {.left = std::min<std::int64_t>(labels, kPageWidth / 2) + 40,
          .right = kPageWidth - values - 40,
          .low = Number(),
          .high = Number()};
}

// How far below its top the first bar of a plot lies.
auto head_of(const std::string& title) -> std::int64_t { return title.empty() ? 28 : 68; }

void label(SvgPage& page, const Frame& frame, std::int64_t y, const std::string& text) {
  page.text(whole(frame.left - 16), whole(y + 20), cut_to_width(text, frame.left - 36), Anchor::end);
}

// How a part is made up, beside the line that leads from its end to the next bar; returns where the notes end.
auto draw_notes(const Step& step, const Frame& frame, const Number& line, SvgPage& page, std::int64_t y)
    -> std::int64_t {
  std::int64_t widest = 0;
  for (const std::string& note : step.notes) widest = std::max(widest, text_width(note, kNoteFont));
  const Number behind = line + whole(8);
  const bool fits = behind + whole(widest) <= whole(kPageWidth - 16);
  const Number x = fits ? behind : std::max(whole(16), line - whole(8 + widest));
  for (const std::string& note : step.notes) {
    page.text(x, whole(y + 10), cut_to_width(note, kPageWidth - frame.left, kNoteFont), Anchor::start, kQuiet,
              kNoteFont);
    y += kNote;
  }
  return y + 8;
}

// All of a page have one frame, so that their bars can be compared. From `y` down; returns where it ends.
auto draw(const Waterfall& waterfall, const Frame& frame, SvgPage& page, std::int64_t y) -> std::int64_t {
  if (!waterfall.title.empty()) page.text(whole(24), whole(y + 38), waterfall.title, Anchor::start, "#222222", 24);
  y += head_of(waterfall.title);
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
    if (!step.notes.empty()) next = draw_notes(step, frame, frame.x(left), page, next);
    if (i + 1 < waterfall.steps.size()) {
      page.line(frame.x(left), whole(y + kThick), frame.x(left), whole(next), "#999999");
    }
    y = next;
  }
  return y;
}

// From `y` down; returns where it ends.
auto draw(const Bars& bars, SvgPage& page, std::int64_t y) -> std::int64_t {
  Frame frame = frame_of(bars.bars);
  for (const Bar& bar : bars.bars) {
    frame.low = std::min(frame.low, bar.value);
    frame.high = std::max(frame.high, bar.value);
  }
  if (!bars.title.empty()) page.text(whole(24), whole(y + 38), bars.title, Anchor::start, "#222222", 24);
  y += head_of(bars.title);
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
  if (y > top) page.line(frame.x(Number()), whole(top - 6), frame.x(Number()), whole(y - 6), kQuiet);
  return y;
}

// Below one another; the page is called as the first.
template <class Plot, class Draw>
auto page_of(const std::vector<Plot>& plots, Draw draw) -> std::string {
  SvgPage page;
  std::int64_t y = 0;
  for (const Plot& plot : plots) {
    if (y == 0) page.title(plot.title);
    y = draw(plot, page, y);
  }
  return page.take(y + 16);
}

auto drawn(const std::vector<Bars>& groups) -> std::string {
  return page_of(groups, [](const Bars& bars, SvgPage& page, std::int64_t y) { return draw(bars, page, y); });
}

}  // namespace

auto svg_of(const Bars& bars) -> std::string { return drawn({bars}); }

auto svg_of(const std::vector<Bars>& groups) -> std::string { return drawn(groups); }

auto svg_of(const std::vector<Waterfall>& waterfalls) -> std::string {
  std::vector<Step> all;
  for (const Waterfall& waterfall : waterfalls) all.insert(all.end(), waterfall.steps.begin(), waterfall.steps.end());
  Frame frame = frame_of(all);
  for (const Step& step : all) frame.high = std::max(frame.high, step.value);
  return page_of(waterfalls, [&](const Waterfall& waterfall, SvgPage& page, std::int64_t y) {
    return draw(waterfall, frame, page, y);
  });
}

}  // namespace remit::plot
