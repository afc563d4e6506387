#include "engine/batch/operators/assembly.h"

#include <algorithm>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/ratios.h"

namespace remit::batch {
namespace {

class Assembly {
 public:
  Assembly(Block& block, const Axis* axis, const Origin& from) : block_(block), axis_(axis), from_(from) {}

  auto run(const std::vector<const Column*>& given) -> const Column* {
    parts_ = given;
    Shape shape = Shape::absent;
    for (const Column*& part : parts_) {
      if (part->shape == Shape::absent) continue;
      if (part->shape == Shape::failed) return nullptr;
      if (shape == Shape::absent) shape = part->shape;
      if (part->shape == shape) continue;
      if (!is_number(*part) || (shape != Shape::words && shape != Shape::ratio)) return nullptr;
      shape = Shape::ratio;
    }
    if (shape == Shape::absent) return absent_column(block_);
    auto* out = block_.arena().make<Column>();
    out->shape = shape;
    out->axis = axis_;
    out->present = mask(1, [](const Column& c) { return c.shape == Shape::absent ? &kNowhere : &c.present; });
    out->bad = mask(0, [](const Column& c) { return &c.bad; });
    switch (shape) {
      case Shape::bytes: out->bytes = lanes<Byte>(&Column::bytes); return bounded(out);
      case Shape::texts: out->texts = lanes<std::string_view>(&Column::texts); return out;
      case Shape::words: return words(out);
      case Shape::ratio: return ratio();
      case Shape::record: return record(out);
      case Shape::list: return list(out);
      default: return nullptr;
    }
  }

 private:
  static constexpr Byte kZeros[1] = {0};
  static constexpr const Byte* kNowhere = kZeros;  // of `none`: absent in its only lane, which stands for all

  template <class Of>
  auto mask(Byte usual, Of of) -> const Byte* {
    const bool all = std::ranges::all_of(parts_, [&](const Column* part) { return *of(*part) == nullptr; });
    if (all) return nullptr;
    Byte* out = block_.arena().lanes<Byte>(axis_->lanes);
    for (std::uint32_t i = 0; i < axis_->lanes; ++i) {
      const Byte* lanes = *of(*parts_[from_.part[i]]);
      out[i] = lanes == nullptr ? usual : lanes[lanes == kNowhere ? 0 : from_.lane[i]];
    }
    return out;
  }
  template <class T>
  auto lanes(const T* Column::*member) -> const T* {
    T* out = block_.arena().lanes<T>(axis_->lanes);
    for (std::uint32_t i = 0; i < axis_->lanes; ++i) {
      const Column& part = *parts_[from_.part[i]];
      out[i] = part.shape == Shape::absent ? T{} : (part.*member)[from_.lane[i]];
    }
    return out;
  }
  auto bounded(Column* out) -> const Column* {
    Bounds bounds;
    for (const Column* part : parts_) bounds = joined(bounds, bounds_of(*part));
    out->low = static_cast<Word>(bounds.low);
    out->high = static_cast<Word>(bounds.high);
    return out;
  }
  auto words(Column* out) -> const Column* {
    int places = 0;
    for (const Column* part : parts_) places = std::max<int>(places, part->places);
    for (const Column*& part : parts_) {
      if (part->shape == Shape::absent || part->places == places) continue;
      const Byte* leaves = nullptr;
      const Scaled at = scaled(block_, *part, places, part->axis->lanes, leaves);
      if (leaves != nullptr) return nullptr;
      auto* aligned = block_.arena().make<Column>(*part);
      aligned->lifted = nullptr;
      aligned->words = at.words.lanes;
      aligned->low = static_cast<Word>(at.bounds.low);
      aligned->high = static_cast<Word>(at.bounds.high);
      part = aligned;
    }
    out->places = static_cast<std::int8_t>(places);
    out->words = lanes<Word>(&Column::words);
    return bounded(out);
  }
  static bool is_number(const Column& part) { return part.shape == Shape::words || part.shape == Shape::ratio; }
  auto ratio() -> const Column* {
    std::vector<const Column*> numerators;
    std::vector<const Column*> denominators;
    for (const Column* part : parts_) {
      const auto fraction = fraction_of(block_, part);
      if (part->shape == Shape::absent || part->present != nullptr || !fraction) return nullptr;
      numerators.push_back(laid_out(fraction->n, part->axis));
      denominators.push_back(laid_out(fraction->d, part->axis));
    }
    const Column* numerator = Assembly(block_, axis_, from_).run(numerators);
    const Column* denominator = numerator == nullptr ? nullptr : Assembly(block_, axis_, from_).run(denominators);
    return ratio_of(block_, numerator, denominator);
  }
  // One value for each lane.
  auto laid_out(const Column* column, const Axis* axis) -> const Column* {
    return column->same ? spread(block_, *column, axis) : block_.on(column, axis);
  }
  auto record(Column* out) -> const Column* {
    std::size_t count = 0;
    for (const Column* part : parts_) count = std::max(count, part->fields.size());
    auto* fields = block_.arena().lanes<const Column*>(count);
    for (std::size_t f = 0; f < count; ++f) {
      std::vector<const Column*> of;
      for (const Column* part : parts_) {
        const Column* field = part->shape == Shape::record ? part->fields[f] : part;
        if (field != nullptr && field->shape != Shape::absent) {
          field = laid_out(field, part->axis);
        }
        if (field == nullptr) return nullptr;
        of.push_back(field);
      }
      fields[f] = Assembly(block_, axis_, from_).run(of);
      if (fields[f] == nullptr) return nullptr;
    }
    out->fields = {fields, count};
    return out;
  }
  auto list(Column* out) -> const Column* {
    const auto size_of = [&](std::uint32_t i) {
      const Column& part = *parts_[from_.part[i]];
      const std::uint32_t lane = from_.lane[i];
      return part.shape == Shape::absent ? 0U : part.elements->offsets[lane + 1] - part.elements->offsets[lane];
    };
    const Axis* elements = axis_below(block_, axis_, size_of);
    if (elements == nullptr) return nullptr;
    Origin below;
    for (std::uint32_t i = 0; i < axis_->lanes; ++i) {
      for (std::uint32_t k = 0; k < size_of(i); ++k) {
        below.part.push_back(from_.part[i]);
        below.lane.push_back(parts_[from_.part[i]]->elements->offsets[from_.lane[i]] + k);
      }
    }
    std::vector<const Column*> of;
    for (const Column* part : parts_) {
      const Column* element = part->shape == Shape::absent ? part : part->element;
      if (element->same && element->shape != Shape::absent) element = spread(block_, *element, part->elements);
      if (element == nullptr) return nullptr;
      of.push_back(element);
    }
    out->elements = elements;
    out->element = Assembly(block_, elements, below).run(of);
    return out->element == nullptr ? nullptr : out;
  }

  Block& block_;
  const Axis* axis_;
  const Origin& from_;
  std::vector<const Column*> parts_;
};

}  // namespace

auto assembled(Block& block, const Axis* axis, const Origin& from, const std::vector<const Column*>& parts)
    -> const Column* {
  return Assembly(block, axis, from).run(parts);
}

}  // namespace remit::batch
