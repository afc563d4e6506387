// Pass 7: in which order declarations are elaborated, from the names that they mention. An approximation from syntax
// (a name may turn out to be a loop variable or an enum member), so circles here are no errors; real ones are found
// while elaborating.
#pragma once
#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "dsl/flatten/flatten.h"

namespace remit {

struct DependencyOrder {
  std::vector<const FlatDeclaration*> order;  // what is mentioned comes first
  std::size_t depth = 0;                      // of the longest chain that was followed
};

// All that `wanted` mentions, directly and through others. Never recurses.
auto dependency_order(const FlatPolicy& policy, const std::vector<const FlatDeclaration*>& wanted) -> DependencyOrder;

// What stands in a declaration of a value, a rule, rows, a share, payers or a requirement.
struct Said {
  std::vector<const ast::Expr*> expressions;  // nullptr: left out
  std::vector<std::string> names;             // outside of expressions: keys of rows, payers
};
auto said_by(const ast::Declaration& declaration) -> Said;

// Names that a service mentions.
auto service_roots(const ast::Service& service) -> std::vector<std::string>;

// All declarations on which it depends whether the policy applies to a case, and on which day the service does.
using DeclarationSet = std::unordered_set<const FlatDeclaration*>;
auto behind_selection(const FlatPolicy& policy, const ast::Service& service) -> DeclarationSet;

}  // namespace remit
