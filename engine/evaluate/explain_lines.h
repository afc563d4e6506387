// The lines below the heading of one step.
#pragma once
#include <string>
#include <vector>

#include "engine/evaluate/explain_language.h"
#include "engine/evaluate/explain_words.h"

namespace remit {

// `words` are of the explanation.
auto lines_of(const Step& step, const Explanation& explanation, const Program& program, const ProgramNames& names,
              const ExplanationWords& words, const Wording& wording) -> std::vector<std::string>;

}  // namespace remit
