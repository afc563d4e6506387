#include "engine/batch/values.h"

#include <algorithm>
#include <string>
#include <vector>

namespace remit::batch {
namespace {

using Shape = Column::Shape;
using Tag = Value::Tag;

constexpr int kMostPlaces = 18;
constexpr std::size_t kMostMembers = 255;

class Maker {
 public:
  Maker(const Making& making, Type type, std::span<const Value> values) : m_(making), type_(type), values_(values) {}

  auto run(int places) -> const Column* {
    column_ = m_.arena.make<Column>();
    column_->axis = m_.axis;
    masks();
    if (counted_ == 0) return nothing();
    switch (tag_) {
      case Tag::boolean: return bytes([](const Value& v) { return static_cast<Byte>(v.as_bool()); });
      case Tag::number: return numbers(places);
      case Tag::integer: return integers();
      case Tag::text: return texts();
      case Tag::sequence: return type_.kind == TypeKind::record ? record() : list();
      case Tag::failed:
      case Tag::absent:
      case Tag::range:
      case Tag::element: return boxed();
    }
    return boxed();  // not reached: the switch is exhaustive
  }

 private:
  void masks() {
    Byte* present = nullptr;
    Byte* bad = nullptr;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const Tag tag = values_[i].tag();
      if (tag == Tag::absent) {
        mask(present, 1)[i] = 0;
      } else if (tag == Tag::failed) {
        mask(bad, 0)[i] = 1;
      } else {
        mixed_ = mixed_ || (counted_ > 0 && tag != tag_);
        tag_ = tag;
        ++counted_;
      }
      failed_ = failed_ || tag == Tag::failed;
    }
    column_->present = present;
    column_->bad = bad;
    if (mixed_) tag_ = Tag::range;
  }
  auto mask(Byte*& mask, Byte otherwise) -> Byte* {
    if (mask == nullptr) {
      mask = m_.arena.lanes<Byte>(values_.size());
      std::fill_n(mask, kernels::padded(values_.size()), otherwise);
    }
    return mask;
  }
  static bool counts(const Value& v) { return !v.is_absent() && !v.is_failed(); }

  auto nothing() -> const Column* {
    column_->shape = failed_ ? Shape::failed : Shape::absent;
    if (failed_ && column_->present != nullptr) {  // some absent, some failed
      column_->shape = Shape::words;
      fill_words([](const Value&) { return Word{0}; });
      return column_;
    }
    column_->same = true;
    column_->present = nullptr;
    column_->bad = nullptr;
    return column_;
  }

  template <class Of>
  auto bytes(Of of) -> const Column* {
    Byte* lanes = m_.arena.lanes<Byte>(values_.size());
    Byte low = 255;
    Byte high = 0;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!counts(values_[i])) continue;
      lanes[i] = of(values_[i]);
      low = std::min(low, lanes[i]);
      high = std::max(high, lanes[i]);
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!counts(values_[i])) lanes[i] = low;
    }
    std::fill(lanes + values_.size(), lanes + kernels::padded(std::max<std::size_t>(1, values_.size())), low);
    column_->shape = Shape::bytes;
    column_->bytes = lanes;
    return bounded(low, high);
  }

  template <class Of>
  void fill_words(Of of) {
    Word* lanes = m_.arena.lanes<Word>(values_.size());
    std::optional<Word> low;
    std::optional<Word> high;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!counts(values_[i])) continue;
      lanes[i] = of(values_[i]);
      low = std::min(low.value_or(lanes[i]), lanes[i]);
      high = std::max(high.value_or(lanes[i]), lanes[i]);
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!counts(values_[i])) lanes[i] = low.value_or(0);
    }
    std::fill(lanes + values_.size(), lanes + kernels::padded(std::max<std::size_t>(1, values_.size())),
              low.value_or(0));
    column_->words = lanes;
    bounded(low.value_or(0), high.value_or(0));
  }
  auto bounded(Word low, Word high) -> const Column* {
    column_->low = low;
    column_->high = high;
    column_->same = low == high && column_->present == nullptr && column_->bad == nullptr;
    return column_;
  }

  auto numbers(int places) -> const Column* {
    for (const Value& v : values_) {
      if (!counts(v) || v.as_number().scaled(places)) continue;
      const auto needed = v.as_number().places();
      if (!needed || *needed > kMostPlaces) return boxed();
      places = std::max(places, *needed);
      if (!v.as_number().scaled(places)) return boxed();
    }
    for (const Value& v : values_) {
      if (counts(v) && !v.as_number().scaled(places)) return boxed();
    }
    column_->shape = Shape::words;
    column_->places = static_cast<std::int8_t>(places);
    fill_words([&](const Value& v) { return *v.as_number().scaled(places); });
    return column_;
  }

  auto integers() -> const Column* {
    if (type_.kind == TypeKind::enumeration && m_.types.at(EnumId{type_.id}).members.size() <= kMostMembers) {
      return bytes([](const Value& v) { return static_cast<Byte>(v.as_integer()); });
    }
    column_->shape = Shape::words;
    fill_words([](const Value& v) { return v.as_integer(); });
    return column_;
  }

  auto texts() -> const Column* {
    auto* lanes = m_.arena.lanes<std::string_view>(values_.size());
    for (std::size_t i = 0; i < values_.size(); ++i) {
      lanes[i] = counts(values_[i]) ? std::string_view(values_[i].as_text()) : std::string_view();
    }
    column_->shape = Shape::texts;
    column_->texts = lanes;
    return column_;
  }

  // A record that is absent, or failed, has absent fields; `present` and `bad` of the record say so.
  auto record() -> const Column* {
    const auto& fields = m_.types.at(RecordId{type_.id}).fields;
    auto* columns = m_.arena.lanes<const Column*>(fields.size());
    for (std::size_t k = 0; k < fields.size(); ++k) {
      auto* lanes = keep(values_.size());
      for (std::size_t i = 0; i < values_.size(); ++i) {
        lanes[i] = counts(values_[i]) ? values_[i].as_sequence()[k] : Value();
      }
      columns[k] = Maker(m_, fields[k].type, {lanes, values_.size()}).run(0);
    }
    column_->shape = Shape::record;
    column_->fields = {columns, fields.size()};
    return column_;
  }

  auto list() -> const Column* {
    auto* offsets = m_.arena.lanes<std::uint32_t>(values_.size() + 1);
    auto* axis = m_.arena.make<Axis>();
    offsets[0] = 0;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto size = counts(values_[i]) ? static_cast<std::uint32_t>(values_[i].as_sequence().size()) : 0U;
      offsets[i + 1] = offsets[i] + size;
      axis->longest = std::max(axis->longest, size);
    }
    axis->lanes = offsets[values_.size()];
    axis->parent = m_.axis;
    axis->offsets = offsets;
    axis->depth = m_.axis->depth + 1;
    auto* lanes = keep(axis->lanes);
    std::size_t next = 0;
    for (const Value& v : values_) {
      if (!counts(v)) continue;
      for (const Value& one : v.as_sequence()) lanes[next++] = one;
    }
    column_->shape = Shape::list;
    column_->elements = axis;
    const Making below{.arena = m_.arena, .types = m_.types, .axis = axis};
    const Type element = m_.types.at(ListTypeId{type_.id}).element;
    column_->element = Maker(below, element, {lanes, axis->lanes}).run(0);
    return column_;
  }

  auto boxed() -> const Column* {
    column_->shape = Shape::boxed;
    column_->values = values_.data();
    return column_;
  }

  // Values that live as long as the arena's block.
  auto keep(std::size_t count) -> Value* { return m_.arena.values(count); }

  const Making& m_;
  Type type_;
  std::span<const Value> values_;
  Column* column_ = nullptr;
  Tag tag_ = Tag::absent;
  std::size_t counted_ = 0;
  bool mixed_ = false, failed_ = false;
};

}  // namespace

auto column_of(const Making& making, Type type, std::span<const Value> values, int places) -> const Column* {
  return Maker(making, type, values).run(places);
}

auto number_at(const Column& column, std::uint32_t lane) -> Number {
  if (column.shape == Shape::ratio) return number_at(*column.fields[0], lane) / number_at(*column.fields[1], lane);
  return Number::decimal(column.same ? column.low : column.words[lane], column.places);
}

auto value_at(const Column& column, Type type, std::uint32_t lane) -> Value {
  if (column.present != nullptr && column.present[lane] == 0) return {};
  switch (column.shape) {
    case Shape::failed: return Value::failed();
    case Shape::absent: return {};
    case Shape::bytes: {
      const Byte byte = column.same ? static_cast<Byte>(column.low) : column.bytes[lane];
      return type.kind == TypeKind::enumeration ? Value::integer(byte) : Value::boolean(byte != 0);
    }
    case Shape::words:
      if (type.numeric()) return number_at(column, lane);
      return Value::integer(column.same ? column.low : column.words[lane]);
    case Shape::ratio: return number_at(column, lane);
    case Shape::texts: return Value::text(std::string(column.texts[column.same ? 0 : lane]));
    case Shape::boxed: return column.values[column.same ? 0 : lane];
    case Shape::record:
    case Shape::list:
    case Shape::element: break;  // whoever asks knows their types
  }
  return Value::failed();
}

}  // namespace remit::batch
