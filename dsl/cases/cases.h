// Pass 10: are the rows of tables and bands, and the exceptions of rules, complete and without conflict?
//
// Decided for conjunctions and alternatives of comparisons of one value with constants, members, ranges and presence.
// Anything else is checked in each case, and told of only where that is asked for. A region may be too large to tell;
// then tables say so (W0509).
#pragma once
#include <cstdint>
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

// What is left to each case: exceptions that may hold together, identities (W0513, W0514).
enum class Undecided : std::uint8_t { silent, told };

// Appends its problems, and sets TableUse::exclusive where no two rows hold together. Requires: `bound` has run.
// Cost: of a table the square of its rows, of a rule the square of its exceptions.
void cases(Elaborated& elaborated, std::vector<Diagnostic>& problems, Undecided undecided = Undecided::silent);

}  // namespace remit
