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
constexpr std::uint32_t kAhead = 32;   // lanes from asking for a key's bytes to its hash

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
  used_ = 0;
  slots_ = decltype(slots_)(kSmallest);
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
    kept_ += 2 * known->first.size() + sizeof(Slot);
  }
  return known->second;
}

bool CatalogCache::is(const Slot& slot, std::uint32_t hash, std::uint32_t region, std::string_view key) const {
  if (slot.hash != hash || slot.region != region || slot.size != key.size()) return false;
  return key.size() <= kMostInlineKey ? same_bytes(slot.key, key.data(), key.size()) : long_keys_[slot.long_key] == key;
}

// The slot of the key, or the free one where it would stand.
auto CatalogCache::slot_of(std::uint32_t hash, std::uint32_t region, std::string_view key) const -> std::size_t {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].count != 0 && !is(slots_[at], hash, region, key)) at = (at + 1) & (slots_.size() - 1);
  return at;
}

auto CatalogCache::row_on(const Slot& slot, const Word* dates, std::uint32_t lane) const -> std::uint32_t {
  if (dates == nullptr || slot.first.holds_on(dates[lane])) return slot.first.row;
  for (std::uint32_t i = 0; i + 1 < slot.count; ++i) {
    const Version& version = versions_[slot.others + i];
    if (version.holds_on(dates[lane])) return version.row;
  }
  return kNone;
}

void CatalogCache::find_known(const Asked& asked, std::uint32_t from, std::uint32_t until, std::uint32_t* rows) {
  unknown_.clear();
  for (std::uint32_t i = from; i < until; ++i) {
    if (i + kAhead < asked.lanes) __builtin_prefetch(asked.keys[i + kAhead].data());
    const std::uint32_t hash = hash_of(asked.keys[i], asked.regions[i]);
    hashes_[i - from] = hash;
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  for (std::uint32_t i = from; i < until; ++i) {
    const Slot& slot = slots_[slot_of(hashes_[i - from], asked.regions[i], asked.keys[i])];
    if (slot.count == 0) {
      unknown_.push_back(i);
      continue;
    }
    rows[i] = row_on(slot, asked.dates, i);
    __builtin_prefetch(row(rows[i]));
  }
}

auto CatalogCache::learn(const Asked& asked, std::uint32_t lane, const Value& key) -> std::uint32_t {
  const std::uint32_t hash = hashes_[lane % kGroup];
  const std::uint32_t region = asked.regions[lane];
  const std::string_view bytes = asked.keys[lane];
  const Slot& known = slots_[slot_of(hash, region, bytes)];
  if (known.count != 0) return row_on(known, asked.dates, lane);  // by a lane before
  if (2 * (used_ + 1) > slots_.size()) grow();
  const std::vector<Version> versions = versions_of(region, key);
  Slot& slot = slots_[slot_of(hash, region, bytes)];
  slot.hash = hash;
  slot.region = region;
  slot.size = static_cast<std::uint32_t>(bytes.size());
  if (bytes.size() <= kMostInlineKey) {
    std::ranges::copy(bytes, slot.key);
  } else {
    slot.long_key = static_cast<std::uint32_t>(long_keys_.size());
    long_keys_.emplace_back(bytes);
    kept_ += bytes.size();
  }
  slot.count = static_cast<std::uint32_t>(versions.size());
  slot.first = versions.front();
  slot.others = static_cast<std::uint32_t>(versions_.size());
  versions_.insert(versions_.end(), versions.begin() + 1, versions.end());
  kept_ += 2 * sizeof(Slot) + versions.size() * (sizeof(Version) + stride_ * sizeof(Word));
  ++used_;
  return row_on(slot, asked.dates, lane);
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

void CatalogCache::grow() {
  decltype(slots_) old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Slot& slot : old) {
    if (slot.count == 0) continue;
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].count != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
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
    kept_ += texts_.back().size() + sizeof(Slot);
  }
  if (word)
    words[kFields + k] = *word;
  else
    words[kBad] |= bit;
}

}  // namespace remit::batch
