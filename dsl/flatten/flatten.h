// Passes 3 and 4: the declarations of all files, collected whatever their order, and for each concrete policy the flat
// set of what it inherits and writes: extends, override, extend, drop, amend and imports carried out.
//
// The result is syntax still: merged declarations are fresh `ast::Declaration`s whose expressions point into the
// files' arenas. Each knows who wrote it (its origins, in order: declared, then overridden or extended by …).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

struct Origin {
  enum class How : std::uint8_t { declared, overridden, extended, dropped };
  How how{};
  const ast::Policy* policy = nullptr;  // policy, module or amendment
  const ast::Declaration* declaration = nullptr;
};

// A `for each` block with all its declarations' context: blocks over the same list (same text of the list
// expression) keep each their own loop name and governing date.
struct FlatBlock {
  ast::Name loop;
  const ast::Expr* list = nullptr;
  const ast::Expr* governed_by = nullptr;
};

struct FlatDeclaration {
  std::shared_ptr<const ast::Declaration> declaration;
  std::optional<std::uint32_t> block;  // FlatPolicy::blocks
  std::vector<Origin> origins;         // never empty
};

struct FlatPolicy {
  const ast::Policy* policy = nullptr;
  std::string name;      // cn.beijing.employee; an amendment's bare name has the prefix of what it amends
  ast::Period in_force;  // its own, or where it says none its parent's
  std::vector<const ast::Policy*> chain;       // itself first, then parent, …; modules are not in it
  std::vector<const ast::Expr*> applies_when;  // its own and its parents'
  bool amendment = false;                      // used only when named
  std::vector<FlatBlock> blocks;
  // Parents' first, in written order; a module's before those of the first that imports it. Tests are not in it.
  std::vector<FlatDeclaration> declarations;
  std::vector<const ast::Declaration*> tests;  // its own, and top-level tests `of` it
  std::vector<const ast::Declaration*>
      tests_above;  // of its parents, the nearest first: a test may be like one of them
};

struct Flattened {
  std::vector<FlatPolicy> policies;  // concrete ones: policies and amendments; by name, then in force
  std::vector<Diagnostic> problems;
};

// Requires: `files` outlives the result. Policies of files of which only the headings are there (`only_headings`) are
// found by name, and not flattened; see `files_behind` (dsl/flatten/collect.h).
auto flatten(const std::vector<ast::File>& files) -> Flattened;

// Whether text that `reader` wrote, or that stands at `place`, may name `target`: what is private is seen only within
// the policy or module that declares it, neither by its children nor by its importers.
bool visible(const FlatDeclaration& target, const ast::Policy* reader);
bool visible(const FlatDeclaration& target, Span place);

}  // namespace remit
