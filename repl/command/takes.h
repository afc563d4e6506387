// Whether what a command takes is of the policy language, and not a file's name or other words.
#pragma once
#include "repl/command/command.h"

namespace remit::repl {

bool is_of_language(Completes what);
// Something among its arguments.
bool takes_language(const Command& command);

}  // namespace remit::repl
