// Declarations that nothing reaches.
#pragma once
#include <vector>

#include "dsl/diagnostic/diagnostic.h"
#include "dsl/flatten/flatten.h"

namespace remit {

// Warns of values, tables, rules … that the policy writes itself and that no service, requirement, list of documents,
// memory or test reaches. What an abstract policy or a module declares is there for others, and never told of.
//
// A declaration reaches every name that its text mentions, in whatever role: rather a warning too few than one too
// many.
auto unused_declarations(const FlatPolicy& policy) -> std::vector<Diagnostic>;

}  // namespace remit
