// Names that stand once within one declaration: members, fields, parameters, papers, pots, labels of exceptions.
#pragma once
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

void check_unique(const ast::Declaration& declaration, std::vector<Diagnostic>& problems);

}  // namespace remit
