// Cells to values: the rows of one file by the shape that a catalog asks for.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/catalog/shape.h"
#include "dsl/catalog/table.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

class RowReader {
 public:
  // All outlive the reader. Problems of the header are told once, by `header_problems`.
  RowReader(const CsvTable& table, const CatalogShape& shape, const TypeTable& types);

  [[nodiscard]] auto table() const -> const CsvTable& { return table_; }
  // Unknown, missing and doubled columns. Where there are any, no row may be read.
  [[nodiscard]] auto header_problems() const -> std::vector<Diagnostic>;
  [[nodiscard]] auto key_column() const -> std::size_t { return *positions_[shape_.key]; }

  // A value for each column of the shape; failed where a problem was added. Requires: no header problems.
  [[nodiscard]] auto read(const CsvTable::Row& row, std::vector<Diagnostic>& problems) const -> std::vector<Value>;
  // Bytes of the row's first line, for diagnostics.
  [[nodiscard]] auto span(const CsvTable::Row& row) const -> Span;

 private:
  auto value(std::string_view cell, const FieldType& field, const CsvTable::Row& row,
             std::vector<Diagnostic>& problems) const -> Value;
  auto span(std::string_view cell, const CsvTable::Row& row) const -> Span;

  const CsvTable& table_;
  const CatalogShape& shape_;
  const TypeTable& types_;
  std::vector<std::optional<std::size_t>> positions_;  // by column of the shape: where it stands in the file
};

}  // namespace remit
