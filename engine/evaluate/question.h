// What the caller of `why` and `why_not` asks about.
#pragma once
#include <cstdint>
#include <string>

#include "engine/evaluate/evaluator.h"
#include "engine/program/names.h"

namespace remit {

// "claim.items[3].in_scope" and "in_scope[3]": the last name, and the element, from 0; what is no
// number from 1 is the element of no list.
struct Question {
  std::string name;
  std::uint32_t item = kNoItem;

  [[nodiscard]] bool asks_for(const DeclarationName& declaration) const {
    return declaration.name == name || declaration.step == name;
  }
};
auto parse_question(const std::string& text) -> Question;

}  // namespace remit
