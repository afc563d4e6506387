#include "dsl/catalog/table.h"

#include <algorithm>
#include <bit>

namespace remit {

CsvTable::CsvTable(const SourceText& text) : text_(text) {
  CsvReader reader(text.text);
  std::vector<std::string_view> cells;
  std::uint32_t number = 0;
  while (reader.next(cells)) {
    if (++number == 1) {
      header_.assign(cells.begin(), cells.end());
    } else {
      rows_.push_back({reader.offset(), number});
    }
  }
  if (reader.problem()) broken_ = Broken{*reader.problem(), {reader.offset(), number + 1}};
  indices_ = std::vector<Index>(header_.size());
}

auto CsvTable::reader_at(const Row& row) const -> CsvReader {
  return CsvReader(std::string_view(text_.text).substr(row.offset));
}

auto CsvTable::key_of(std::size_t row, std::size_t column, const Normal& normal) const -> std::string {
  CsvReader reader = reader_at(rows_[row]);
  std::vector<std::string_view> cells;
  reader.next(cells);
  if (column >= cells.size()) return {};
  return normal ? normal(cells[column]) : std::string(cells[column]);
}

void CsvTable::build(Index& index, std::size_t column, const Normal& normal) const {
  index.heads.assign(std::bit_ceil(rows_.size() + 1), 0);
  index.next.assign(rows_.size(), 0);
  const std::hash<std::string> hash;
  for (std::size_t row = rows_.size(); row-- > 0;) {  // backwards, so that chains run forwards
    std::uint32_t& head = index.heads[hash(key_of(row, column, normal)) & (index.heads.size() - 1)];
    index.next[row] = head;
    head = static_cast<std::uint32_t>(row + 1);
  }
}

auto CsvTable::index(std::size_t column, const Normal& normal) const -> const Index& {
  Index& index = indices_[column];
  std::call_once(index.once, [&] { build(index, column, normal); });
  return index;
}

auto CsvTable::find(std::size_t column, const std::string& key, const Normal& normal) const
    -> std::vector<std::size_t> {
  const Index& by_key = index(column, normal);
  std::vector<std::size_t> found;
  const std::size_t bucket = std::hash<std::string>()(key) & (by_key.heads.size() - 1);
  for (std::uint32_t at = by_key.heads[bucket]; at != 0; at = by_key.next[at - 1]) {
    if (key_of(at - 1, column, normal) == key) found.push_back(at - 1);
  }
  return found;
}

}  // namespace remit
