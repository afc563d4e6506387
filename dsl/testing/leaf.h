// Places in a case that can be changed, one at a time.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/case.h"
#include "engine/program/locals.h"

namespace remit {

// A program that an evaluator runs. All outlive this.
struct Grounds {
  const Program& program;
  const ProgramNames& names;
  Evaluator& evaluator;
  const std::vector<Locals>& locals;  // by node
};

struct Leaf {
  enum class Kind : std::uint8_t { input, column, memory };
  Kind kind{};
  std::uint32_t index = 0;  // InputId; column; MemoryId
  ListId list{};            // of a column
  std::uint32_t element = 0;
  friend auto operator<=>(const Leaf&, const Leaf&) = default;
};

// "stay.ordinal", "claim.items[3].amount", "year_pooled"
auto path_of(const Grounds& grounds, const Case& given, const Leaf& leaf) -> std::string;
// Its type, labels and limits; of a memory without a name.
auto field_of(const Grounds& grounds, const Leaf& leaf) -> FieldType;
// What a number of the field is a multiple of; 1 where it is anything.
auto step_of(const FieldType& field, const TypeTable& types) -> Number;
// Failed where there is no such place. Requires: the evaluator has begun the case.
auto value_at(const Grounds& grounds, const Case& given, const Leaf& leaf) -> Value;
// The case with another value there. Uses the evaluator.
auto with_value(const Grounds& grounds, Case given, const Leaf& leaf, const Value& value) -> Case;

}  // namespace remit
