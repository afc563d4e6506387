// Between values and columns: into columns where a reader or the reference evaluator made values, and back where
// an answer, or the reference evaluator, wants them.
#pragma once
#include <optional>
#include <span>

#include "engine/batch/arena.h"
#include "engine/batch/column.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit::batch {

struct Making {
  Arena& arena;
  const TypeTable& types;
  const Axis* axis;  // as many lanes as values
};

// The values as a column: bytes, words, texts, records of such, plain lists of such; `boxed` where they are none of
// these (a number that does not fit a word at the place of the others, elements). Failed values are bad lanes.
// `values` outlive the column. `places`: the place at which numbers are expected to lie.
auto column_of(const Making& making, Type type, std::span<const Value> values, int places = 0) -> const Column*;

// One lane as a value. Requires: no list, no element; the lane is not bad.
auto value_at(const Column& column, Type type, std::uint32_t lane) -> Value;

// The decimal number coefficient × 10^-places.
auto number_at(const Column& column, std::uint32_t lane) -> Number;

}  // namespace remit::batch
