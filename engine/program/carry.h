// From one case to the next: what a ledger would say after a case, given what it said before. For several cases in a
// row without a ledger.
#pragma once
#include <vector>

#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/program.h"

namespace remit {

// `before` with the postings of `answer` applied in their order; entries that a posting begins come after the others.
// Requires: both belong to `program`; postings lie in order. Pure.
auto carry(const Program& program, std::vector<MemoryState> before, const Answer& answer) -> std::vector<MemoryState>;

}  // namespace remit
