// Passes 5 to 7: names are resolved, expressions typed, rules put in order, and the Program of one service built.
//
// One Elaborator serves one service of one concrete policy. Declarations are elaborated by need, each once for each
// date context, so that a rule is complete before what reads it: rules come out in topological order, and a cycle is
// found as a rule that is asked for while it is being elaborated. Wide policies are elaborated along a syntactic
// order first (order.cpp), so that the recursion is not as deep as the longest chain of rules.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborated.h"
#include "dsl/flatten/flatten.h"
#include "dsl/source/source.h"

namespace remit {

struct ElaboratedExpression {
  NodeId node = kNoNode;  // kNoNode: wrong, and reported
  Type type;
};

class Elaborator {
 public:
  // Requires: `policy` and `sources` outlive this. `service` empty: no service; only expressions and declarations.
  Elaborator(const FlatPolicy& policy, const SourceSet& sources, std::string service);
  // For `applies_when` and the governing date of this service alone: the inputs that neither depends on are left out.
  Elaborator(const FlatPolicy& policy, const SourceSet& sources, const ast::Service& selected);
  ~Elaborator();
  Elaborator(const Elaborator&) = delete;
  auto operator=(const Elaborator&) -> Elaborator& = delete;

  // Builds what the service gives, requires, lists and ensures. Problems are reported in `problems()`.
  void elaborate_service();
  // Everything the policy declares, asked for or not: what `check` wants.
  void elaborate_everything();
  // One of the policy's declarations, asked for or not.
  void elaborate(const FlatDeclaration& declaration);
  // An expression over the case, such as a test's; `expected` where a type is wanted.
  auto expression(const ast::Expr& expression, std::optional<Type> expected) -> ElaboratedExpression;

  // Does `applies when` hold? The only output of the program, a boolean over the policy's inputs; for an Elaborator
  // without a service.
  auto applies_when() -> ElaboratedExpression;

  // As it stands now; more may be elaborated after it.
  [[nodiscard]] auto result() -> Elaborated&;
  // The end: without the places of nodes in words (ProgramNames::sources), which only running a case needs.
  [[nodiscard]] auto take() -> Elaborated;
  [[nodiscard]] auto problems() -> std::vector<Diagnostic>&;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// The names of the services that a policy offers, in declared order.
auto services_of(const FlatPolicy& policy) -> std::vector<std::string>;

}  // namespace remit
