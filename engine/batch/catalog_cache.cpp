#include "engine/batch/catalog_cache.h"

#include <cstring>
#include <optional>

// Its functions are compiled here, where keys are so short that a call would cost more than the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace remit::batch {
namespace {

using Shape = Column::Shape;

constexpr std::size_t kSmallest = 64;  // slots

auto hash_of(std::string_view key, std::uint32_t region) -> std::uint32_t {
  return static_cast<std::uint32_t>(XXH3_64bits_withSeed(key.data(), key.size(), region));
}

auto shape_of(const Type& type, const TypeTable& types) -> Shape {
  if (type.kind == TypeKind::boolean) return Shape::bytes;
  if (type.kind == TypeKind::enumeration && types.at(EnumId{type.id}).members.size() <= 255) return Shape::bytes;
  return type.kind == TypeKind::text ? Shape::texts : Shape::words;
}

// Eight at a time, the last eight twice in part.
bool same_bytes(const char* a, const char* b, std::size_t size) {
  const auto word = [](const char* at) {
    std::uint64_t read = 0;
    std::memcpy(&read, at, sizeof read);
    return read;
  };
  if (size < sizeof(std::uint64_t)) return std::equal(a, a + size, b);
  const std::size_t last = size - sizeof(std::uint64_t);
  std::uint64_t differ = word(a + last) ^ word(b + last);
  for (std::size_t i = 0; i < last; i += sizeof(std::uint64_t)) differ |= word(a + i) ^ word(b + i);
  return differ == 0;
}

auto clipped(std::int64_t day) -> std::int32_t {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(day, INT32_MIN, INT32_MAX));
}

}  // namespace

CatalogCache::CatalogCache(const Catalog& catalog, Type record, const TypeTable& types, std::size_t most_kept)
    : catalog_(catalog), most_kept_(most_kept) {
  for (const FieldType& field : types.at(RecordId{record.id}).fields) {
    const auto places = field.limits.step ? field.limits.step->places() : std::nullopt;
    fields_.push_back(
        {.shape = shape_of(field.type, types), .places = field.type.numeric() ? std::min(places.value_or(6), 18) : 0});
  }
  stride_ = (kFields + fields_.size() + 7) / 8 * 8;
  forget();
}

void CatalogCache::bound() {
  if (kept_ > most_kept_) forget();
}

void CatalogCache::forget() {
  kept_ = 0;
  slots_ = decltype(slots_)(kSmallest);
  entries_ = decltype(entries_)(1);
  versions_.clear();
  words_ = decltype(words_)(2 * stride_);
  for (const std::uint32_t none : {kNone, kUnusable}) words_[none * stride_ + kPresent] = -1;
  texts_.assign(1, {});
  holders_.clear();
  long_keys_.clear();
  regions_.clear();
  numbers_.clear();
}

auto CatalogCache::region(const std::vector<std::string_view>& by) -> std::uint32_t {
  std::string all;
  for (const std::string_view part : by) {
    all += std::to_string(part.size()) + ':';
    all += part;
  }
  const auto [known, fresh] = numbers_.try_emplace(std::move(all), static_cast<std::uint32_t>(regions_.size()));
  if (fresh) {
    regions_.emplace_back(by.begin(), by.end());
    kept_ += 2 * known->first.size() + sizeof(Entry);
  }
  return known->second;
}

// The first slot of that hash, or the free one where it would stand.
auto CatalogCache::slot_of(std::uint32_t hash) const -> std::size_t {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].hash != hash && slots_[at].entry != kFree) at = (at + 1) & (slots_.size() - 1);
  return at;
}

bool CatalogCache::is(const Entry& entry, std::uint32_t region, std::string_view key) const {
  if (entry.region != region || entry.size != key.size()) return false;
  return key.size() <= kMostInlineKey ? same_bytes(entry.key, key.data(), key.size())
                                      : long_keys_[entry.long_key] == key;
}

// The entry of the key, from the first slot of its hash on; kFree: it is not here.
auto CatalogCache::entry_at(std::size_t slot, std::uint32_t hash, std::uint32_t region, std::string_view key) const
    -> std::uint32_t {
  for (; slots_[slot].entry != kFree; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].hash == hash && is(entries_[slots_[slot].entry], region, key)) return slots_[slot].entry;
  }
  return kFree;
}

auto CatalogCache::row_on(const Entry& entry, const Word* dates, std::uint32_t lane) const -> std::uint32_t {
  if (dates == nullptr || entry.first.holds_on(dates[lane])) return entry.first.row;
  for (std::uint32_t i = 0; i < entry.other_count; ++i) {
    const Version& version = versions_[entry.others + i];
    if (version.holds_on(dates[lane])) return version.row;
  }
  return kNone;
}

void CatalogCache::find_known(const Asked& asked, std::uint32_t from, std::uint32_t until, std::uint32_t* rows) {
  unknown_.clear();
  for (std::uint32_t i = from; i < until; ++i) {
    if (i + kAhead < asked.lanes) ask_for(asked.keys[i + kAhead]);
    const std::uint32_t hash = hash_of(asked.keys[i], asked.regions[i]);
    hashes_[i - from] = hash;
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  for (std::uint32_t i = 0; i < until - from; ++i) {
    found_[i] = slot_of(hashes_[i]);
    __builtin_prefetch(&entries_[slots_[found_[i]].entry]);
  }
  for (std::uint32_t i = from; i < until; ++i) {
    const std::uint32_t entry = entry_at(found_[i - from], hashes_[i - from], asked.regions[i], asked.keys[i]);
    if (entry == kFree) {
      unknown_.push_back(i);
      continue;
    }
    rows[i] = row_on(entries_[entry], asked.dates, i);
    __builtin_prefetch(row(rows[i]));
  }
}

auto CatalogCache::learn(const Asked& asked, std::uint32_t lane, const Value& key) -> std::uint32_t {
  const std::uint32_t hash = hashes_[lane % kGroup];
  const std::uint32_t region = asked.regions[lane];
  const std::string_view bytes = asked.keys[lane];
  const std::uint32_t known = entry_at(slot_of(hash), hash, region, bytes);
  if (known != kFree) return row_on(entries_[known], asked.dates, lane);  // by a lane before
  const std::vector<Version> versions = versions_of(region, key);
  Entry& entry = entries_.emplace_back();
  entry.region = region;
  entry.size = static_cast<std::uint32_t>(bytes.size());
  if (bytes.size() <= kMostInlineKey) {
    std::ranges::copy(bytes, entry.key);
  } else {
    entry.long_key = static_cast<std::uint32_t>(long_keys_.size());
    long_keys_.emplace_back(bytes);
    kept_ += bytes.size();
  }
  entry.first = versions.front();
  entry.others = static_cast<std::uint32_t>(versions_.size());
  entry.other_count = static_cast<std::uint32_t>(versions.size() - 1);
  versions_.insert(versions_.end(), versions.begin() + 1, versions.end());
  kept_ += 2 * sizeof(Entry) + versions.size() * (sizeof(Version) + stride_ * sizeof(Word));
  if (2 * entries_.size() > slots_.size()) grow();
  put_in_slot({.hash = hash, .entry = static_cast<std::uint32_t>(entries_.size() - 1)});
  return row_on(entry, asked.dates, lane);
}

// Never empty.
auto CatalogCache::versions_of(std::uint32_t region, const Value& key) -> std::vector<Version> {
  std::vector<Value> by;
  for (const std::string& part : regions_[region]) by.push_back(Value::text(part));
  bool region_missing = false;
  const std::vector<CatalogRow> rows = catalog_.rows->rows_of(by, key, region_missing);
  std::vector<Version> versions;
  if (region_missing) versions.push_back({.row = kUnusable});
  for (const CatalogRow& row : rows)
    versions.push_back({.begin = clipped(row.begin), .end = clipped(row.end), .row = add_row(row.row)});
  if (versions.empty()) versions.emplace_back();
  return versions;
}

void CatalogCache::put_in_slot(Slot filled) {
  std::size_t at = filled.hash & (slots_.size() - 1);
  while (slots_[at].entry != kFree) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = filled;
}

void CatalogCache::grow() {
  decltype(slots_) old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Slot& slot : old) {
    if (slot.entry != kFree) put_in_slot(slot);
  }
}

auto CatalogCache::add_row(const Value& row) -> std::uint32_t {
  if (row.tag() != Value::Tag::sequence) return kUnusable;
  const auto number = static_cast<std::uint32_t>(words_.size() / stride_);
  words_.resize(words_.size() + stride_);
  Word* words = words_.data() + number * stride_;
  for (std::size_t k = 0; k < fields_.size(); ++k) put(k, row.as_sequence()[k], words);
  return number;
}

void CatalogCache::put(std::size_t k, const Value& value, Word* words) {
  const Word bit = Word{1} << k;
  if (value.is_absent()) return;
  words[kPresent] |= bit;
  std::optional<Word> word;
  if (value.tag() == Value::Tag::number) word = value.as_number().scaled(fields_[k].places);
  if (value.tag() == Value::Tag::boolean) word = value.as_bool() ? 1 : 0;
  if (value.tag() == Value::Tag::integer) word = value.as_integer();
  if (value.tag() == Value::Tag::text) {
    word = static_cast<Word>(texts_.size());
    holders_.push_back(value);
    texts_.push_back(holders_.back().as_text());
    kept_ += texts_.back().size() + sizeof(Entry);
  }
  if (word)
    words[kFields + k] = *word;
  else
    words[kBad] |= bit;
}

}  // namespace remit::batch
