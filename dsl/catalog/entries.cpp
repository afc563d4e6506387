#include "dsl/catalog/entries.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace remit {

// Entries are dealt to their groups first: sorting many short runs is quicker than one long one.
auto sort_entries(const std::vector<Entry>& in_order) -> Entries {
  constexpr std::size_t kPerGroup = 64;
  Entries made;
  Directory& directory = made.directory;
  directory.bits = static_cast<std::uint32_t>(std::bit_width(in_order.size() / kPerGroup));
  directory.begins.assign(directory.groups() + 1, 0);
  for (const Entry& entry : in_order) ++directory.begins[directory.group_of(entry.key_hash) + 1];
  for (std::size_t i = 1; i < directory.begins.size(); ++i) directory.begins[i] += directory.begins[i - 1];

  made.sorted.resize(in_order.size());
  std::vector<std::uint32_t> next(directory.begins.begin(), directory.begins.end() - 1);
  for (const Entry& entry : in_order) made.sorted[next[directory.group_of(entry.key_hash)]++] = entry;
  for (std::size_t i = 0; i < directory.groups(); ++i) {
    std::sort(
        made.sorted.begin() + directory.begins[i], made.sorted.begin() + directory.begins[i + 1],
        [](const Entry& a, const Entry& b) { return std::tie(a.key_hash, a.offset) < std::tie(b.key_hash, b.offset); });
  }
  return made;
}

}  // namespace remit
