// Pass 9: what is known of every number before any case: the place that it lies on, its bounds, whether it may be an
// endless quotient, whether it may fail. It fills Program::facts and proves what the policy claims of its numbers.
#pragma once
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

// Appends its problems: results that are not proved to lie on their place, values rounded twice, divisors that may
// be 0. Dated versions are taken together: what is proved holds on every date.
// Cost: linear in the nodes, but for the paths that a problem's message follows.
void bound(Elaborated& elaborated, std::vector<Diagnostic>& problems);

}  // namespace remit
