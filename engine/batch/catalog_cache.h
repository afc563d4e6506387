// The rows of one catalog that were looked up so far, laid out for looking up many keys at once: a hash table whose
// slots hold a key and the number of its row in one cache line, and rows whose fields are words side by side. A key
// that is not there yet is asked for once, with all its rows.
//
// One cache serves one thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/batch/column.h"
#include "engine/program/program.h"

namespace remit::batch {

class CatalogCache {
 public:
  CatalogCache(const Catalog& catalog, Type record, const TypeTable& types);

  static constexpr std::uint32_t kNone = 0;          // no row of the key holds on the day
  static constexpr std::uint32_t kUnusable = 1;      // the catalog of that region is missing, or cannot be used
  static constexpr std::size_t kMostInlineKey = 36;  // bytes

  // A number for the keys that come before the row's own, from 0.
  auto region(const std::vector<std::string_view>& by) -> std::uint32_t;

  // The row of each key, by lane. `keys`: the bytes of a text, or of a word or byte. `dates`: days, or nullptr.
  // `as_value` makes the key's value of a lane, for one that is not here yet.
  struct Asked {
    const std::string_view* keys = nullptr;
    const std::uint32_t* regions = nullptr;
    const Word* dates = nullptr;
    std::uint32_t lanes = 0;
  };
  template <class AsValue>
  void find(const Asked& asked, std::uint32_t* rows, AsValue as_value) {
    find_known(asked, rows);
    for (const std::uint32_t lane : unknown_) learn(asked, lane, as_value(lane));
    for (const std::uint32_t lane : unknown_) rows[lane] = row_of(asked, lane);
  }

  // Field k of rows. A row's words begin with which of its fields are present, and which do not fit a word.
  [[nodiscard]] auto word(std::uint32_t row, std::size_t k) const -> Word { return words_[row * stride_ + kHead + k]; }
  [[nodiscard]] bool present(std::uint32_t row, std::size_t k) const { return (words_[row * stride_] >> k & 1) != 0; }
  [[nodiscard]] bool bad(std::uint32_t row, std::size_t k) const { return (words_[row * stride_ + 1] >> k & 1) != 0; }
  [[nodiscard]] auto text(Word word) const -> std::string_view;
  [[nodiscard]] auto places(std::size_t k) const -> int { return fields_[k].places; }
  [[nodiscard]] auto kind(std::size_t k) const -> Column::Shape { return fields_[k].shape; }
  [[nodiscard]] bool always_present(std::size_t k) const { return !fields_[k].absent; }
  [[nodiscard]] bool never_bad(std::size_t k) const { return !fields_[k].bad; }

 private:
  static constexpr std::size_t kHead = 2;  // words before the fields
  struct Field {
    Type type;
    Column::Shape shape{};
    int places = 0;
    bool absent = false, bad = false;  // in some row
  };
  struct alignas(64) Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0, count = 0;  // of its versions; 0: the slot is free
    std::uint32_t region = 0;
    std::uint32_t long_key = 0;  // kMostInlineKey or shorter keys stand in the slot
    std::uint32_t size = 0;
    char key[kMostInlineKey] = {};
  };
  static_assert(sizeof(Slot) == 64);
  struct Version {
    std::int64_t begin, end;
    std::uint32_t row;
  };

  void find_known(const Asked& asked, std::uint32_t* rows);
  auto row_of(const Asked& asked, std::uint32_t lane) const -> std::uint32_t;
  auto slot_of(std::uint64_t hash, std::uint32_t region, std::string_view key) const -> std::size_t;
  auto version_on(const Slot& slot, const Word* dates, std::uint32_t lane) const -> std::uint32_t;
  bool is(const Slot& slot, std::uint64_t hash, std::uint32_t region, std::string_view key) const;
  void learn(const Asked& asked, std::uint32_t lane, const Value& key);
  auto add_row(const Value& row) -> std::uint32_t;
  void put(Field& field, std::size_t k, const Value& value, Word* words);
  void grow();

  const Catalog& catalog_;
  std::vector<Field> fields_;
  std::size_t stride_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::vector<Version> versions_;
  std::vector<Word> words_;
  std::vector<Value> texts_;
  std::vector<std::string> long_keys_;
  std::vector<std::vector<std::string>> regions_;
  std::vector<std::uint64_t> hashes_;   // of the lanes at hand
  std::vector<std::uint32_t> unknown_;  // lanes whose key is not here
};

}  // namespace remit::batch
