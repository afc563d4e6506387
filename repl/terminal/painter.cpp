#include "repl/terminal/painter.h"

#include <wchar.h>
#include <wctype.h>

#include <algorithm>

namespace remit::repl {
namespace {

constexpr std::string_view kPlain = "\x1b[0m",
                           kSaveCursor =
                               "\x1b"
                               "7",
                           kRestoreCursor =
                               "\x1b"
                               "8";

auto escape_of(Style style) -> std::string_view {
  switch (style) {
    case Style::command: return "\x1b[1m";
    case Style::keyword: return "\x1b[35m";
    case Style::name: return "\x1b[36m";
    case Style::number: return "\x1b[33m";
    case Style::text: return "\x1b[32m";
    case Style::comment: return "\x1b[90m";
  }
  return kPlain;
}

auto moved(std::size_t count, char direction) -> std::string {
  return count == 0 ? "" : "\x1b[" + std::to_string(count) + direction;
}

class Placer {
 public:
  explicit Placer(std::size_t width) : width_(width) {}

  // False: it cannot be told where.
  bool put(std::string_view text, std::vector<Layout::Place>* places) {
    mbstate_t state{};
    for (std::size_t at = 0; at < text.size();) {
      wchar_t character = 0;
      const std::size_t length = ::mbrtowc(&character, text.data() + at, text.size() - at, &state);
      if (length == 0 || length > text.size() - at) return false;
      const std::size_t columns = static_cast<std::size_t>(std::max(0, ::wcwidth(character)));
      const bool ends_row = character == L'\n';
      if (!ends_row && (::iswprint(static_cast<wint_t>(character)) == 0 || columns == 0 || columns > width_))
        return false;
      if (column_ + columns > width_) next_row();  // one of two columns does not go over the edge
      if (places != nullptr) places->push_back({at, row_, column_});
      column_ += columns;
      if (ends_row || column_ >= width_) next_row();
      at += length;
    }
    return true;
  }
  auto end(std::size_t offset) const -> Layout::Place { return {offset, row_, column_}; }

 private:
  void next_row() {
    ++row_;
    column_ = 0;
  }

  std::size_t width_, row_ = 0, column_ = 0;
};

}  // namespace

auto Layout::at(std::size_t offset) const -> const Place& {
  const auto found = std::find_if(places.begin(), places.end(), [&](const Place& one) { return one.offset >= offset; });
  return found == places.end() ? places.back() : *found;
}

auto lay_out(std::string_view prompt, std::string_view line, std::size_t width) -> std::optional<Layout> {
  Placer placer(width);
  Layout layout;
  if (!placer.put(prompt, nullptr) || !placer.put(line, &layout.places)) return std::nullopt;
  layout.places.push_back(placer.end(line.size()));
  return layout;
}

auto painted(const Layout& layout, std::string_view line, std::size_t cursor, const std::vector<Styled>& styles)
    -> std::string {
  std::string text(kSaveCursor);
  text += "\r" + moved(layout.at(cursor).row, 'A');
  std::size_t row = 0;
  auto style = styles.begin();
  std::string_view shown = kPlain;
  for (std::size_t i = 0; i + 1 < layout.places.size(); ++i) {
    const Layout::Place& place = layout.places[i];
    if (i == 0 || place.row != row) {
      text += moved(place.row - row, 'B') + "\r" + moved(place.column, 'C');
      row = place.row;
    }
    while (style != styles.end() && style->end <= place.offset) ++style;
    const bool inside = style != styles.end() && style->begin <= place.offset;
    const std::string_view wanted = inside ? escape_of(style->style) : kPlain;
    if (wanted != shown) text += std::string(kPlain) + std::string(wanted);
    shown = wanted;
    if (line[place.offset] != '\n') text += line.substr(place.offset, layout.places[i + 1].offset - place.offset);
  }
  return text + std::string(kPlain) + std::string(kRestoreCursor);
}

}  // namespace remit::repl
