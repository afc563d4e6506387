// A bill made larger or smaller, its lines in proportion.
//
// The parts add up to the total to the last unit: each is rounded down to the place of its field, and the units that
// are then missing go one each to the largest fractions that were cut off, ties in the order of the list.
//
// Other inputs may be tied to the column by what the service `ensures`. Two forms are understood, and followed where
// they held before: an input that equals the sum of the column takes the total; in "the column less a product of two
// others is at most so much", for all elements, the first factor becomes the column divided by the second, at its own
// digits. What else no longer holds afterwards is for the answer to tell.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/whatif/variable.h"

namespace remit::whatif {

// One value that was changed, for who keeps the case in another form.
struct ScaledValue {
  std::string path;                      // "claim.total"; of a column "claim.items[].amount"
  std::optional<std::uint32_t> element;  // of the list
  Value value;
  Type type;
};

struct Scaled {
  Case given;
  Number before, after;
  std::vector<std::string> followed;  // paths of inputs that were changed with it
  std::vector<ScaledValue> values;    // all that was changed
};

// A column of a case, ready to be scaled to one total after another.
class Scaling {
 public:
  // `column`: "claim.items.amount". A sentence where it cannot be scaled.
  static auto prepare(const Service& service, const Case& given, std::string_view column) -> Result<Scaling, Sentence>;

  // Puts the total, and what follows it, into the case, or into a copy in which other things may be pinned. A sentence
  // where there is no such total; nothing is changed then.
  auto put(const Number& total, Case& into) const -> std::optional<Sentence>;

  [[nodiscard]] auto before() const -> const Number& { return before_; }
  // Paths of inputs that are changed with the column.
  [[nodiscard]] auto followed() const -> std::vector<std::string>;
  // All inputs and columns that are changed; of a column its first element stands for all.
  [[nodiscard]] auto changed() const -> std::vector<Variable>;
  // What they are in a case that was scaled.
  [[nodiscard]] auto values_in(const Case& scaled) const -> std::vector<ScaledValue>;

  struct Column {
    std::uint32_t list = 0, column = 0;
    friend bool operator==(const Column&, const Column&) = default;
  };
  // What is tied to a column by what the service ensures.
  struct Ties {
    struct Product {  // of two other columns, of which the first follows
      Column first, second;
      std::vector<Value> as_given;  // of the first
    };
    std::vector<std::uint32_t> totals;  // inputs that equal its sum
    std::vector<Product> products;
  };

 private:
  Scaling(const Service& service, Column at) : service_(service), at_(at) {}

  Service service_;
  Column at_;
  Number step_, before_;
  std::vector<Number> parts_;
  Ties ties_;
};

// `parts` as shares of `total` pro rata, each on `step`. Requires: no part is negative and not all are 0; total >= 0
// lies on `step`.
auto in_proportion(const std::vector<Number>& parts, const Number& total, const Number& step) -> std::vector<Number>;

// `column`: "claim.items.amount". A sentence where it cannot be scaled.
auto scale(const Service& service, const Case& given, std::string_view column, const Number& total)
    -> Result<Scaled, Sentence>;

}  // namespace remit::whatif
