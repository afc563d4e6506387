// Bars of block characters, an eighth of a column fine; in ASCII whole columns.
#include <algorithm>

#include "engine/text/utf8.h"
#include "repl/plot/text.h"

namespace remit::plot {
namespace {

constexpr std::int64_t kEighths = 8;
constexpr std::uint32_t kLeastBar = 10;  // columns
constexpr std::uint32_t kLeastLabel = 6;

// From `begin` to `end`, both in eighths of a column. What begins within a column is shown from the column's start.
auto block(std::int64_t begin, std::int64_t end, bool ascii, const std::string& sign) -> std::string {
  static constexpr const char* kBlocks[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const std::int64_t first = begin / kEighths;
  std::string text(static_cast<std::size_t>(first), ' ');
  if (end <= begin) return text;
  if (ascii) {
    const std::int64_t last = std::max(first + 1, (end + kEighths / 2) / kEighths);
    for (std::int64_t c = first; c < last; ++c) text += sign;
    return text;
  }
  for (std::int64_t c = first; c < end / kEighths; ++c) text += "█";
  const std::string rest = kBlocks[end % kEighths];
  return text + (text.size() == static_cast<std::size_t>(first) && rest.empty() ? "▏" : rest);
}

auto trimmed(std::string line) -> std::string {
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

// How far `value` reaches, of `whole` over `columns`, in eighths.
auto reach(const Number& value, const Number& whole, std::uint32_t columns) -> std::int64_t {
  if (whole.sign() <= 0) return 0;
  return (value / whole * Number::whole(std::int64_t{columns} * kEighths))
      .round_to(Number::whole(1), Rounding::half_up)
      .to_int64()
      .value_or(0);
}

struct Widths {
  std::uint32_t label = 0, shown = 0, bar = 0;
};

template <class Rows>
auto widths_of(const Rows& rows, const TextOptions& options) -> Widths {
  Widths widths;
  for (const auto& row : rows) {
    widths.label = std::max(widths.label, columns(row.label));
    widths.shown = std::max(widths.shown, columns(row.shown));
  }
  const std::uint32_t beside = widths.shown + 6 + kLeastBar;
  const std::uint32_t room = options.width > beside + kLeastLabel ? options.width - beside : kLeastLabel;
  widths.label = std::min({widths.label, room, options.width / 2});
  const std::uint32_t used = widths.label + widths.shown + 6;
  widths.bar = options.width > used + kLeastBar ? options.width - used : kLeastBar;
  return widths;
}

}  // namespace

auto fitted(const std::string& text, std::uint32_t width, bool right) -> std::string {
  const std::uint32_t has = columns(text);
  if (has <= width) {
    const std::string space(width - has, ' ');
    return right ? space + text : text + space;
  }
  std::string cut;
  std::uint32_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
    const std::string sign = text.substr(at, next - at);
    if (used + columns(sign) + 1 > width) break;
    used += columns(sign);
    cut += sign;
    at = next;
  }
  return cut + "…" + std::string(width > used + 1 ? width - used - 1 : 0, ' ');
}

auto text_of(const Bars& bars, const TextOptions& options) -> std::string {
  Widths widths = widths_of(bars.bars, options);
  Number low, high;
  for (const Bar& bar : bars.bars) {
    low = std::min(low, bar.value);
    high = std::max(high, bar.value);
  }
  std::string text = bars.title.empty() ? "" : bars.title + "\n";
  const std::int64_t zero = reach(-low, high - low, widths.bar) / kEighths * kEighths;
  for (const Bar& bar : bars.bars) {
    const std::int64_t length = reach(bar.value.abs(), high - low, widths.bar);
    const bool left = bar.value.sign() < 0;
    const std::int64_t begin = left ? std::max<std::int64_t>(0, zero - length) : zero;
    text += trimmed("  " + fitted(bar.label, widths.label) + "  " + fitted(bar.shown, widths.shown, true) + "  " +
                    block(begin, left ? zero : zero + length, options.ascii, "#"));
  }
  return text;
}

auto text_of(const Waterfall& waterfall, const TextOptions& options) -> std::string {
  const Widths widths = widths_of(waterfall.steps, options);
  Number most;
  for (const Step& step : waterfall.steps) most = std::max(most, step.value);
  std::string text = waterfall.title.empty() ? "" : waterfall.title + "\n";
  Number left;
  for (const Step& step : waterfall.steps) {
    const bool part = step.kind == Step::Kind::part;
    const Number begin = part ? left - step.value : Number();
    const Number end = part ? left : step.value;
    left = part ? begin : step.value;
    const std::string sign = part ? (options.ascii ? "- " : "− ") : step.kind == Step::Kind::subtotal ? "= " : "  ";
    text += trimmed(sign + fitted(step.label, widths.label) + "  " + fitted(step.shown, widths.shown, true) + "  " +
                    block(reach(std::max(Number(), std::min(begin, end)), most, widths.bar),
                          reach(std::max(begin, end), most, widths.bar), options.ascii, part ? "-" : "#"));
    for (const std::string& note : step.notes) text += "      " + note + "\n";
  }
  return text;
}

}  // namespace remit::plot
