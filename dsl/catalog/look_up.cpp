#include "dsl/catalog/look_up.h"

#include "dsl/catalog/checksum.h"

namespace remit {
namespace {

bool holds(const Entry& entry, std::optional<std::int64_t> date) {
  return !date || (entry.begin <= *date && *date <= entry.end);
}

}  // namespace

auto look_up(const Rows& rows, const RowFormat& format, std::string_view key, std::optional<std::int64_t> date)
    -> std::optional<Found> {
  Rows::Room room;
  const std::uint64_t hash = checksum(key);
  const auto group = rows.group(hash, room);
  if (!group) return std::nullopt;
  Found found;
  Cells cells;
  std::string normal;
  for (const Entry& entry : *group) {
    if (entry.key_hash != hash || (found.has_key && !holds(entry, date))) continue;
    const auto bytes = rows.row(entry, room);
    if (!bytes) return std::nullopt;
    CsvReader reader = CsvReader::of_row(*bytes);
    if (!format.split(reader, cells)) return std::nullopt;
    if (format.key(cells, normal) != key) continue;
    found.has_key = true;
    if (!holds(entry, date)) continue;
    auto record = format.record(cells);
    if (!record) return std::nullopt;
    found.row = *std::move(record);
    break;
  }
  return found;
}

auto look_up_all(const Rows& rows, const RowFormat& format, std::string_view key)
    -> std::optional<std::vector<CatalogRow>> {
  Rows::Room room;
  const std::uint64_t hash = checksum(key);
  const auto group = rows.group(hash, room);
  if (!group) return std::nullopt;
  std::vector<CatalogRow> found;
  Cells cells;
  std::string normal;
  for (const Entry& entry : *group) {
    if (entry.key_hash != hash) continue;
    const auto bytes = rows.row(entry, room);
    if (!bytes) return std::nullopt;
    CsvReader reader = CsvReader::of_row(*bytes);
    if (!format.split(reader, cells)) return std::nullopt;
    if (format.key(cells, normal) != key) continue;
    auto record = format.record(cells);
    if (!record) return std::nullopt;
    found.push_back({.begin = entry.begin, .end = entry.end, .row = *std::move(record)});
  }
  return found;
}

}  // namespace remit
