// CSV as RFC 4180 has it: commas, quotes doubled inside quotes, lines that end with LF or CRLF, line ends inside
// quotes. A byte order mark at the beginning is passed over.
//
//   CsvReader reader(text);
//   while (reader.next(cells)) { if (reader.problem()) … reader.offset() … }
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

class CsvReader {
 public:
  // Requires: `text` outlives the reader and the cells that it gives.
  explicit CsvReader(std::string_view text);
  // One row out of a text.
  static auto of_row(std::string_view row) -> CsvReader;

  enum class Problem : std::uint8_t {
    open_quote,   // a quote that nothing closes
    stray_quote,  // a quote inside a cell that did not begin with one, or text after the closing one
  };

  // The next row; blank lines are passed over. False at the end.
  // Cells are views into the text, or, where quotes were doubled, into the reader, until the next row.
  bool next(std::vector<std::string_view>& cells);

  // Of the last row, if it has one: its cells are then none, and the next row is on the line after the cell that is
  // wrong, so that one slip costs one row.
  [[nodiscard]] auto problem() const -> std::optional<Problem> { return problem_; }
  // The bytes of the last row, without its end, or of the line that it begins on where it has a problem.
  [[nodiscard]] auto offset() const -> std::size_t { return row_begin_; }
  [[nodiscard]] auto end() const -> std::size_t { return row_end_; }

 private:
  CsvReader(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  auto cell() -> std::string_view;
  auto quoted() -> std::string_view;
  auto without_doubles(std::string_view inside) -> std::string_view;
  bool end_of_row();
  void skip_blank_lines();
  void pass_over_line(std::size_t cell_begin);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t row_begin_ = 0, row_end_ = 0;
  std::optional<Problem> problem_;
  std::size_t used_ = 0;                               // how many of those that follow belong to the row
  std::vector<std::unique_ptr<std::string>> doubled_;  // cells in which quotes were doubled
};

}  // namespace remit
