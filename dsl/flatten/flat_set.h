// The flat set of one policy while it is being made. A child begins with a copy of its parent's.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dsl/flatten/flatten.h"

namespace remit {

// Numbers for the texts that the sets of one run have in common: names, lists of `for each`.
class Texts {
 public:
  auto id(std::string_view text) -> std::uint32_t;

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
};

// Where a name is unique: the case, or the elements of one list.
struct Scope {
  std::uint32_t id = 0;
  friend bool operator==(Scope, Scope) = default;
};
constexpr Scope kCase{0};
constexpr std::uint32_t kFirstList = 1;

struct FlatSet {
  std::vector<FlatDeclaration> declarations;
  std::vector<FlatBlock> blocks;
  std::vector<Scope> block_scopes;                         // of `blocks`
  std::vector<const ast::Policy*> modules;                 // already taken in
  std::unordered_map<std::uint64_t, std::uint32_t> index;  // scope and name to `declarations`

  auto find(Scope scope, std::uint32_t name) -> FlatDeclaration*;
  void add(Scope scope, std::uint32_t name, FlatDeclaration declaration);
  // For suggestions.
  [[nodiscard]] auto names_in(Scope scope) const -> std::vector<std::string>;
};

}  // namespace remit
