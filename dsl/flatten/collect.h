// Pass 3: the policies, modules and amendments of all files by name, whatever their order, with their parents and
// imports found.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

struct CollectedPolicy {
  const ast::Policy* policy = nullptr;
  std::uint32_t file = 0;  // in which it stands, among those given
  std::string name;        // an amendment's bare name has got the prefix of what it amends
  ast::Period in_force;    // its own, or where it says none its parent's
  std::optional<std::uint32_t> parent;
  std::uint32_t depth = 0;             // how many ancestors
  std::vector<std::uint32_t> modules;  // what its file imports, and what those import, each after its own imports
  std::vector<const ast::Declaration*> tests;  // its own, and those elsewhere that are `of` it
  bool chinese = false;                        // its file's keywords
  bool broken = false;                         // an ancestor is wrong: reported, and not worth flattening
};

struct Collected {
  std::vector<CollectedPolicy> policies;  // in the order of the files
};

// Requires: `files` outlives the result.
auto collect(const std::vector<ast::File>& files, std::vector<Diagnostic>& problems) -> Collected;

// By file: whether policies that are wanted stand in it, or something that they are made of, as parents, imports and
// amendments tell: the files that must be there in full so that `flatten` gives of the wanted policies what it gives of
// all files. For that the headings of all files are enough.
auto files_behind(const std::vector<ast::File>& files,
                  const std::function<bool(const CollectedPolicy&, const Collected&)>& wanted) -> std::vector<bool>;

}  // namespace remit
