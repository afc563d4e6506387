// A value of a case: a number, a date, a text, an enum member, a record, a list, an element of a list; or nothing.
//
// The static type (engine/value/type.h) says which; a value carries only what is needed to compute. Heap parts are
// immutable and shared.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/number/number.h"
#include "engine/value/type.h"

namespace remit {

// Some consecutive elements [begin, end) of a list of the case.
struct ListRange {
  ListId list{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
struct ElementRef {
  ListId list{};
  std::uint32_t index = 0;
};

class Value {
 public:
  enum class Tag : std::uint8_t {
    failed,  // could not be computed; the reason stands in the list of errors, once
    absent,  // of an optional
    boolean,
    number,   // count, decimal, rate, money
    integer,  // date, time, days, months; enumeration: index of the member
    text,
    sequence,  // a record (fields in declared order) or a list
    range,     // a list: elements of a list of the case
    element,   // one of them
  };

  Value() noexcept : tag_(Tag::absent), integer_(0) {}
  Value(Number n) noexcept : tag_(Tag::number), number_(std::move(n)) {}         // NOLINT
  Value(ListRange range) noexcept : tag_(Tag::range), range_(range) {}           // NOLINT
  Value(ElementRef element) noexcept : tag_(Tag::element), element_(element) {}  // NOLINT
  static auto failed() noexcept -> Value {
    Value v;
    v.tag_ = Tag::failed;
    return v;
  }
  static auto boolean(bool b) noexcept -> Value {
    Value v;
    v.tag_ = Tag::boolean;
    v.integer_ = b ? 1 : 0;
    return v;
  }
  static auto integer(std::int64_t i) noexcept -> Value {
    Value v;
    v.tag_ = Tag::integer;
    v.integer_ = i;
    return v;
  }
  static auto text(std::string text) -> Value;
  static auto sequence(std::vector<Value> values) -> Value;

  Value(const Value& other) noexcept { copy(other); }
  Value(Value&& other) noexcept { take(other); }
  auto operator=(const Value& other) noexcept -> Value& {
    if (this != &other) {
      clear();
      copy(other);
    }
    return *this;
  }
  auto operator=(Value&& other) noexcept -> Value& {
    if (this != &other) {
      clear();
      take(other);
    }
    return *this;
  }
  ~Value() { clear(); }

  [[nodiscard]] auto tag() const noexcept -> Tag { return tag_; }
  [[nodiscard]] bool is_failed() const noexcept { return tag_ == Tag::failed; }
  [[nodiscard]] bool is_absent() const noexcept { return tag_ == Tag::absent; }

  // Each requires its tag.
  [[nodiscard]] bool as_bool() const noexcept { return integer_ != 0; }
  [[nodiscard]] auto as_number() const noexcept -> const Number& { return number_; }
  [[nodiscard]] auto as_integer() const noexcept -> std::int64_t { return integer_; }
  [[nodiscard]] auto as_text() const noexcept -> const std::string&;
  [[nodiscard]] auto as_sequence() const noexcept -> const std::vector<Value>&;
  [[nodiscard]] auto as_range() const noexcept -> ListRange { return range_; }
  [[nodiscard]] auto as_element() const noexcept -> ElementRef { return element_; }

  // Equality of values of one type; elements are equal when they are the same element.
  friend bool operator==(const Value& a, const Value& b);
  // Order of values of one type: numbers, dates, periods, false before true, members as declared, text by code
  // points; absent before everything. Requires neither to be a record, list, range or failed.
  friend auto compare(const Value& a, const Value& b) -> std::strong_ordering;
  [[nodiscard]] auto hash() const -> std::size_t;

 private:
  struct Heap;
  void copy(const Value& other) noexcept {
    tag_ = other.tag_;
    switch (tag_) {
      case Tag::number: new (&number_) Number(other.number_); break;
      case Tag::text:
      case Tag::sequence: share(other); break;
      case Tag::range: range_ = other.range_; break;
      case Tag::element: element_ = other.element_; break;
      case Tag::failed:
      case Tag::absent:
      case Tag::boolean:
      case Tag::integer: integer_ = other.integer_; break;
    }
  }
  void take(Value& other) noexcept {
    tag_ = other.tag_;
    switch (tag_) {
      case Tag::number:
        new (&number_) Number(std::move(other.number_));
        other.number_.~Number();
        break;
      case Tag::text:
      case Tag::sequence: heap_ = other.heap_; break;
      case Tag::range: range_ = other.range_; break;
      case Tag::element: element_ = other.element_; break;
      case Tag::failed:
      case Tag::absent:
      case Tag::boolean:
      case Tag::integer: integer_ = other.integer_; break;
    }
    other.tag_ = Tag::absent;
    other.integer_ = 0;
  }
  void clear() noexcept {
    if (tag_ == Tag::number)
      number_.~Number();
    else if (tag_ == Tag::text || tag_ == Tag::sequence)
      release();
  }
  void share(const Value& other) noexcept;
  void release() noexcept;

  Tag tag_;
  union {
    Number number_;
    std::int64_t integer_;
    Heap* heap_;
    ListRange range_;
    ElementRef element_;
  };
};

}  // namespace remit
