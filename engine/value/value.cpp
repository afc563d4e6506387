#include "engine/value/value.h"

namespace remit {

struct Value::Heap {
  std::atomic<std::uint32_t> users{1};
  std::string text{};
  std::vector<Value> values{};
};

auto Value::text(std::string text) -> Value {
  Value v;
  v.heap_ = new Heap{.text = std::move(text), .values = {}};
  v.tag_ = Tag::text;
  return v;
}

auto Value::sequence(std::vector<Value> values) -> Value {
  Value v;
  v.heap_ = new Heap{.text = {}, .values = std::move(values)};
  v.tag_ = Tag::sequence;
  return v;
}

void Value::share(const Value& other) noexcept {
  heap_ = other.heap_;
  heap_->users.fetch_add(1, std::memory_order_relaxed);
}

void Value::release() noexcept {
  if (heap_->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete heap_;
}

auto Value::as_text() const noexcept -> const std::string& { return heap_->text; }
auto Value::as_sequence() const noexcept -> const std::vector<Value>& { return heap_->values; }

bool operator==(const Value& a, const Value& b) {
  if (a.tag_ != b.tag_) return false;
  switch (a.tag_) {
    case Value::Tag::failed:
    case Value::Tag::absent: return true;
    case Value::Tag::boolean:
    case Value::Tag::integer: return a.integer_ == b.integer_;
    case Value::Tag::number: return a.number_ == b.number_;
    case Value::Tag::text: return a.as_text() == b.as_text();
    case Value::Tag::sequence: return a.as_sequence() == b.as_sequence();
    case Value::Tag::range:
      return a.range_.list == b.range_.list && a.range_.begin == b.range_.begin && a.range_.end == b.range_.end;
    case Value::Tag::element: return a.element_.list == b.element_.list && a.element_.index == b.element_.index;
  }
  return false;
}

auto compare(const Value& a, const Value& b) -> std::strong_ordering {
  if (a.is_absent() || b.is_absent()) return b.is_absent() <=> a.is_absent();
  if (a.tag() == Value::Tag::number) return a.as_number() <=> b.as_number();
  if (a.tag() == Value::Tag::text) return a.as_text().compare(b.as_text()) <=> 0;
  return a.integer_ <=> b.integer_;
}

auto Value::hash() const -> std::size_t {
  constexpr std::size_t kMix = 0x9E3779B97F4A7C15U;
  switch (tag_) {
    case Tag::number: return number_.hash();
    case Tag::text: return std::hash<std::string>{}(as_text());
    case Tag::sequence: {
      std::size_t h = as_sequence().size();
      for (const Value& v : as_sequence()) h = (h ^ v.hash()) * kMix;
      return h;
    }
    case Tag::range:
      return (static_cast<std::size_t>(range_.list) << 40U) ^ (std::size_t{range_.begin} << 20U) ^ range_.end;
    case Tag::element: return ((static_cast<std::size_t>(element_.list) << 32U) ^ element_.index) * kMix;
    case Tag::failed:
    case Tag::absent:
    case Tag::boolean:
    case Tag::integer: break;
  }
  return static_cast<std::size_t>(integer_) * kMix + static_cast<std::size_t>(tag_);
}

}  // namespace remit
