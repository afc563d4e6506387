// One CSV file as rows that are found by their key, and read only when they are asked for: a catalog may have
// hundreds of thousands of rows of which a case needs ten.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/catalog/csv.h"
#include "dsl/source/source.h"

namespace remit {

// Immutable but for its indices, which are built once each; safe from any thread.
class CsvTable {
 public:
  struct Row {
    std::size_t offset = 0;
    std::uint32_t number = 0;  // from 1, the header being row 1
  };
  struct Broken {
    CsvReader::Problem problem{};
    Row row;
  };
  // A key as it is compared: 1.50 and 1.5 are one number.
  using Normal = std::function<std::string(std::string_view)>;

  // Requires: `text` outlives the table.
  explicit CsvTable(const SourceText& text);

  [[nodiscard]] auto source() const -> const SourceText& { return text_; }
  [[nodiscard]] auto header() const -> const std::vector<std::string>& { return header_; }
  [[nodiscard]] auto rows() const -> const std::vector<Row>& { return rows_; }  // without the header
  [[nodiscard]] auto broken() const -> const std::optional<Broken>& { return broken_; }

  // The cells of a row, views that live as long as `reader`.
  [[nodiscard]] auto reader_at(const Row& row) const -> CsvReader;

  // The rows whose cell in `column` is `key`, by their index in `rows()`, in order.
  // `normal`: empty where cells are compared as they stand; the same for every call with one column.
  [[nodiscard]] auto find(std::size_t column, const std::string& key, const Normal& normal) const
      -> std::vector<std::size_t>;

 private:
  struct Index {
    std::once_flag once;
    std::vector<std::uint32_t> heads;  // by hash; one more than the row's index, 0 for none
    std::vector<std::uint32_t> next;   // by row, likewise
  };
  auto index(std::size_t column, const Normal& normal) const -> const Index&;
  void build(Index& index, std::size_t column, const Normal& normal) const;
  auto key_of(std::size_t row, std::size_t column, const Normal& normal) const -> std::string;

  const SourceText& text_;
  std::vector<std::string> header_;
  std::vector<Row> rows_;
  std::optional<Broken> broken_;
  mutable std::vector<Index> indices_;  // by column
};

}  // namespace remit
