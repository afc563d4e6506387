#include "engine/batch/catalog_cache.h"

#include <algorithm>
#include <cstring>
#include <optional>

// Its functions are compiled here, where keys are so short that a call would cost more than the hash.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace remit::batch {
namespace {

using Shape = Column::Shape;

constexpr std::size_t kMostFields = 62;  // as many bits tell of a row's fields
constexpr std::size_t kSmallest = 64;    // slots

auto hash_of(std::string_view key, std::uint32_t region) -> std::uint64_t {
  return XXH3_64bits_withSeed(key.data(), key.size(), region);
}

auto shape_of(const Type& type, const TypeTable& types) -> Shape {
  if (type.kind == TypeKind::boolean) return Shape::bytes;
  if (type.kind == TypeKind::enumeration && types.at(EnumId{type.id}).members.size() <= 255) return Shape::bytes;
  return type.kind == TypeKind::text ? Shape::texts : Shape::words;
}

}  // namespace

CatalogCache::CatalogCache(const Catalog& catalog, Type record, const TypeTable& types)
    : catalog_(catalog), slots_(kSmallest) {
  for (const FieldType& field : types.at(RecordId{record.id}).fields) {
    const auto places = field.limits.step ? field.limits.step->places() : std::nullopt;
    fields_.push_back({.type = field.type,
                       .shape = shape_of(field.type, types),
                       .places = field.type.numeric() ? std::min(places.value_or(6), 18) : 0});
  }
  stride_ = (kHead + fields_.size() + 7) / 8 * 8;
  words_.resize(2 * stride_);  // kNone, kUnusable: rows of absent fields
}

auto CatalogCache::region(const std::vector<std::string_view>& by) -> std::uint32_t {
  for (std::uint32_t i = 0; i < regions_.size(); ++i) {
    if (std::ranges::equal(regions_[i], by)) return i;
  }
  regions_.emplace_back(by.begin(), by.end());
  return static_cast<std::uint32_t>(regions_.size() - 1);
}

auto CatalogCache::text(Word word) const -> std::string_view {
  return texts_[static_cast<std::size_t>(word)].as_text();
}

bool CatalogCache::is(const Slot& slot, std::uint64_t hash, std::uint32_t region, std::string_view key) const {
  if (slot.hash != hash || slot.region != region || slot.size != key.size()) return false;
  const char* bytes = key.size() <= kMostInlineKey ? slot.key : long_keys_[slot.long_key].data();
  return std::memcmp(bytes, key.data(), key.size()) == 0;
}

// The slot of the key, or the free one where it would stand.
auto CatalogCache::slot_of(std::uint64_t hash, std::uint32_t region, std::string_view key) const -> std::size_t {
  std::size_t at = hash >> 20U & (slots_.size() - 1);
  while (slots_[at].count != 0 && !is(slots_[at], hash, region, key)) at = (at + 1) & (slots_.size() - 1);
  return at;
}

auto CatalogCache::version_on(const Slot& slot, const Word* dates, std::uint32_t lane) const -> std::uint32_t {
  for (std::uint32_t i = slot.first; i < slot.first + slot.count; ++i) {
    const Version& version = versions_[i];
    if (dates == nullptr || (version.begin <= dates[lane] && dates[lane] <= version.end)) return version.row;
  }
  return kNone;
}

void CatalogCache::find_known(const Asked& asked, std::uint32_t* rows) {
  unknown_.clear();
  hashes_.resize(asked.lanes);
  for (std::uint32_t i = 0; i < asked.lanes; ++i) {
    hashes_[i] = hash_of(asked.keys[i], asked.regions[i]);
    __builtin_prefetch(&slots_[hashes_[i] >> 20U & (slots_.size() - 1)]);
  }
  for (std::uint32_t i = 0; i < asked.lanes; ++i) {
    const Slot& slot = slots_[slot_of(hashes_[i], asked.regions[i], asked.keys[i])];
    if (slot.count == 0) {
      unknown_.push_back(i);
      continue;
    }
    rows[i] = version_on(slot, asked.dates, i);
    __builtin_prefetch(&words_[rows[i] * stride_]);
  }
}

auto CatalogCache::row_of(const Asked& asked, std::uint32_t lane) const -> std::uint32_t {
  return version_on(slots_[slot_of(hashes_[lane], asked.regions[lane], asked.keys[lane])], asked.dates, lane);
}

void CatalogCache::learn(const Asked& asked, std::uint32_t lane, const Value& key) {
  if (slots_[slot_of(hashes_[lane], asked.regions[lane], asked.keys[lane])].count != 0) return;  // by a lane before
  if (2 * (used_ + 1) > slots_.size()) grow();
  const std::string_view bytes = asked.keys[lane];
  std::vector<Value> by;
  for (const std::string& part : regions_[asked.regions[lane]]) by.push_back(Value::text(part));
  bool region_missing = false;
  const std::vector<CatalogRow> rows = catalog_.rows->rows_of(by, key, region_missing);
  Slot& slot = slots_[slot_of(hashes_[lane], asked.regions[lane], bytes)];
  slot.hash = hashes_[lane];
  slot.region = asked.regions[lane];
  slot.size = static_cast<std::uint32_t>(bytes.size());
  slot.first = static_cast<std::uint32_t>(versions_.size());
  if (bytes.size() <= kMostInlineKey) {
    std::memcpy(slot.key, bytes.data(), bytes.size());
  } else {
    slot.long_key = static_cast<std::uint32_t>(long_keys_.size());
    long_keys_.emplace_back(bytes);
  }
  if (region_missing) versions_.push_back({.begin = INT64_MIN, .end = INT64_MAX, .row = kUnusable});
  for (const CatalogRow& row : rows) versions_.push_back({.begin = row.begin, .end = row.end, .row = add_row(row.row)});
  if (versions_.size() == slot.first) versions_.push_back({.begin = INT64_MIN, .end = INT64_MAX, .row = kNone});
  slot.count = static_cast<std::uint32_t>(versions_.size()) - slot.first;
  ++used_;
}

void CatalogCache::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Slot& slot : old) {
    if (slot.count == 0) continue;
    std::size_t at = slot.hash >> 20U & (slots_.size() - 1);
    while (slots_[at].count != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

auto CatalogCache::add_row(const Value& row) -> std::uint32_t {
  if (row.tag() != Value::Tag::sequence || fields_.size() > kMostFields) return kUnusable;
  const auto number = static_cast<std::uint32_t>(words_.size() / stride_);
  words_.resize(words_.size() + stride_);
  Word* words = words_.data() + number * stride_;
  for (std::size_t k = 0; k < fields_.size(); ++k) put(fields_[k], k, row.as_sequence()[k], words);
  return number;
}

void CatalogCache::put(Field& field, std::size_t k, const Value& value, Word* words) {
  const Word bit = Word{1} << k;
  if (value.is_absent()) {
    field.absent = true;
    return;
  }
  words[0] |= bit;
  std::optional<Word> word;
  if (value.tag() == Value::Tag::number) word = value.as_number().scaled(field.places);
  if (value.tag() == Value::Tag::boolean) word = value.as_bool() ? 1 : 0;
  if (value.tag() == Value::Tag::integer) word = value.as_integer();
  if (value.tag() == Value::Tag::text) {
    word = static_cast<Word>(texts_.size());
    texts_.push_back(value);
  }
  if (word)
    words[kHead + k] = *word;
  else
    words[1] |= bit;
  field.bad = field.bad || !word;
}

}  // namespace remit::batch
