#include "dsl/ast/words.h"

#include <array>

namespace remit::ast {

auto kind_name(const Declaration& declaration) -> std::string_view {
  // In the order of the variant.
  static constexpr std::array<std::string_view, std::variant_size_v<decltype(Declaration::body)>> kNames = {
      "a currency", "an enum",      "a record",
      "an input",   "a source",     "an unexpressed clause",
      "month ends", "a value",      "a needed value",
      "a table",    "bands",        "a catalog",
      "a rule",     "an exception", "a function",
      "a share",    "payers",       "a requirement",
      "documents",  "a tally",      "a spell",
      "a history",  "an account",   "a service",
      "a test",     "a for each",   "a dropped exception"};
  return kNames[declaration.body.index()];
}

}  // namespace remit::ast
