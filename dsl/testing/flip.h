// What would have to be otherwise: the single changes of a case, each as small as can be, by which a requirement would
// be met, or an exception taken.
//
// Each has been tried: the changed case was evaluated, and of numbers, dates and periods a change that is one step
// smaller was tried, too, and does not do. Where the case has an answer, the changed one has one as well.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dsl/testing/leaf.h"

namespace remit {

struct Flip {
  std::string path;  // "stay.ordinal"
  FieldType field;
  Value before, after;
};

// Of a requirement or exception of this name (as `why_not` takes it, engine/evaluate/explain.h) that is not met or not
// taken now; the least change first: numbers by what they change in proportion to what they are. At most three. Empty
// where more than one input has to change, or none can be found; absent where nothing has to. Uses the evaluator.
auto find_flips(const Program& program, const ProgramNames& names, Evaluator& evaluator, const Case& given,
                const std::string& name) -> std::optional<std::vector<Flip>>;

}  // namespace remit
