// What could be typed next, told from the table of commands and from what the session knows.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/runner.h"

namespace remit::repl {

struct Completion {
  std::size_t begin = 0;           // byte of the input where the word at hand begins
  std::vector<std::string> words;  // that may stand there instead, sorted; paths of folders end with `/`
};

// `input`: up to the cursor.
auto complete(Runner& runner, std::string_view input) -> Completion;
// Of the policy and the case at hand: what is declared, paths of inputs, members of enumerations, services, cases.
auto known_names(Runner& runner) -> std::vector<std::string>;

}  // namespace remit::repl
