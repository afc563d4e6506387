// What is known of the values that a node may take, records and lists included.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/program/program.h"

namespace remit {

struct Knowledge {
  bool never = false;  // no value but absent: of `none`
  // Every value is a multiple of it. It need not be a decimal: of an amount / 12 it is 1/1200, so that twelve times
  // that is known to lie on 0.01 again. 0: only 0. Absent: unknown.
  std::optional<Number> step = {};
  std::optional<Number> low = {};  // inclusive; absent: unbounded
  std::optional<Number> high = {};
  bool endless = false;  // may be no decimal at all, where the step is unknown
  // All values that it may have, in order, where they are few: of versions, branches and rows that are written out.
  std::optional<std::vector<Number>> values = {};
  bool may_fail = false;
  std::int64_t at_most = 100'000;  // of a list: elements
  // Of a record: its fields. Of a list: its element, or nothing where only the element's type is known.
  std::shared_ptr<const std::vector<Knowledge>> parts = {};

  [[nodiscard]] bool may_be_ratio() const { return step ? step->is_ratio() : endless; }
  // Every value lies on `place`. Requires: place > 0.
  [[nodiscard]] bool lies_on(const Number& place) const;
  // The one value that it can have.
  [[nodiscard]] auto constant() const -> std::optional<Number>;
  [[nodiscard]] bool at_least(const Number& bound) const { return low && *low >= bound; }
  [[nodiscard]] bool includes_zero() const;
};

// Nothing but the type: numbers may be anything, ratios too.
auto known_of_type(const Type& type) -> Knowledge;
// A value that was given: typed, within its declared limits, finite.
auto known_of_given(const Type& type, const Limits& limits, const TypeTable& types) -> Knowledge;
auto known_of_value(const Value& value, const Type& type, const TypeTable& types) -> Knowledge;

// Field `index` of a record, or the element of a list; by its type alone where that is all that is known.
auto known_part(const Knowledge& whole, std::size_t index, const Type& type) -> Knowledge;
auto with_parts(std::vector<Knowledge> parts) -> Knowledge;

// Either of them.
auto joined(const Knowledge& a, const Knowledge& b) -> Knowledge;

// As the evaluators read it: a step is a positive decimal.
auto facts_of(const Knowledge& knowledge) -> NodeFacts;

}  // namespace remit
