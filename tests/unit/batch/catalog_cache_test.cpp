// The cache of a catalog beside the catalog itself, which here is a function of the key.
#include "engine/batch/catalog_cache.h"

#include <gtest/gtest.h>

#include <deque>

namespace remit::batch {
namespace {

// What a region lists under a key follows from the key's bytes: nothing, one row, or up to three versions of ten days
// with gaps between them. The region "" has no file, "bad" one that cannot be used.
class Listed : public CatalogRows {
 public:
  auto find(const std::vector<Value>& by, const Value& key, std::optional<std::int64_t> date,
            bool& region_missing) const -> Value override {
    for (const CatalogRow& row : rows_of(by, key, region_missing)) {
      if (!date || (row.begin <= *date && *date <= row.end)) return row.row;
    }
    return {};
  }
  auto rows_of(const std::vector<Value>& by, const Value& key, bool& region_missing) const
      -> std::vector<CatalogRow> override {
    ++asked;
    const std::string& region = by.front().as_text();
    region_missing = region.empty();
    if (region == "bad") return {{.row = Value::failed()}};
    const std::size_t size = key.as_text().size();
    const std::size_t count = region_missing ? 0 : size % 5 == 4 ? 1 : size % 5;
    std::vector<CatalogRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
      const auto day = static_cast<std::int64_t>(20 * i);
      CatalogRow& row = rows.emplace_back();
      if (size % 5 != 4) row = {.begin = day, .end = day + 10, .row = {}};
      row.row =
          Value::sequence({Value::text(region + "/" + key.as_text()), Value(Number::whole(day)),
                           size % 2 == 0 ? Value() : Value::boolean(i == 0),
                           Value(size % 3 == 0 ? Number::parse("0.00001").value() : Number::parse("0.25").value())});
    }
    return rows;
  }
  mutable std::size_t asked = 0;
};

class CacheTest : public testing::Test {
 protected:
  CacheTest() {
    const FieldType whole{.type = {.kind = TypeKind::count}, .limits = {.step = Number::whole(1)}};
    const FieldType share{.type = {.kind = TypeKind::rate}, .limits = {.step = Number::parse("0.0001").value()}};
    types_.records.push_back({.fields = {{.type = {.kind = TypeKind::text}},
                                         whole,
                                         {.type = {.kind = TypeKind::boolean, .optional = true}},
                                         share}});
  }
  auto cache(std::size_t most_kept = CatalogCache::kMostKept) -> CatalogCache {
    return {catalog_, {.kind = TypeKind::record}, types_, most_kept};
  }

  void add(const std::string& region, std::string key, Word day) {
    keys_.push_back(std::move(key));
    regions_.push_back(region);
    days_.push_back(day);
  }
  // What the cache finds for all that was added is what the catalog says. `dated`: on the days.
  void check(CatalogCache& cache, bool dated = true) {
    const auto lanes = static_cast<std::uint32_t>(keys_.size());
    const std::vector<std::string_view> keys(keys_.begin(), keys_.end());
    std::vector<std::uint32_t> regions, rows(lanes);
    for (const std::string& region : regions_) regions.push_back(cache.region({region}));
    std::uint32_t next = 0;
    cache.find(
        {.keys = keys.data(), .regions = regions.data(), .dates = dated ? days_.data() : nullptr, .lanes = lanes},
        rows.data(), [&](std::uint32_t i) { return Value::text(keys_[i]); },
        [&](std::uint32_t from, std::uint32_t until) {
          EXPECT_EQ(from, next);
          for (; next < until; ++next) check_row(cache, rows[next], next, dated);
        });
    EXPECT_EQ(next, lanes);
  }

  Listed listed_;
  TypeTable types_;
  Catalog catalog_{.rows = &listed_, .by = 1, .dated = true};

 private:
  void check_row(const CatalogCache& cache, std::uint32_t number, std::uint32_t i, bool dated) {
    bool missing = false;
    const Value expected = Listed().find({Value::text(regions_[i])}, Value::text(keys_[i]),
                                         dated ? std::optional(days_[i]) : std::nullopt, missing);
    SCOPED_TRACE("lane " + std::to_string(i) + ", key \"" + keys_[i] + "\" of \"" + regions_[i] + "\"");
    const bool unusable = missing || expected.is_failed();
    if (unusable || expected.is_absent()) {
      EXPECT_EQ(number, unusable ? CatalogCache::kUnusable : CatalogCache::kNone);
      return;
    }
    ASSERT_GT(number, CatalogCache::kUnusable);
    const std::vector<Value>& fields = expected.as_sequence();
    const Word* row = cache.row(number);
    const Word* words = row + CatalogCache::kFields;
    EXPECT_EQ(cache.text(words[0]), fields[0].as_text());
    EXPECT_EQ(words[1], fields[1].as_number().to_int64());
    EXPECT_EQ(row[CatalogCache::kPresent], fields[2].is_absent() ? 0b1011 : 0b1111);
    EXPECT_EQ(words[2], !fields[2].is_absent() && fields[2].as_bool() ? 1 : 0);
    const auto share = fields[3].as_number().scaled(4);
    EXPECT_EQ(row[CatalogCache::kBad], share ? 0 : 0b1000);
    EXPECT_EQ(words[3], share.value_or(0));
  }

  std::deque<std::string> keys_;
  std::vector<std::string> regions_;
  std::vector<Word> days_;
};

// Sizes around those of a word, of a vector, and of what stands in a slot; bytes that differ anywhere.
TEST_F(CacheTest, KeysOfEachSize) {
  for (std::size_t size = 0; size <= 70; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      std::string key(size, 'x');
      if (at < size) key[at] = '\0';
      for (const char* region : {"a", "b"}) add(region, key, static_cast<Word>(3 * at));
    }
  }
  CatalogCache all = cache();
  check(all);
  const std::size_t asked = listed_.asked;
  check(all);
  EXPECT_EQ(listed_.asked, asked);  // everything is known
  CatalogCache undated = cache();
  check(undated, false);
}

// A key that a group of lanes holds several times is learnt once.
TEST_F(CacheTest, OneKeyInManyLanes) {
  for (Word day = -5; day < 300; ++day) add("a", day % 2 == 0 ? "six" : "of size eleven and some", day);
  CatalogCache all = cache();
  check(all);
  EXPECT_EQ(listed_.asked, 2U);
}

TEST_F(CacheTest, RegionsThatCannotBeUsed) {
  for (const char* region : {"", "bad", "a", "", "b"}) add(region, "k", 5);
  CatalogCache all = cache();
  check(all);
}

TEST_F(CacheTest, PartsOfARegionStandApart) {
  CatalogCache all = cache();
  EXPECT_EQ(all.region({"a", "bc"}), 0U);
  EXPECT_EQ(all.region({"ab", "c"}), 1U);
  EXPECT_EQ(all.region({"a", "b", "c"}), 2U);
  EXPECT_EQ(all.region({"a", "bc"}), 0U);
  EXPECT_EQ(all.region({"1:a", ""}), 3U);
  EXPECT_EQ(all.region({"", "1:a"}), 4U);
}

TEST_F(CacheTest, DaysOutsideOf32Bits) {
  for (const Word day : {INT64_MIN, Word{INT32_MIN} - 1, Word{INT32_MAX} + 1, INT64_MAX}) add("a", "x", day);
  CatalogCache all = cache();
  check(all);
}

// Bounded, where no two cases ask for the same: what was too much is forgotten, and learnt again.
TEST_F(CacheTest, ForgetsWhereItKeepsTooMuch) {
  for (int i = 0; i < 1000; ++i) add("a", "key " + std::to_string(i), 5);
  CatalogCache all = cache(100'000);
  check(all);
  EXPECT_EQ(listed_.asked, 1000U);
  all.bound();
  check(all);
  EXPECT_EQ(listed_.asked, 2000U);
  CatalogCache enough = cache(1'000'000);
  check(enough);
  enough.bound();
  check(enough);
  EXPECT_EQ(listed_.asked, 3000U);
}

TEST_F(CacheTest, ForgetsRegionsAndLongKeys) {
  CatalogCache regions = cache(100'000);
  for (int i = 0; i < 2000; ++i) regions.region({"region " + std::to_string(i)});
  regions.bound();
  EXPECT_EQ(regions.region({"region 7"}), 0U);
  CatalogCache keys = cache(100'000);
  add("a", std::string(200'000, 'x'), 5);
  check(keys);
  keys.bound();
  check(keys);
  EXPECT_EQ(listed_.asked, 2U);
}

}  // namespace
}  // namespace remit::batch
