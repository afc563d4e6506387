// Nodes of the grammar to expressions and types. See dsl/ast/expression.h for the layout of operands.
#pragma once
#include "dsl/parse/build/context.h"

namespace remit::parse {

auto build_expression(Context& context, const Node& node) -> const ast::Expr*;
auto build_type(Context& context, const Node& node) -> const ast::TypeExpr*;

// A cell, or nullptr where it is empty. Requires: a node of Kind::cell.
auto build_cell(Context& context, const Node& node) -> const ast::Expr*;

// The expression that a clause such as `when …` holds as its last part.
auto build_last(Context& context, const Node& clause) -> const ast::Expr*;

auto word_of(Token token) -> ast::Word;

}  // namespace remit::parse
