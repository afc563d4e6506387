// Operators: chains that the grammar leaves flat are folded here, and the readings of a chain that has two are told.
#pragma once
#include "dsl/parse/build/context.h"

namespace remit::parse {

// Requires: a node of a kind of operator: logic, negation, comparison, sum, product, minus, alternative, postfix.
auto build_operator(Context& context, const Node& node) -> ast::Expr&;

// Fills in the height of a finished expression; one that is too high is told of and replaced.
auto limited(Context& context, ast::Expr& expr) -> const ast::Expr*;

// Appends the values of `{ name = value … }` to fields and operands.
void build_fields(Context& context, const Node& parent, ast::Expr& expr);

}  // namespace remit::parse
