// The enumerations of the tree by name, for dumps and messages to developers: `half_up`, not `half up`; and the
// English keyword that a declaration begins with.
#pragma once
#include <string_view>

#include "dsl/ast/declaration.h"

namespace remit::ast {

auto name(ExprKind value) -> std::string_view;
auto name(Word value) -> std::string_view;
auto name(TypeKind value) -> std::string_view;
auto keyword(const Declaration& declaration) -> std::string_view;

}  // namespace remit::ast
