// An input on the terminal while it is edited: prompt, line and colours, drawn anew after each key over what was drawn
// last. Nothing but what is drawn here moves the cursor meanwhile.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/highlight.h"

namespace remit::repl {

struct Size {
  std::size_t columns = 80, rows = 24;
};

struct Look {
  std::string_view prompt, line;  // UTF-8; the line may be of several
  std::size_t cursor = 0;         // a byte of the line
  bool colour = false;
  std::vector<Styled> styles = {};  // of the line, in their order
};

class Painter {
 public:
  // `breaks_rows`: a terminal that becomes wider or narrower breaks the rows that it shows anew.
  explicit Painter(bool breaks_rows) : breaks_rows_(breaks_rows) {}

  // What to write; the cursor then stands where the look says. Of what is higher than the terminal the rows around the
  // cursor are shown.
  auto draw(const Look& look, Size size) -> std::string;
  // To the row below all that is drawn, where the next begins.
  auto leave() -> std::string;
  // The next begins where the terminal's cursor is.
  void forget();

 private:
  struct Cell {
    std::size_t begin = 0, end = 0;  // of `text_`
    std::size_t offset = 0;          // of prompt and line together
    std::size_t width = 0;
    bool ends_row = false;
    std::size_t row = 0, column = 0;
  };
  void take(const Look& look);
  void take_character(std::string_view character, std::size_t offset);
  void place(std::size_t width);
  [[nodiscard]] auto rows(const Look& look, std::size_t top, std::size_t end) const -> std::string;

  const bool breaks_rows_;
  std::string text_;                   // as it is shown
  std::vector<Cell> cells_;            // the last is the end
  std::size_t cursor_ = 0;             // one of the cells
  std::size_t width_ = 0;              // of the terminal
  std::size_t above_ = 0, below_ = 0;  // rows that are shown above the cursor's, and below it
};

}  // namespace remit::repl
