// Catalog look-ups, all lanes of a block at once: hashes, then slots, then rows (catalog_cache.h).
#include <algorithm>

#include "engine/batch/catalog_cache.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/values.h"

namespace remit::batch {
namespace {

class LookUp {
 public:
  LookUp(Block& block, const Node& node, std::uint32_t wanted)
      : block_(block),
        node_(node),
        catalog_(block.program().catalogs[node.index]),
        cache_(block.catalog(node.index, node.type)),
        wanted_(wanted) {}

  // nullptr: no columnar form.
  auto run() -> const Column* {
    const NodeId* operands = block_.program().operands_of(node_);
    for (std::uint32_t i = 0; i < catalog_.by; ++i) by_.push_back(block_.column(operands[i]));
    key_ = block_.column(operands[catalog_.by]);
    key_type_ = block_.program().at(operands[catalog_.by]).type;
    if (node_.operand_count > catalog_.by + 1) date_ = block_.column(operands[catalog_.by + 1]);
    if (cache_.fields() > CatalogCache::kMostFields) return nullptr;
    if (!on_one_axis()) return failed_ ? failed_column(block_) : nullptr;
    const std::uint32_t lanes = same_ ? 1 : axis_->lanes;
    auto* rows = block_.arena().lanes<std::uint32_t>(lanes);
    const CatalogCache::Asked asked{
        .keys = keys(lanes), .regions = regions(lanes), .dates = dates(lanes), .lanes = lanes};
    if (asked.keys == nullptr) return nullptr;
    make_fields(lanes);
    cache_.find(
        asked, rows, [&](std::uint32_t lane) { return value_at(*key_, key_type_, lane); },
        [&](std::uint32_t from, std::uint32_t until) { read(rows, from, until); });
    return record(rows, lanes);
  }

 private:
  // Keys are never optional where the policy's own conditions have not narrowed them, so `present` says nothing here.
  bool on_one_axis() {
    std::vector<const Column*> all = by_;
    all.push_back(key_);
    if (date_ != nullptr) all.push_back(date_);
    axis_ = block_.root();
    for (const Column* c : all) {
      failed_ = failed_ || c->shape == Shape::failed;
      if (c->same) continue;
      same_ = false;
      if (axis_ != nullptr) axis_ = deepest(axis_, c->axis);
    }
    if (failed_ || axis_ == nullptr || (date_ != nullptr && date_->shape != Shape::words)) return false;
    for (const Column* c : by_) {
      if (c->shape != Shape::texts) return false;
    }
    key_ = block_.on(key_, axis_);
    if (date_ != nullptr) date_ = block_.on(date_, axis_);
    for (const Column* c : all) {
      if (!c->same) bad_ = either(block_, bad_, block_.on(c, axis_)->bad, axis_->lanes);
    }
    return true;
  }

  auto keys(std::uint32_t lanes) -> const std::string_view* {
    if (key_->shape == Shape::texts && !key_->same) return key_->texts;
    auto* keys = block_.arena().lanes<std::string_view>(lanes);
    if (key_->shape == Shape::texts) {
      std::fill_n(keys, lanes, key_->texts[0]);
      return keys;
    }
    if ((key_->shape != Shape::words && key_->shape != Shape::bytes) || key_->places != 0) return nullptr;
    Word* words = block_.arena().lanes<Word>(lanes);
    for (std::uint32_t i = 0; i < lanes; ++i) {
      words[i] = key_->same ? key_->low : key_->shape == Shape::words ? key_->words[i] : key_->bytes[i];
      keys[i] = {reinterpret_cast<const char*>(&words[i]), sizeof(Word)};
    }
    return keys;
  }

  // Numbers of the keys before the row's own: found on the axis where these lie, mostly the cases'.
  auto regions(std::uint32_t lanes) -> const std::uint32_t* {
    const Axis* axis = block_.root();
    bool same = true;
    for (const Column* c : by_) {
      same = same && c->same;
      if (!c->same) axis = deepest(axis, c->axis);
    }
    auto* regions = block_.arena().lanes<std::uint32_t>(lanes);
    if (same) {
      number_regions(1, regions, by_);
      std::fill_n(regions, lanes, regions[0]);
      return regions;
    }
    std::vector<const Column*> there;
    for (const Column* c : by_) there.push_back(block_.on(c, axis));
    auto* own = block_.arena().lanes<std::uint32_t>(axis->lanes);
    number_regions(axis->lanes, own, there);
    if (std::all_of(own, own + axis->lanes, [&](std::uint32_t region) { return region == own[0]; })) {
      std::fill_n(regions, lanes, own[0]);
      return regions;
    }
    for (const Axis* at = axis_; at != axis; at = at->parent) chain_.push_back(at);
    for (std::uint32_t i = 0; i < lanes; ++i) regions[i] = i;
    for (const Axis* at : chain_) {
      const std::uint32_t* parents = parents_of(block_, *at);
      for (std::uint32_t i = 0; i < lanes; ++i) regions[i] = parents[regions[i]];
    }
    for (std::uint32_t i = 0; i < lanes; ++i) regions[i] = own[regions[i]];
    return regions;
  }
  void number_regions(std::uint32_t lanes, std::uint32_t* regions, const std::vector<const Column*>& columns) {
    std::vector<std::string_view> by(columns.size());
    for (std::uint32_t i = 0; i < lanes; ++i) {
      bool changed = i == 0;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        ask_ahead(*columns[k], i, lanes);
        const std::string_view part = columns[k]->texts[columns[k]->same ? 0 : i];
        changed = changed || part != by[k];
        by[k] = part;
      }
      regions[i] = changed ? cache_.region(by) : regions[i - 1];
    }
  }

  auto dates(std::uint32_t lanes) -> const Word* {
    if (date_ == nullptr) return nullptr;
    if (!date_->same) return date_->words;
    Word* days = block_.arena().lanes<Word>(lanes);
    std::fill_n(days, lanes, date_->low);
    return days;
  }

  // ── Rows ──

  struct Field {
    std::size_t number = 0;
    Word* words = nullptr;
    Byte* bytes = nullptr;
    std::string_view* texts = nullptr;
  };
  void make_fields(std::uint32_t lanes) {
    present_ = block_.arena().lanes<Word>(lanes);
    for (std::size_t k = 0; k < cache_.fields(); ++k) {
      if (k < 31 && (wanted_ >> k & 1U) == 0) continue;
      Field& field = fields_.emplace_back(Field{.number = k});
      switch (cache_.kind(k)) {
        case Shape::bytes: field.bytes = block_.arena().lanes<Byte>(lanes); break;
        case Shape::texts: field.texts = block_.arena().lanes<std::string_view>(lanes); break;
        default: field.words = block_.arena().lanes<Word>(lanes);
      }
    }
  }
  // Lanes whose rows are at hand.
  void read(const std::uint32_t* rows, std::uint32_t from, std::uint32_t until) {
    for (std::uint32_t i = from; i < until; ++i) {
      const Word* row = cache_.row(rows[i]);
      present_[i] = row[CatalogCache::kPresent];
      everywhere_present_ &= row[CatalogCache::kPresent];
      somewhere_bad_ |= row[CatalogCache::kBad];
    }
    for (const Field& field : fields_) {
      const auto word = [&](std::uint32_t i) { return cache_.row(rows[i])[CatalogCache::kFields + field.number]; };
      if (field.bytes != nullptr) {
        for (std::uint32_t i = from; i < until; ++i) field.bytes[i] = static_cast<Byte>(word(i));
      } else if (field.texts != nullptr) {
        for (std::uint32_t i = from; i < until; ++i) field.texts[i] = cache_.text(word(i));
      } else {
        for (std::uint32_t i = from; i < until; ++i) field.words[i] = word(i);
      }
    }
  }

  auto record(const std::uint32_t* rows, std::uint32_t lanes) -> const Column* {
    Byte* present = block_.arena().lanes<Byte>(lanes);
    Byte* unusable = block_.arena().lanes<Byte>(lanes);
    for (std::uint32_t i = 0; i < lanes; ++i) {
      present[i] = rows[i] > CatalogCache::kUnusable ? 1 : 0;
      unusable[i] = rows[i] == CatalogCache::kUnusable ? 1 : 0;
    }
    if (same_ && unusable[0] != 0) return failed_column(block_);
    if (same_ && present[0] == 0) return absent_column(block_);
    auto* columns = block_.arena().lanes<const Column*>(cache_.fields());
    std::fill_n(columns, cache_.fields(), nullptr);
    for (const Field& field : fields_) columns[field.number] = column(field, rows, lanes);
    auto* made = block_.arena().make<Column>();
    made->shape = Shape::record;
    made->axis = same_ ? block_.root() : axis_;
    made->same = same_;
    made->fields = {columns, cache_.fields()};
    if (same_) return made;
    const std::size_t found = kernels::count(present, lanes);
    made->present = found == lanes ? nullptr : present;
    made->bad = either(block_, bad_, kernels::any(unusable, lanes) ? unusable : nullptr, lanes);
    return made;
  }

  auto column(const Field& field, const std::uint32_t* rows, std::uint32_t lanes) -> const Column* {
    const Axis* axis = same_ ? block_.root() : axis_;
    const Word bit = Word{1} << field.number;
    Masks masks;
    if ((everywhere_present_ & bit) == 0) {
      masks.present = mask(lanes, [&](std::uint32_t i) { return (present_[i] & bit) != 0; });
    }
    if ((somewhere_bad_ & bit) != 0) {
      masks.bad = mask(lanes, [&](std::uint32_t i) { return (cache_.row(rows[i])[CatalogCache::kBad] & bit) != 0; });
    }
    if (same_ && masks.present != nullptr) return absent_column(block_);
    if (same_ && masks.bad != nullptr) return failed_column(block_);
    if (field.bytes != nullptr) {
      Byte low = 255, high = 0;
      for (std::uint32_t i = 0; i < lanes; ++i) {
        low = std::min(low, field.bytes[i]);
        high = std::max(high, field.bytes[i]);
      }
      return bytes_result(block_, axis, same_, field.bytes, {.low = low, .high = high}, masks);
    }
    if (field.words != nullptr) {
      const kernels::Range range = lanes == 0 ? kernels::Range{} : kernels::range(field.words, lanes);
      const Bounds bounds{.low = range.low, .high = range.high};
      return words_result(block_, axis, same_, field.words, cache_.places(field.number), bounds, masks);
    }
    auto* column = block_.arena().make<Column>();
    column->shape = Shape::texts;
    column->axis = axis;
    column->same = same_;
    column->present = masks.present;
    column->bad = masks.bad;
    column->texts = field.texts;
    return column;
  }
  template <class Of>
  auto mask(std::uint32_t lanes, Of of) -> const Byte* {
    Byte* out = block_.arena().lanes<Byte>(lanes);
    for (std::uint32_t i = 0; i < lanes; ++i) out[i] = of(i) ? 1 : 0;
    return out;
  }

  Block& block_;
  const Node& node_;
  const Catalog& catalog_;
  CatalogCache& cache_;
  std::uint32_t wanted_;
  std::vector<const Column*> by_;
  std::vector<const Axis*> chain_;
  const Column* key_ = nullptr;
  Type key_type_;
  const Column* date_ = nullptr;
  const Axis* axis_ = nullptr;
  bool same_ = true, failed_ = false;
  const Byte* bad_ = nullptr;
  std::vector<Field> fields_;     // that anybody reads
  Word* present_ = nullptr;       // by lane, as CatalogCache::kPresent
  Word everywhere_present_ = -1;  // a bit a field
  Word somewhere_bad_ = 0;
};

}  // namespace

auto look_up_column(Block& block, const Node& node) -> const Column* {
  const auto id = static_cast<std::size_t>(&node - block.program().nodes.data());
  return LookUp(block, node, block.plan().wanted[id]).run();
}

}  // namespace remit::batch
