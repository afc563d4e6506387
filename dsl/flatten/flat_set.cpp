#include "dsl/flatten/flat_set.h"

namespace remit {

namespace {

auto key(Scope scope, std::uint32_t name) -> std::uint64_t { return std::uint64_t{scope.id} << 32 | name; }

}  // namespace

auto Texts::id(std::string_view text) -> std::uint32_t {
  return ids_.try_emplace(std::string(text), static_cast<std::uint32_t>(ids_.size())).first->second;
}

auto FlatSet::find(Scope scope, std::uint32_t name) -> FlatDeclaration* {
  const auto found = index.find(key(scope, name));
  return found == index.end() ? nullptr : &declarations[found->second];
}

void FlatSet::add(Scope scope, std::uint32_t name, FlatDeclaration declaration) {
  index.emplace(key(scope, name), static_cast<std::uint32_t>(declarations.size()));
  declarations.push_back(std::move(declaration));
}

auto FlatSet::names_in(Scope scope) const -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& [at, position] : index) {
    if (at >> 32 == scope.id) names.push_back(declarations[position].declaration->name.text);
  }
  return names;
}

}  // namespace remit
