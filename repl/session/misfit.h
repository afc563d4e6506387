// A case that was made for another service or another policy than the one that is to read it.
//
// What some other service takes is passed over: the case is the session's, and every service may be asked of it.
// Another policy passes over all that it does not take, and takes what it asks of before, and the case does not tell,
// as nothing. What it needs of inputs must be there all the same.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "dsl/flatten/flatten.h"
#include "dsl/testing/draft.h"
#include "engine/io/input_error.h"

namespace remit::repl {

// Paths as people type them, each once: "claim.items[].code", "opening.year_fund".
struct Misfit {
  std::vector<std::string> passed_over;
  std::vector<std::string> nothing_before;

  [[nodiscard]] bool empty() const { return passed_over.empty() && nothing_before.empty(); }
};

// Whether one of the policy's services takes the input.
bool takes(const FlatPolicy& policy, const std::string& input);

// Takes those errors of a reader out that say no more than that; the others stay in `errors`. `is_taken`: an input, by
// some service that there is.
using IsTaken = std::function<bool(const std::string& input)>;
auto take_misfit(const FlatPolicy& policy, bool made_for_other, const IsTaken& is_taken,
                 std::vector<InputError>& errors) -> Misfit;

// The case without what other services alone take.
auto without(const JsonValue& root, const Misfit& misfit) -> Draft;

}  // namespace remit::repl
