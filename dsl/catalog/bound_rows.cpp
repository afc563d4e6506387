#include "dsl/catalog/bound_rows.h"

namespace remit {

BoundRows::BoundRows(Catalogs& catalogs, CatalogPlace place, const ast::Catalog& catalog, CatalogShape shape,
                     const TypeTable& types)
    : catalogs_(catalogs),
      place_(std::move(place)),
      shape_(std::move(shape)),
      types_(types),
      asked_(catalog.file_span) {
  for (const ast::Name& by : catalog.by) by_.push_back(by.text);
}

// Keys after `by` are texts: the elaborator sees to that. A key that the overlay has on any day is not looked up in the
// base.
namespace {

auto texts(const std::vector<Value>& by) -> std::vector<std::string> {
  std::vector<std::string> values;
  for (const Value& value : by) values.push_back(value.tag() == Value::Tag::text ? value.as_text() : std::string());
  return values;
}

}  // namespace

auto BoundRows::find(const std::vector<Value>& by, const Value& key, std::optional<std::int64_t> date,
                     bool& region_missing) const -> Value {
  const std::vector<std::string> values = texts(by);
  const std::string wanted = key_text(key, shape_.columns[shape_.key].type, types_);
  Found own;
  if (place_.overlaid) own = find_in(place_.overlay, values, wanted, date, region_missing);
  if (region_missing || own.has_key) return std::move(own.row);
  Value row = find_in(place_.base, values, wanted, date, region_missing).row;  // of a bad overlay, too: to tell of both
  return own.row.is_failed() ? Value::failed() : row;
}

auto BoundRows::rows_of(const std::vector<Value>& by, const Value& key, bool& region_missing) const
    -> std::vector<CatalogRow> {
  const std::vector<std::string> values = texts(by);
  const std::string wanted = key_text(key, shape_.columns[shape_.key].type, types_);
  if (place_.overlaid) {
    auto own = all_in(place_.overlay, values, wanted, region_missing);
    if (region_missing || !own.empty()) return own;
  }
  return all_in(place_.base, values, wanted, region_missing);
}

auto BoundRows::all_in(const PathPattern& pattern, const std::vector<std::string>& by, const std::string& key,
                       bool& region_missing) const -> std::vector<CatalogRow> {
  const std::optional<std::string> path = pattern.fill(by_, by);
  const Opened* opened = path ? open(*path) : nullptr;
  if (opened == nullptr) {
    region_missing = true;
    return {};
  }
  std::optional<std::vector<CatalogRow>> found;
  if (opened->format && opened->table.index() != nullptr)
    found = look_up_all(*opened->table.index(), *opened->format, key);
  if (found) return *std::move(found);
  const Rows* rows = opened->format ? read(opened->table) : nullptr;
  if (rows != nullptr) found = look_up_all(*rows, *opened->format, key);
  return found ? *std::move(found) : std::vector<CatalogRow>{{.row = Value::failed()}};
}

auto BoundRows::find_in(const PathPattern& pattern, const std::vector<std::string>& by, const std::string& key,
                        std::optional<std::int64_t> date, bool& region_missing) const -> Found {
  const std::optional<std::string> path = pattern.fill(by_, by);
  const Opened* opened = path ? open(*path) : nullptr;
  if (opened == nullptr) {
    region_missing = true;
    return {};
  }
  if (!opened->format) return {.row = Value::failed()};
  if (const RowsInIndex* index = opened->table.index()) {
    if (auto found = look_up(*index, *opened->format, key, date)) return *std::move(found);
  }
  const Rows* rows = read(opened->table);
  if (rows == nullptr) return {.row = Value::failed()};
  return look_up(*rows, *opened->format, key, date).value_or(Found{.row = Value::failed()});
}

auto BoundRows::read(CatalogTable& table) const -> const Rows* {
  const Rows* rows = catalogs_.read(table, shape_, types_);
  if (rows == nullptr) catalogs_.tell(table);
  return rows;
}

auto BoundRows::open(const std::string& path) const -> Opened* {
  const std::lock_guard lock(mutex_);
  const auto known = opened_.find(path);
  if (known != opened_.end()) return known->second.get();
  return opened_.emplace(path, open_new(path)).first->second.get();
}

auto BoundRows::open_new(const std::string& path) const -> std::unique_ptr<Opened> {
  if (!catalogs_.paths_.has(path)) return nullptr;
  CatalogTable& table = catalogs_.table(path, shape_, types_, asked_);
  auto opened = std::make_unique<Opened>(Opened{table, std::nullopt});
  if (table.index() != nullptr)
    opened->format.emplace(shape_, types_, table.index()->positions());
  else if (read(table) != nullptr)
    opened->format.emplace(shape_, types_, table.positions());
  return opened;
}

}  // namespace remit
