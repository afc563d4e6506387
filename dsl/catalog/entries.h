// Where the rows of a file stand, by the hash of their key: 32 bytes a row, in groups that are read as a whole. The
// same bytes lie in memory and in an index.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace remit {

struct Entry {
  std::uint64_t key_hash = 0;    // checksum of the key as it is compared
  std::uint64_t row_check = 0;   // checksum of the row's bytes
  std::uint32_t offset = 0;      // of the row in the file
  std::uint32_t length = 0;      // of the row without its end
  std::int32_t begin = kAlways;  // the first and the last day on which it holds, days since 1970-01-01
  std::int32_t end = kForEver;

  static constexpr std::int32_t kAlways = std::numeric_limits<std::int32_t>::min();
  static constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();
};
static_assert(sizeof(Entry) == 32);

// Which entries have hashes that begin with which bits.
struct Directory {
  std::uint32_t bits = 0;             // of a hash that name its group
  std::vector<std::uint32_t> begins;  // by group: its first entry; one more than there are groups

  [[nodiscard]] auto groups() const -> std::size_t { return std::size_t{1} << bits; }
  [[nodiscard]] auto group_of(std::uint64_t key_hash) const -> std::size_t {
    return bits == 0 ? 0 : static_cast<std::size_t>(key_hash >> (64U - bits));
  }
};

struct Entries {
  Directory directory;
  std::vector<Entry> sorted;  // by hash; of one hash in the order of the file

  [[nodiscard]] auto group(std::size_t index) const -> std::span<const Entry> {
    const std::uint32_t begin = directory.begins[index];
    return std::span(sorted).subspan(begin, directory.begins[index + 1] - begin);
  }
};

// Some 64 entries to a group: what a look-up reads of an index is then half a page.
auto sort_entries(const std::vector<Entry>& in_order) -> Entries;

}  // namespace remit
