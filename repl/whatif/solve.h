// For which values of a variable a quantity is so much: the whole set, at the variable's digits.
//
// The search goes through the values from the least to the greatest. A range is evaluated as a whole
// (repl/whatif/range_evaluator.h): it is dropped where no value in it can do, taken where all of them must, and else
// cut where the policy turns; a few values are settled one by one, and so are both ends of a range that is taken. So
// each value that is told was decided, not sampled. Where that takes more work than is allowed, what was not decided is
// told as such.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/whatif/variable.h"

namespace remit::whatif {

enum class Relation : std::uint8_t { equal, at_least, at_most };

// "=", ">=", "<="; absent: none of them.
auto relation_named(std::string_view sign) -> std::optional<Relation>;

struct SolveQuestion {
  Variable variable;
  Quantity quantity;
  Relation relation{};
  Number target;
  // Where to look; absent: as far as the variable's limits go, and kFarthest where they have no end. A figure of the
  // policy is looked for from 0 on.
  std::optional<Number> from, to;
  std::optional<Number> step;  // of a variable that has no digits of its own
  std::uint32_t most_work = 4'000;
  std::function<bool()> stop;  // asked now and then
};

inline constexpr std::int64_t kFarthest = 1'000'000'000'000;

struct Interval {
  Number from, to;  // both values of the variable
};

struct Solution {
  Number from, to, step;            // what was searched
  std::vector<Interval> found;      // rising, none beside another
  std::vector<Interval> undecided;  // likewise: the work that was allowed did not suffice
  std::uint64_t work = 0;           // ranges evaluated and cases settled
};

// A sentence where the question makes no sense. A value at which the service does not answer does not belong to the
// set.
auto solve(const Service& service, const Case& given, const SolveQuestion& question) -> Result<Solution, Sentence>;

}  // namespace remit::whatif
