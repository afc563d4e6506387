// Whether two services take the same cases, and their values mean the same.
#pragma once
#include "repl/whatif/variable.h"

namespace remit::whatif {

// Whether a case that was read for one service is as it would be read for the other.
bool same_inputs(const Service& before, const Service& after);

// Whether a value of one type is the same value of the other: kinds, currencies, members and fields by name.
bool same_meaning(const Type& a, const TypeTable& in_a, const Type& b, const TypeTable& in_b);

}  // namespace remit::whatif
