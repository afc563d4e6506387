#include "repl/terminal/painter.h"

#include <algorithm>

#include "engine/text/utf8.h"
#include "engine/text/visible.h"

// Where a character stands must be known without asking the terminal, so what terminals show differently is not left to
// them: characters that nobody sees (a joiner, a blank of no width, marks of direction) are written out, and what only
// chooses between forms of the character before it is left out. An accent that joins the character before it stays with
// it.
//
// Rows that are full are left to the terminal to break: so it knows that they belong together when its width changes.

namespace remit::repl {
namespace {

constexpr std::string_view kPlain = "\x1b[0m", kPromptColour = "\x1b[1;36m", kToEndOfRow = "\x1b[K", kBelow = "\x1b[J";

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

// U+FE00 to U+FE0F, and those beyond the basic plane.
bool chooses_form(std::string_view character) {
  return (character.starts_with("\xEF\xB8") && static_cast<unsigned char>(character.back()) <= 0x8F) ||
         character.starts_with("\xF3\xA0\x84") || character.starts_with("\xF3\xA0\x85") ||
         character.starts_with("\xF3\xA0\x86") || character.starts_with("\xF3\xA0\x87");
}

auto length_of(std::string_view text) -> std::size_t {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  return length;
}

}  // namespace

void Painter::take_character(std::string_view character, std::size_t offset) {
  const std::size_t begin = text_.size();
  if (character == "\n") {
    cells_.push_back({begin, begin, offset, 0, true});
    return;
  }
  if (chooses_form(character)) return;
  const std::string shown = visible(character);
  std::size_t width = columns(shown);
  const bool written_out = shown != character;
  const bool joins = width == 0 && !cells_.empty() && !cells_.back().ends_row;
  if (width == 0 && !joins) {  // there is nothing to join
    text_ += ' ';
    width = 1;
  }
  text_ += shown;
  if (joins) {
    cells_.back().end = text_.size();
    return;
  }
  if (!written_out) cells_.push_back({begin, text_.size(), offset, width});
  for (std::size_t at = begin; written_out && at < text_.size(); ++at) cells_.push_back({at, at + 1, offset, 1});
}

void Painter::take(const Look& look) {
  text_.clear();
  cells_.clear();
  std::size_t offset = 0;
  for (std::string_view part : {look.prompt, look.line}) {
    while (!part.empty()) {
      const std::size_t length = length_of(part);
      take_character(part.substr(0, length), offset);
      part.remove_prefix(length);
      offset += length;
    }
  }
  cells_.push_back({text_.size(), text_.size(), offset, 0, true});
  const std::size_t at = look.prompt.size() + look.cursor;
  const auto found = std::ranges::find_if(cells_, [&](const Cell& cell) { return cell.offset >= at; });
  cursor_ = static_cast<std::size_t>((found == cells_.end() ? found - 1 : found) - cells_.begin());
}

void Painter::place(std::size_t width) {
  width_ = width;
  std::size_t row = 0, column = 0;
  for (Cell& cell : cells_) {
    const bool is_end = &cell == &cells_.back();
    if (column > 0 && column + (is_end ? 1 : cell.width) > width) {
      ++row;
      column = 0;
    }
    cell.row = row;
    cell.column = std::min(column, width - 1);
    column += cell.width;
    if (cell.ends_row) {
      ++row;
      column = 0;
    }
  }
}

auto Painter::rows(const Look& look, std::size_t top, std::size_t end) const -> std::string {
  std::string made;
  std::string_view colour;
  const auto change_to = [&](std::string_view wanted) {
    if (wanted == colour) return;
    made += std::string(colour.empty() ? "" : kPlain) + std::string(wanted);
    colour = wanted;
  };
  auto style = look.styles.begin();
  const auto colour_at = [&](std::size_t offset) -> std::string_view {
    if (offset < look.prompt.size()) return look.colour && offset + 1 < look.prompt.size() ? kPromptColour : "";
    offset -= look.prompt.size();
    while (style != look.styles.end() && style->end <= offset) ++style;
    return style != look.styles.end() && style->begin <= offset ? escape_of(style->style) : "";
  };
  auto cell = std::ranges::find_if(cells_, [&](const Cell& one) { return one.row >= top; });
  for (; cell + 1 != cells_.end() && cell->row < end; ++cell) {
    const auto next = cell + 1;
    change_to(cell->ends_row ? "" : colour_at(cell->offset));
    made += std::string_view(text_).substr(cell->begin, cell->end - cell->begin);
    const bool breaks = next->row > cell->row && next->row < end;
    if (!breaks) continue;
    change_to("");
    if (cell->column + cell->width < width_) made += kToEndOfRow;
    if (cell->ends_row)
      made += "\r\n";
    else if (next + 1 == cells_.end())
      made += " \r";  // the terminal goes to the next row where something comes there
  }
  change_to("");
  return made;
}

auto Painter::draw(const Look& look, Size size) -> std::string {
  if (!cells_.empty() && width_ != size.columns && breaks_rows_) {  // what was drawn last stands there otherwise now
    place(size.columns);
    above_ = std::min(cells_[cursor_].row, size.rows - 1);
  }
  take(look);
  place(size.columns);
  const std::size_t all = cells_.back().row + 1, row = cells_[cursor_].row;
  const std::size_t top = all <= size.rows || row < size.rows ? 0 : row + 1 - size.rows;
  const std::size_t end = std::min(all, top + size.rows);
  std::string made = moved(above_, 'A') + "\r" + rows(look, top, end);
  if (end == all) made += kBelow;
  above_ = row - top;
  below_ = end - 1 - row;
  return made + moved(below_, 'A') + "\r" + moved(cells_[cursor_].column, 'C');
}

auto Painter::leave() -> std::string {
  std::string made = moved(below_, 'B') + "\r\n";
  forget();
  return made;
}

void Painter::forget() {
  cells_.clear();
  above_ = below_ = 0;
}

}  // namespace remit::repl
