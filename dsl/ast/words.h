// The kinds of declarations in words, for diagnostics.
#pragma once
#include <string_view>

#include "dsl/ast/declaration.h"

namespace remit::ast {

auto kind_name(const Declaration& declaration) -> std::string_view;

}  // namespace remit::ast
