// The commands for what-ifs, a file each; repl/commands.h lists all.
#pragma once
#include "repl/command/command.h"

namespace remit::repl {

auto assume_command() -> Command;
auto compare_command() -> Command;
auto impact_command() -> Command;
auto scale_command() -> Command;
auto solve_command() -> Command;
auto sweep_command() -> Command;
auto waterfall_command() -> Command;

}  // namespace remit::repl
