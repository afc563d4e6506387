#include "dsl/catalog/reading.h"

#include "dsl/catalog/checksum.h"
#include "dsl/catalog/csv.h"
#include "dsl/catalog/overlaps.h"
#include "dsl/catalog/row_format.h"
#include "dsl/catalog/spans.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto quote_problem(const CsvReader& reader, std::uint32_t number) -> Diagnostic {
  const Code code = *reader.problem() == CsvReader::Problem::open_quote ? Code::E0616 : Code::E0617;
  const auto begin = static_cast<std::uint32_t>(reader.offset());
  return {.code = code, .span = {.begin = begin, .end = begin + 1}, .arguments = {std::to_string(number)}};
}

// The rows after the header.
class RowsCheck {
 public:
  RowsCheck(std::string_view text, const CatalogShape& shape, const RowFormat& format,
            std::vector<Diagnostic>& problems)
      : text_(text), shape_(shape), format_(format), problems_(problems), above_(shape.columns.size()) {
    constexpr std::size_t kUsualRow = 64;
    entries_.reserve(text.size() / kUsualRow);
  }

  void read(CsvReader& reader) {
    Cells cells;
    for (number_ = 2; reader.next(cells); ++number_) {
      begins_.push_back(static_cast<std::uint32_t>(reader.offset()));
      if (reader.problem())
        problems_.push_back(quote_problem(reader, number_));
      else if (cells.size() != shape_.columns.size())
        tell_of_count(cells.size());
      else if (check(cells))
        add(cells, text_.substr(reader.offset(), reader.end() - reader.offset()));
    }
  }

  [[nodiscard]] auto entries() const -> const std::vector<Entry>& { return entries_; }
  [[nodiscard]] auto begins() const -> const std::vector<std::uint32_t>& { return begins_; }

 private:
  bool check(const Cells& cells) {
    bool good = true;
    for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
      const Column& column = format_.columns()[i];
      const std::string_view cell = cells[format_.position(i)];
      if (column.type().kind == TypeKind::text ? column.short_enough(cell) : can_be_read(column, cell, above_[i]))
        continue;
      Diagnostic told = column.problem(cell, number_);
      told.span = span_of_cell(cell, row(), text_);
      problems_.push_back(std::move(told));
      good = false;
    }
    return good;
  }

  // The last good cell of a column.
  struct Above {
    std::string_view cell;  // never one in which quotes were doubled: none of those is good but in a column of texts
    std::optional<std::int32_t> day;
  };

  // A cell that is the one above it again need not be read again: classes, shares and dates come in runs.
  static bool can_be_read(const Column& column, std::string_view cell, Above& above) {
    if (above.cell.data() != nullptr && cell == above.cell) return true;
    const Value value = column.read(cell);
    if (value.is_failed()) return false;
    above = {cell, column.day(value)};
    return true;
  }

  void add(const Cells& cells, std::string_view bytes) {
    Entry entry{.key_hash = checksum(format_.key(cells, room_)),
                .row_check = checksum(bytes),
                .offset = begins_.back(),
                .length = static_cast<std::uint32_t>(bytes.size())};
    if (shape_.begin) entry.begin = above_[*shape_.begin].day.value_or(Entry::kAlways);
    if (shape_.end) entry.end = above_[*shape_.end].day.value_or(Entry::kForEver);
    if (entry.begin <= entry.end) {
      entries_.push_back(entry);
      return;
    }
    problems_.push_back({.code = Code::E0619,
                         .span = row(),
                         .arguments = {std::to_string(number_), print_date(entry.begin), print_date(entry.end)}});
  }

  void tell_of_count(std::size_t count) {
    problems_.push_back(
        {.code = Code::E0610,
         .span = row(),
         .arguments = {std::to_string(number_), std::to_string(count), std::to_string(shape_.columns.size())}});
  }

  [[nodiscard]] auto row() const -> Span { return span_of_row(begins_.back(), text_); }

  std::string_view text_;
  const CatalogShape& shape_;
  const RowFormat& format_;
  std::vector<Diagnostic>& problems_;
  std::uint32_t number_ = 0;  // of the row, the header being row 1
  std::vector<Above> above_;  // by column
  std::string room_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> begins_;  // of all rows, good or not
};

}  // namespace

auto read_rows(std::string_view text, const CatalogShape& shape, const TypeTable& types) -> Reading {
  Reading made;
  CsvReader reader(text);
  Cells cells;
  if (!reader.next(cells)) {
    made.problems.push_back({.code = Code::E0606, .span = {.begin = 0, .end = 1}});
  } else if (reader.problem()) {
    made.problems.push_back(quote_problem(reader, 1));
  } else {
    made.positions = read_header(cells, span_of_row(reader.offset(), text), text, shape, made.problems);
  }
  if (!made.problems.empty()) return made;

  const RowFormat format(shape, types, made.positions);
  RowsCheck rows(text, shape, format, made.problems);
  rows.read(reader);
  made.entries = sort_entries(rows.entries());
  find_overlaps(made.entries, text, format, rows.begins(), made.problems);
  return made;
}

}  // namespace remit
