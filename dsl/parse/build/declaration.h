// Nodes of a whole item to declarations and headings.
#pragma once
#include "dsl/parse/build/context.h"

namespace remit::parse {

// Requires: the node that the rule `declaration` left, which is the last. `begin`: its first token, `private` included.
auto build_declaration(Context& context, const Node& node, std::uint32_t begin) -> ast::Declaration;

// `for each … {`: without its declarations.
auto build_for_each(Context& context, const Node& node) -> ast::Declaration;

// `policy … {`, `module … {`, `amend … {`: without their declarations.
auto build_policy(Context& context, const Node& node) -> ast::Policy;

// ── bodies, a file a topic ──
auto build_value(Context& context, const Node& node) -> ast::ValueDecl;
auto build_table(Context& context, const Node& node) -> ast::Table;
auto build_bands(Context& context, const Node& node) -> ast::Bands;
auto build_catalog(Context& context, const Node& node) -> ast::Catalog;
auto build_rule(Context& context, const Node& node) -> ast::Rule;
auto build_exception(Context& context, const Node& node) -> ast::Exception;
auto build_function(Context& context, const Node& node) -> ast::Function;
auto build_share(Context& context, const Node& node) -> ast::Share;
auto build_payers(Context& context, const Node& node) -> ast::Payers;
auto build_require(Context& context, const Node& node) -> ast::Require;
auto build_documents(Context& context, const Node& node) -> ast::Documents;
auto build_tally(Context& context, const Node& node) -> ast::Tally;
auto build_spell(Context& context, const Node& node) -> ast::Spell;
auto build_history(Context& context, const Node& node) -> ast::History;
auto build_account(Context& context, const Node& node) -> ast::Account;
auto build_service(Context& context, const Node& node) -> ast::Service;
auto build_test(Context& context, const Node& node) -> ast::Test;

// ── parts of several ──
auto build_field(Context& context, const Node& node) -> ast::Field;
auto build_period(Context& context, const Node& node) -> ast::Period;
auto build_rounded(Context& context, const Node& node) -> ast::RoundedClause;
auto build_names(Context& context, const Node& node) -> std::vector<ast::Name>;
auto build_row(Context& context, const Node& node) -> ast::Row;
auto build_expressions(Context& context, const Node& node) -> std::vector<const ast::Expr*>;
// Takes in a note (`cites`, `assumption`, …); false where the node is none.
auto build_note(Context& context, const Node& node, ast::Notes& notes) -> bool;

}  // namespace remit::parse
