// Explanations: a second walk over a case that was settled. The evaluator records nothing for it; the walk asks it
// for the values of nodes again, most of which it remembers.
//
// Each step walks the expression of one rule the way it was evaluated: the branch that was taken, the version that was
// in force, the row that held; the conditions of all exceptions, but the values only of those that were chosen.
//
// Requires of all: the evaluator has settled the case, and the Case still lives.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/answer.h"
#include "engine/program/explanation.h"

namespace remit {

struct ExplainOptions {
  std::uint32_t items = 1000;  // elements of a list that are told one by one; of more, how many
};

// All results, requirements and errors.
auto explain(Evaluator& evaluator, const Answer& answer, const ExplainOptions& options = {}) -> Explanation;

// One result or rule: "pooled", "claim.items[3].in_scope", "in_scope[3]", or the id of a step. Absent: there is none.
auto why(Evaluator& evaluator, const Answer& answer, const std::string& name, const ExplainOptions& options = {})
    -> std::optional<Explanation>;

// An exception ("repeat_stay", "deductible.repeat_stay" or its step) or a requirement, of the case or of each element:
// the first condition that failed, with actual values. Empty: there is none of this name.
auto why_not(Evaluator& evaluator, const std::string& name) -> std::vector<WhyNot>;

}  // namespace remit
