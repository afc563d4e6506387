// Finding the row of a key on a day, wherever the rows lie.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/catalog/entries.h"
#include "dsl/catalog/row_format.h"
#include "engine/program/program.h"

namespace remit {

// The rows of one file. Immutable; safe from any thread. What is absent cannot be trusted.
class Rows {
 public:
  virtual ~Rows() = default;

  struct Room {  // for what has to be read first
    std::vector<Entry> entries;
    std::string row;
  };
  // All entries of this hash, among others of its group; a view of the rows, or of `room`.
  virtual auto group(std::uint64_t key_hash, Room& room) const -> std::optional<std::span<const Entry>> = 0;
  virtual auto row(const Entry& entry, Room& room) const -> std::optional<std::string_view> = 0;
};

struct Found {
  bool has_key = false;  // on whatever day
  Value row;             // a record; absent where no row of the key holds on the day
};

// `date`: absent where rows have no validity. Absent: the rows cannot be trusted.
auto look_up(const Rows& rows, const RowFormat& format, std::string_view key, std::optional<std::int64_t> date)
    -> std::optional<Found>;

// All rows of a key, in the order of the file. Absent: the rows cannot be trusted.
auto look_up_all(const Rows& rows, const RowFormat& format, std::string_view key)
    -> std::optional<std::vector<CatalogRow>>;

// Rows of a text that was read as a whole. Requires: the text outlives them.
class RowsInMemory : public Rows {
 public:
  RowsInMemory(std::string_view text, Entries entries) : text_(text), entries_(std::move(entries)) {}
  [[nodiscard]] auto entries() const -> const Entries& { return entries_; }

  auto group(std::uint64_t key_hash, Room&) const -> std::optional<std::span<const Entry>> override {
    return entries_.group(entries_.directory.group_of(key_hash));
  }
  auto row(const Entry& entry, Room&) const -> std::optional<std::string_view> override {
    return text_.substr(entry.offset, entry.length);
  }

 private:
  std::string_view text_;
  Entries entries_;
};

}  // namespace remit
