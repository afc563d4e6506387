#include "repl/command/takes.h"

#include <algorithm>

namespace remit::repl {

bool is_of_language(Completes what) {
  return what == Completes::expression || what == Completes::input || what == Completes::variable ||
         what == Completes::result || what == Completes::decided || what == Completes::declaration;
}

bool takes_language(const Command& command) {
  return std::ranges::any_of(command.completes, is_of_language) ||
         std::ranges::any_of(command.words, [](const Word& word) { return is_of_language(word.then); });
}

}  // namespace remit::repl
