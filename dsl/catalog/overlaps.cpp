#include "dsl/catalog/overlaps.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "dsl/catalog/spans.h"

namespace remit {
namespace {

class Overlaps {
 public:
  Overlaps(std::string_view text, const RowFormat& format, const std::vector<std::uint32_t>& begins,
           std::vector<Diagnostic>& problems)
      : text_(text), format_(format), begins_(begins), problems_(problems) {}

  // Entries of one hash: nearly always of one key.
  void find(std::span<const Entry> entries) {
    std::vector<Held> held;
    for (const Entry& entry : entries) held.push_back({key_of(entry), &entry});
    std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) {
      return std::tie(a.key, a.entry->begin, a.entry->offset) < std::tie(b.key, b.entry->begin, b.entry->offset);
    });
    const Held* longest = &held.front();  // of those before: the one that holds to the latest day
    for (const Held& next : std::span(held).subspan(1)) {
      const bool same = next.key == longest->key;
      if (same && next.entry->begin <= longest->entry->end) tell(*longest->entry, next);
      if (!same || next.entry->end > longest->entry->end) longest = &next;
    }
  }

 private:
  struct Held {
    std::string key;
    const Entry* entry = nullptr;
  };

  auto key_of(const Entry& entry) const -> std::string {
    CsvReader reader = CsvReader::of_row(text_.substr(entry.offset, entry.length));
    Cells cells;
    std::string room;
    format_.split(reader, cells);  // it did when the entry was made
    return std::string(format_.key(cells, room));
  }

  void tell(const Entry& a, const Held& held) {
    const Entry& b = *held.entry;
    const auto [earlier, later] = std::minmax(a.offset, b.offset);
    problems_.push_back({.code = Code::E0620,
                         .span = span_of_row(later, text_),
                         .arguments = {number(later), held.key},
                         .notes = {{NoteKind::other_row, span_of_row(earlier, text_), {number(earlier)}}}});
  }

  // Of the row that begins there; the header is row 1.
  auto number(std::uint32_t begin) const -> std::string {
    return std::to_string(std::lower_bound(begins_.begin(), begins_.end(), begin) - begins_.begin() + 2);
  }

  std::string_view text_;
  const RowFormat& format_;
  const std::vector<std::uint32_t>& begins_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace

void find_overlaps(const Entries& entries, std::string_view text, const RowFormat& format,
                   const std::vector<std::uint32_t>& begins, std::vector<Diagnostic>& problems) {
  Overlaps overlaps(text, format, begins, problems);
  const std::span<const Entry> all(entries.sorted);
  for (std::size_t first = 0, next = 0; first < all.size(); first = next) {
    for (next = first + 1; next < all.size() && all[next].key_hash == all[first].key_hash;) ++next;
    if (next - first > 1) overlaps.find(all.subspan(first, next - first));
  }
}

}  // namespace remit
