// The rows of one catalog for one program.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dsl/catalog/catalogs.h"
#include "dsl/catalog/row_format.h"

namespace remit {

class BoundRows : public CatalogRows {
 public:
  // All outlive the rows.
  BoundRows(Catalogs& catalogs, CatalogPlace place, const ast::Catalog& catalog, CatalogShape shape,
            const TypeTable& types);

  auto find(const std::vector<Value>& by, const Value& key, std::optional<std::int64_t> date,
            bool& region_missing) const -> Value override;
  auto rows_of(const std::vector<Value>& by, const Value& key, bool& region_missing) const
      -> std::vector<CatalogRow> override;

 private:
  struct Opened {
    CatalogTable& table;
    std::optional<RowFormat> format;  // absent where the file is not usable
  };

  // Absent: the library has no such file, or it is not usable; `row` is then failed.
  auto find_in(const PathPattern& pattern, const std::vector<std::string>& by, const std::string& key,
               std::optional<std::int64_t> date, bool& region_missing) const -> Found;
  auto all_in(const PathPattern& pattern, const std::vector<std::string>& by, const std::string& key,
              bool& region_missing) const -> std::vector<CatalogRow>;
  auto open(const std::string& path) const -> Opened*;
  auto open_new(const std::string& path) const -> std::unique_ptr<Opened>;
  auto read(CatalogTable& table) const -> const Rows*;

  Catalogs& catalogs_;
  CatalogPlace place_;
  CatalogShape shape_;
  const TypeTable& types_;
  Span asked_;
  std::vector<std::string> by_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Opened>> opened_;  // by path; nullptr: no such file
};

}  // namespace remit
