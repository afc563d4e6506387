// What a row means: its cells as the values of a record, its key, the days on which it holds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/catalog/column.h"
#include "dsl/catalog/csv.h"
#include "dsl/catalog/header.h"
#include "dsl/catalog/shape.h"

namespace remit {

using Cells = std::vector<std::string_view>;

// Requires of what takes cells: as many as there are positions.
class RowFormat {
 public:
  // `shape` and `types` outlive the format.
  RowFormat(const CatalogShape& shape, const TypeTable& types, Positions positions);

  [[nodiscard]] auto columns() const -> const std::vector<Column>& { return columns_; }
  [[nodiscard]] auto position(std::size_t column) const -> std::size_t { return positions_[column]; }
  // The cells of one row, views that live as long as both the row and `reader`; false where they are not as many.
  bool split(CsvReader& reader, Cells& cells) const;

  // As it is compared: a view of the cell, or of `room`.
  [[nodiscard]] auto key(const Cells& cells, std::string& room) const -> std::string_view;
  // A value for each field of the record; absent where a cell is not what its column declares.
  [[nodiscard]] auto record(const Cells& cells) const -> std::optional<Value>;

 private:
  const CatalogShape& shape_;
  std::vector<Column> columns_;
  Positions positions_;
};

}  // namespace remit
