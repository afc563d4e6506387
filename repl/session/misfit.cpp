#include "repl/session/misfit.h"

#include <algorithm>
#include <variant>

namespace remit::repl {
namespace {

constexpr std::string_view kOpening = "opening.";

// "claim.items[].amount" of "$.claim.items[3].amount".
auto as_typed(const std::string& path) -> std::string {
  std::string typed;
  bool inside = false;
  for (const char c : path.substr(std::min<std::size_t>(path.size(), 2))) {
    if (!inside || c == ']') typed += c;
    inside = c == '[' || (inside && c != ']');
  }
  return typed;
}

bool is_declared(const FlatPolicy& policy, const std::string& memory) {
  return std::ranges::any_of(policy.declarations,
                             [&](const FlatDeclaration& flat) { return flat.declaration->name.text == memory; });
}

void add_once(std::vector<std::string>& to, std::string path) {
  if (std::ranges::find(to, path) == to.end()) to.push_back(std::move(path));
}

}  // namespace

bool takes(const FlatPolicy& policy, const std::string& input) {
  return std::ranges::any_of(policy.declarations, [&](const FlatDeclaration& flat) {
    const auto* service = std::get_if<ast::Service>(&flat.declaration->body);
    return service != nullptr &&
           std::ranges::any_of(service->takes, [&](const ast::Name& name) { return name.text == input; });
  });
}

auto take_misfit(const FlatPolicy& policy, bool made_for_other, const IsTaken& is_taken,
                 std::vector<InputError>& errors) -> Misfit {
  Misfit misfit;
  std::erase_if(errors, [&](const InputError& error) {
    const std::string path = as_typed(error.path);
    const bool memory = error.code == InputCode::unknown_memory;
    if (memory || error.code == InputCode::unknown_field) {
      const bool known = memory ? is_declared(policy, path.substr(kOpening.size())) : is_taken(path);
      if (known || made_for_other) add_once(misfit.passed_over, path);
      return known || made_for_other;
    }
    if (error.code != InputCode::missing_opening || !made_for_other) return false;
    add_once(misfit.nothing_before, path);
    return true;
  });
  return misfit;
}

auto without(const JsonValue& root, const Misfit& misfit) -> Draft {
  Draft draft = Draft::of(root);
  for (const std::string& path : misfit.passed_over) {
    if (path.starts_with(kOpening))
      draft.field("opening").erase(path.substr(kOpening.size()));
    else
      draft.erase(path);
  }
  return draft;
}

}  // namespace remit::repl
