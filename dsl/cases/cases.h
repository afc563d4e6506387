// Pass 10: are the rows of tables and bands, and the exceptions of rules, complete and without conflict?
//
// Decided for conjunctions and alternatives of comparisons of one value with constants, members, ranges and presence.
// Of anything else nothing is said, and it is checked in each case. A region may be too large to tell; then tables say
// so (W0509).
#pragma once
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

// Appends its problems, and sets TableUse::exclusive where no two rows hold together. Requires: `bound` has run.
// Cost: of a table the square of its rows, of a rule the square of its exceptions.
void cases(Elaborated& elaborated, std::vector<Diagnostic>& problems);

}  // namespace remit
