// A case and its answer in the words of the language: what is given, and what comes.
#pragma once
#include <string>

#include "repl/command/ask.h"

namespace remit::repl {

// A `test` of the policy, in English keywords.
auto test_of(const Settled& settled, const std::string& title, const std::string& policy) -> std::string;

}  // namespace remit::repl
