#include "dsl/catalog/row_format.h"

namespace remit {

RowFormat::RowFormat(const CatalogShape& shape, const TypeTable& types, Positions positions)
    : shape_(shape), positions_(std::move(positions)) {
  columns_.reserve(shape.columns.size());
  for (const FieldType& column : shape.columns) columns_.emplace_back(column, types);
}

bool RowFormat::split(CsvReader& reader, Cells& cells) const {
  return reader.next(cells) && !reader.problem() && cells.size() == positions_.size();
}

auto RowFormat::key(const Cells& cells, std::string& room) const -> std::string_view {
  return columns_[shape_.key].key(cells[positions_[shape_.key]], room);
}

auto RowFormat::record(const Cells& cells) const -> std::optional<Value> {
  std::vector<Value> values;
  values.reserve(shape_.fields);
  for (std::size_t i = 0; i < shape_.fields; ++i) {
    values.push_back(columns_[i].read(cells[positions_[i]]));
    if (values.back().is_failed()) return std::nullopt;
  }
  return Value::sequence(std::move(values));
}

}  // namespace remit
