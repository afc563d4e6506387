// For something that no test reaches: the test nearest to it, and the one input to change in it.
//
// What is suggested has been tried: the changed case was settled, on a day on which the policy is in force and without
// an error, and reached it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dsl/testing/candidates.h"

namespace remit {

struct Suggestion {
  Number distance;   // by which the input changes; 0 of what is no number
  std::string text;  // "like “second stay”, with stay.ordinal = 3"
};

// Absent: no single change was found. `cases`: those of the recorder's program, as the tests stand.
auto suggest(ItemId item, Recorder& recorder, const std::vector<KnownCase>& cases, const std::string& language)
    -> std::optional<Suggestion>;

}  // namespace remit
