// Expressions and types as canonical text.
#pragma once
#include <string>

#include "dsl/ast/expression.h"

namespace remit {

// One line of English keywords, or of Chinese ones, with the parentheses that the author wrote and those that it needs
// to be read back as the same tree: the formula of an explanation. Pure.
auto print_expression(const ast::Expr& expression, bool chinese = false) -> std::string;
auto print_type(const ast::TypeExpr& type) -> std::string;

}  // namespace remit
