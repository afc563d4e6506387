// All commands of a session, in the order in which `help` lists them.
#pragma once
#include "repl/command/command.h"

namespace remit::repl {

auto all_commands() -> Commands;

}  // namespace remit::repl
