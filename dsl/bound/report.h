// What the bound pass tells the author.
#pragma once
#include <vector>

#include "dsl/bound/knowledge.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

// `known` is by NodeId. Each appends to `problems`, one problem a place in the text.

// Results that are not proved to lie on their place, or to be finite.
void check_places(const Elaborated& elaborated, const std::vector<Knowledge>& known, std::vector<Diagnostic>& problems);

// A rounding over a rounding, through steps that leave the amount what it is: sums, branches, rules. Not reported
// where it cannot matter: nothing is left to round, or both go the same way.
void check_double_rounding(const Elaborated& elaborated, const std::vector<Knowledge>& known,
                           std::vector<Diagnostic>& problems);

// Divisors that may be 0 and are nowhere compared with a number.
void check_divisors(const Elaborated& elaborated, const std::vector<Knowledge>& known,
                    std::vector<Diagnostic>& problems);

}  // namespace remit
