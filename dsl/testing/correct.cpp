#include "dsl/testing/correct.h"

#include <algorithm>
#include <set>

#include "engine/text/utf8.h"

namespace remit {
namespace {

auto lines_of(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

bool is_row(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '|';
}

// Where the bars of a row stand: not those in texts, in names in backticks, or in a comment.
auto bars_of(std::string_view line) -> std::vector<std::size_t> {
  std::vector<std::size_t> bars;
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"')
        ++i;
      else if (c == quote)
        quote = '\0';
    } else if (c == '"' || c == '`') {
      quote = c;
    } else if (c == '#') {
      break;
    } else if (c == '|') {
      bars.push_back(i);
    }
  }
  return bars;
}

auto trimmed(std::string_view text) -> std::string {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

// Consecutive rows of equally many cells: every column as wide as its widest cell.
void align(std::vector<std::string>& lines, std::size_t first, std::size_t last) {
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths;
  for (std::size_t i = first; i < last; ++i) {
    const std::vector<std::size_t> bars = bars_of(lines[i]);
    cells.emplace_back();
    for (std::size_t k = 0; k + 1 < bars.size(); ++k) {
      cells.back().push_back(trimmed(std::string_view(lines[i]).substr(bars[k] + 1, bars[k + 1] - bars[k] - 1)));
    }
    widths.resize(std::max(widths.size(), cells.back().size()));
    for (std::size_t k = 0; k < cells.back().size(); ++k) {
      widths[k] = std::max(widths[k], static_cast<std::size_t>(columns(cells.back()[k])));
    }
  }
  for (std::size_t i = first; i < last; ++i) {
    const std::vector<std::size_t> bars = bars_of(lines[i]);
    if (bars.empty()) continue;
    std::string row = lines[i].substr(0, bars.front());
    const std::vector<std::string>& own = cells[i - first];
    for (std::size_t k = 0; k < own.size(); ++k) {
      row += "| " + own[k] + std::string(widths[k] - static_cast<std::size_t>(columns(own[k])) + 1, ' ');
    }
    lines[i] = row + lines[i].substr(bars.back());
  }
}

auto decimals_of(std::string_view number) -> std::size_t {
  const std::size_t point = number.find('.');
  if (point == std::string_view::npos) return 0;
  return std::min(number.find_first_not_of("0123456789", point + 1), number.size()) - point - 1;
}

// `5500` in the place of `1_300.00` is `5_500.00`.
auto in_form_of(std::string_view before, std::string after) -> std::string {
  const bool numbers = after.find_first_not_of("-0123456789_.%") == std::string::npos && !before.starts_with('"');
  const std::size_t first = after.find_first_not_of('-');
  const bool four = numbers && std::min(after.find_first_of("_.%"), after.size()) - first == 4;
  if (four && before.find('_') != std::string_view::npos) after.insert(first + 1, "_");
  const std::size_t wanted = numbers ? decimals_of(before) : 0, has = decimals_of(after);
  if (has >= wanted) return after;
  const std::size_t end = after.ends_with('%') ? after.size() - 1 : after.size();
  return after.substr(0, end) + (has == 0 ? "." : "") + std::string(wanted - has, '0') + after.substr(end);
}

}  // namespace

auto corrected(std::string_view text, const std::vector<TestCorrection>& corrections) -> std::string {
  std::string out;
  std::set<std::size_t> crowded;  // lines whose cells have become too narrow
  std::size_t at = 0, line = 0;
  const auto copy_to = [&](std::size_t end) {
    line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    out += text.substr(at, end - at);
    at = end;
  };
  for (const TestCorrection& one : corrections) {
    copy_to(one.span.begin);
    const std::string_view before = text.substr(one.span.begin, one.span.end - one.span.begin);
    const std::string after = in_form_of(before, one.text);
    out += after;
    at = one.span.end;
    const std::size_t begin = text.rfind('\n', one.span.begin) + 1;  // npos + 1 is 0
    if (!is_row(text.substr(begin, one.span.begin - begin + 1))) continue;
    const auto was = static_cast<std::size_t>(columns(before)), is = static_cast<std::size_t>(columns(after));
    if (is < was) out += std::string(was - is, ' ');
    std::size_t grown = is > was ? is - was : 0;
    for (; grown > 0 && text.substr(at, 2) == "  "; --grown) ++at;
    if (grown > 0) crowded.insert(line);
  }
  copy_to(text.size());
  if (crowded.empty()) return out;

  std::vector<std::string> lines = lines_of(out);
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    while (end < lines.size() && is_row(lines[end])) ++end;
    if (crowded.lower_bound(i) != crowded.lower_bound(end)) align(lines, i, end);
    i = std::max(end, i + 1);
  }
  std::string aligned;
  for (std::size_t i = 0; i < lines.size(); ++i) aligned += (i == 0 ? "" : "\n") + lines[i];
  return aligned;
}

auto changed_lines(std::string_view before, std::string_view after) -> std::vector<ChangedLine> {
  const std::vector<std::string> a = lines_of(before), b = lines_of(after);
  std::vector<ChangedLine> changed;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) changed.push_back({i + 1, a[i], b[i]});
  }
  return changed;
}

}  // namespace remit
