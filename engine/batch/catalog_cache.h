// The rows of one catalog that were looked up so far, laid out for looking up many keys at once: a small hash table of
// numbers, entries that hold a key and the number of its row in one cache line, and rows whose fields are words side by
// side. A key that is not there yet is asked for once, with all its rows.
//
// What it costs is waiting for memory. So lanes go through it in groups: of all of a group the hashes, then the slots
// of the table, then the entries, then the rows, each asked for while those before are looked at.
//
// One cache serves one thread.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/batch/column.h"
#include "engine/batch/large_pages.h"
#include "engine/program/program.h"

namespace remit::batch {

class CatalogCache {
 public:
  static constexpr std::size_t kMostKept = std::size_t{256} << 20U;  // bytes, about

  CatalogCache(const Catalog& catalog, Type record, const TypeTable& types, std::size_t most_kept = kMostKept);

  static constexpr std::uint32_t kNone = 0;          // no row of the key holds on the day
  static constexpr std::uint32_t kUnusable = 1;      // the catalog of that region is missing, or cannot be used
  static constexpr std::size_t kMostInlineKey = 28;  // bytes
  static constexpr std::size_t kMostFields = 62;     // of a row: as many bits tell of them

  // Forgets everything where too much is kept: keys are whatever cases hold. Numbers of regions and rows, and texts,
  // are gone then.
  void bound();

  // A number for the keys that come before the row's own, from 0.
  auto region(const std::vector<std::string_view>& by) -> std::uint32_t;

  // The row of each key, by lane. `keys`: the bytes of a text, or of a word or byte. `dates`: days, or nullptr.
  // Requires: no more than kMostFields. `as_value` makes the key's value of a lane, for one that is not here yet.
  // `read` is told of lanes [from, until) whose rows are found, while they are at hand.
  struct Asked {
    const std::string_view* keys = nullptr;
    const std::uint32_t* regions = nullptr;
    const Word* dates = nullptr;
    std::uint32_t lanes = 0;
  };
  template <class AsValue, class Read>
  void find(const Asked& asked, std::uint32_t* rows, AsValue as_value, Read read) {
    for (std::uint32_t from = 0; from < asked.lanes; from += kGroup) {
      const std::uint32_t until = std::min(asked.lanes, from + kGroup);
      find_known(asked, from, until, rows);
      for (const std::uint32_t lane : unknown_) rows[lane] = learn(asked, lane, as_value(lane));
      read(from, until);
    }
  }

  // A row: which of its fields are there (bit k), which do not fit a word, and the fields' words. What holds no row has
  // all fields, of 0. The word of a text is its number.
  static constexpr std::size_t kPresent = 0, kBad = 1, kFields = 2;
  [[nodiscard]] auto row(std::uint32_t number) const -> const Word* { return words_.data() + number * stride_; }
  [[nodiscard]] auto text(Word word) const -> std::string_view { return texts_[static_cast<std::size_t>(word)]; }
  [[nodiscard]] auto fields() const -> std::size_t { return fields_.size(); }
  [[nodiscard]] auto places(std::size_t k) const -> int { return fields_[k].places; }
  [[nodiscard]] auto kind(std::size_t k) const -> Column::Shape { return fields_[k].shape; }

 private:
  static constexpr std::uint32_t kGroup = 128;  // lanes whose slots and rows the nearest cache holds at once
  struct Field {
    Column::Shape shape{};
    int places = 0;
  };
  // Days are clipped to 32 bits, which all dates fit.
  struct Version {
    std::int32_t begin = INT32_MIN, end = INT32_MAX;
    std::uint32_t row = kNone;
    [[nodiscard]] bool holds_on(Word day) const { return begin <= day && day <= end; }
  };
  struct alignas(64) Entry {
    std::uint32_t region = 0;
    std::uint32_t size = 0;  // of the key, in bytes; no more than kMostInlineKey stand here
    Version first;
    std::uint32_t others = 0, other_count = 0;  // versions
    std::uint32_t long_key = 0;
    char key[kMostInlineKey] = {};
  };
  static_assert(sizeof(Entry) == 64);
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = kFree;
  };
  static constexpr std::uint32_t kFree = 0;  // nor is it an entry's number

  void forget();
  void find_known(const Asked& asked, std::uint32_t from, std::uint32_t until, std::uint32_t* rows);
  auto slot_of(std::uint32_t hash) const -> std::size_t;
  auto entry_at(std::size_t slot, std::uint32_t hash, std::uint32_t region, std::string_view key) const
      -> std::uint32_t;
  bool is(const Entry& entry, std::uint32_t region, std::string_view key) const;
  auto row_on(const Entry& entry, const Word* dates, std::uint32_t lane) const -> std::uint32_t;
  auto learn(const Asked& asked, std::uint32_t lane, const Value& key) -> std::uint32_t;
  auto versions_of(std::uint32_t region, const Value& key) -> std::vector<Version>;
  auto add_row(const Value& row) -> std::uint32_t;
  void put(std::size_t k, const Value& value, Word* words);
  void put_in_slot(Slot filled);
  void grow();

  const Catalog& catalog_;
  const std::size_t most_kept_;
  std::vector<Field> fields_;
  std::size_t stride_;
  std::size_t kept_ = 0;  // bytes, about
  std::vector<Slot, LargePages<Slot>> slots_;
  std::vector<Entry, LargePages<Entry>> entries_;
  std::vector<Version> versions_;
  std::vector<Word, LargePages<Word>> words_;
  std::vector<std::string_view> texts_;
  std::vector<Value> holders_;  // of the texts
  std::vector<std::string> long_keys_;
  std::vector<std::vector<std::string>> regions_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // of the regions
  std::array<std::uint32_t, kGroup> hashes_{};              // of the group at hand
  std::array<std::size_t, kGroup> found_{};                 // slots
  std::vector<std::uint32_t> unknown_;                      // lanes of it whose key is not here
};

}  // namespace remit::batch
