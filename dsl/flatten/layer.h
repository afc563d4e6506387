// One layer of a flat set: what one policy, module or amendment writes, on top of what is there.
#pragma once
#include <vector>

#include "dsl/flatten/collect.h"
#include "dsl/flatten/flat_set.h"

namespace remit {

// Adds, overrides, extends and drops, as `from` says, and reports where it cannot.
void add_layer(const CollectedPolicy& from, FlatSet& set, Texts& texts, std::vector<Diagnostic>& problems);

}  // namespace remit
