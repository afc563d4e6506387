// What the caller of `why` and `why_not` asks about.
#pragma once
#include <cstdint>
#include <string>

#include "engine/evaluate/evaluator.h"
#include "engine/program/names.h"

namespace remit {

// "claim.items[3].in_scope" and "in_scope[3]": the last name, what stands before it, and the element, from 0; what is
// no number from 1 is the element of no list.
struct Question {
  std::string name;
  std::string before;  // "items", or "deductible" of "deductible.repeat_stay"; empty: nothing
  std::uint32_t item = kNoItem;

  // A rule: what stands before the name is the list of which it is.
  [[nodiscard]] bool asks_for(const DeclarationName& declaration) const {
    return declaration.name == name || declaration.step == name;
  }
  // A requirement, of the elements of a list or of the case.
  [[nodiscard]] bool asks_for_requirement(const DeclarationName& declaration, bool of_list) const {
    return asks_for(declaration) && (of_list || before.empty());
  }
  // What stands before the name is the rule that it is of.
  [[nodiscard]] bool asks_for_exception(const DeclarationName& declaration) const {
    return asks_for(declaration) && (before.empty() || declaration.step.ends_with("/" + before + "/" + name));
  }
};
auto parse_question(const std::string& text) -> Question;

}  // namespace remit
