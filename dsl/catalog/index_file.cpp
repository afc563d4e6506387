// An index is a file of these parts, in the byte order of the machine that wrote it:
//
//   Head
//   the places of the columns        4 bytes each ┐
//   the directory: where groups begin  4 bytes each │ `tail`: to the next multiple of 8 bytes
//   the checksums of the groups        8 bytes each ┘
//   the checksum of all of the above   8 bytes
//   the entries                       32 bytes each, to the end
#include "dsl/catalog/index_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include "dsl/catalog/checksum.h"

namespace remit {
namespace {

// To be raised whenever the layout changes, or what is accepted as a row.
constexpr std::uint32_t kVersion = 1;
constexpr std::array<char, 8> kMagic = {'r', 'e', 'm', 'i', 't', 'c', 'a', 't'};
constexpr std::uint32_t kMostBits = 24;  // of 2^30 entries
constexpr std::size_t kDigits = 64;

struct Head {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;  // in another byte order another number
  std::uint32_t columns = 0;
  std::uint32_t bits = 0;
  std::uint32_t entries = 0;
  std::array<char, kDigits> depends_on{};
  std::array<char, kDigits> content{};
};
static_assert(sizeof(Head) == 152 && std::is_trivially_copyable_v<Head>);

auto rounded_up(std::size_t size) -> std::size_t { return (size + 7) / 8 * 8; }

auto tail_size(std::size_t columns, std::size_t groups) -> std::size_t {
  return rounded_up((columns + groups + 1) * sizeof(std::uint32_t)) + groups * sizeof(std::uint64_t);
}

template <class Element>
auto bytes_of(std::span<const Element> elements) -> std::string_view {
  return {reinterpret_cast<const char*>(elements.data()), elements.size_bytes()};
}

template <class Element>
auto writable(std::span<Element> elements) -> std::span<char> {
  return {reinterpret_cast<char*>(elements.data()), elements.size_bytes()};
}

// The next elements of a file's bytes.
template <class Element>
auto take(std::string_view& bytes, std::size_t count) -> std::vector<Element> {
  std::vector<Element> elements(count);
  if (count != 0) std::memcpy(elements.data(), bytes.data(), count * sizeof(Element));
  bytes.remove_prefix(count * sizeof(Element));
  return elements;
}

}  // namespace

auto write_index(const IndexFacts& facts, const Positions& positions, const Entries& entries) -> IndexBytes {
  const Directory& directory = entries.directory;
  Head head;
  head.columns = static_cast<std::uint32_t>(positions.size());
  head.bits = directory.bits;
  head.entries = static_cast<std::uint32_t>(entries.sorted.size());
  facts.depends_on.copy(head.depends_on.data(), kDigits);
  facts.content.copy(head.content.data(), kDigits);
  std::vector<std::uint64_t> checks;
  for (std::size_t i = 0; i < directory.groups(); ++i) checks.push_back(checksum(bytes_of(entries.group(i))));

  std::string front(bytes_of(std::span<const Head>(&head, 1)));
  front += bytes_of(std::span(positions));
  front += bytes_of(std::span(directory.begins));
  front.resize(rounded_up(front.size()));
  front += bytes_of(std::span<const std::uint64_t>(checks));
  const std::uint64_t check = checksum(front);
  front += bytes_of(std::span(&check, 1));
  return {std::move(front), bytes_of(std::span<const Entry>(entries.sorted))};
}

auto RowsInIndex::open(std::unique_ptr<OpenFile> index, std::unique_ptr<OpenFile> file, const std::string& depends_on,
                       std::size_t columns) -> std::unique_ptr<RowsInIndex> {
  if (!index || !file) return nullptr;
  std::unique_ptr<RowsInIndex> rows(new RowsInIndex(std::move(index), std::move(file)));
  return rows->read_head(depends_on, columns) ? std::move(rows) : nullptr;
}

bool RowsInIndex::read_head(const std::string& depends_on, std::size_t columns) {
  std::string front(sizeof(Head), '\0');
  if (!index_->read_at(0, front)) return false;
  Head head;
  std::memcpy(&head, front.data(), sizeof head);
  const bool ours = head.magic == kMagic && head.version == kVersion && head.columns == columns &&
                    std::string_view(head.depends_on.data(), kDigits) == depends_on;
  if (!ours || head.bits > kMostBits) return false;

  directory_.bits = head.bits;
  const std::size_t groups = directory_.groups();
  const std::size_t checked = sizeof(Head) + tail_size(columns, groups);
  entries_at_ = checked + sizeof(std::uint64_t);
  if (index_->size() != entries_at_ + std::uint64_t{head.entries} * sizeof(Entry)) return false;
  front.resize(static_cast<std::size_t>(entries_at_));
  if (!index_->read_at(0, front) || std::memcmp(&head, front.data(), sizeof head) != 0) return false;
  std::string_view rest = std::string_view(front).substr(checked);
  if (take<std::uint64_t>(rest, 1).front() != checksum(std::string_view(front).substr(0, checked))) return false;

  content_.assign(head.content.data(), kDigits);
  rest = std::string_view(front).substr(sizeof(Head));
  positions_ = take<std::uint32_t>(rest, columns);
  directory_.begins = take<std::uint32_t>(rest, groups + 1);
  rest = std::string_view(front).substr(checked - groups * sizeof(std::uint64_t));
  checks_ = take<std::uint64_t>(rest, groups);
  return directory_is_sound(head.entries);
}

// Beyond the checksum: no number of an index leads out of what it belongs to, whoever wrote it.
bool RowsInIndex::directory_is_sound(std::size_t entries) const {
  const bool inside = std::all_of(positions_.begin(), positions_.end(),
                                  [&](std::uint32_t position) { return position < positions_.size(); });
  return inside && std::is_sorted(directory_.begins.begin(), directory_.begins.end()) &&
         directory_.begins.front() == 0 && directory_.begins.back() == entries;
}

auto RowsInIndex::group(std::uint64_t key_hash, Room& room) const -> std::optional<std::span<const Entry>> {
  const std::size_t group = directory_.group_of(key_hash);
  const std::uint32_t begin = directory_.begins[group];
  room.entries.resize(directory_.begins[group + 1] - begin);
  const std::span<Entry> entries(room.entries);
  if (!index_->read_at(entries_at_ + std::uint64_t{begin} * sizeof(Entry), writable(entries))) return std::nullopt;
  if (checksum(bytes_of(std::span<const Entry>(entries))) != checks_[group]) return std::nullopt;
  return entries;
}

auto RowsInIndex::row(const Entry& entry, Room& room) const -> std::optional<std::string_view> {
  if (std::uint64_t{entry.offset} + entry.length > file_->size()) return std::nullopt;
  room.row.resize(entry.length);
  if (!file_->read_at(entry.offset, room.row) || checksum(room.row) != entry.row_check) return std::nullopt;
  return room.row;
}

}  // namespace remit
