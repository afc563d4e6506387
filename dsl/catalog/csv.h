// CSV as RFC 4180 has it: commas, quotes doubled inside quotes, lines that end with LF or CRLF, line ends inside quotes.
// A byte order mark is passed over.
//
//   CsvReader reader(text);
//   while (reader.next(cells)) { … reader.line() … }
//   if (reader.problem()) …
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

  enum class Problem : std::uint8_t {
    open_quote,     // a quote that nothing closes
    stray_quote,    // a quote inside a cell that did not begin with one, or text after the closing one
  };

  // The next row; blank lines are passed over. False at the end, and after a problem.
  // Cells are views into the text, or, where quotes were doubled, into the reader; both stay until the reader ends.
  bool next(std::vector<std::string_view>& cells);

  [[nodiscard]] auto line() const -> std::uint32_t { return row_line_; }    // where the last row began, from 1
  [[nodiscard]] auto offset() const -> std::size_t { return row_offset_; }  // likewise, in bytes
  [[nodiscard]] auto problem() const -> std::optional<Problem> { return problem_; }

 private:
  auto cell() -> std::string_view;
  auto quoted() -> std::string_view;
  bool end_of_row();
  void skip_blank_lines();

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t row_line_ = 1;
  std::size_t row_offset_ = 0;
  std::optional<Problem> problem_;
  std::vector<std::unique_ptr<std::string>> unquoted_;  // a reader of one row allocates nothing
};

}  // namespace remit
