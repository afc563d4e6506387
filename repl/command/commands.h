// The commands of this folder, a file each; repl/commands.h lists all.
#pragma once
#include "repl/command/command.h"

namespace remit::repl {

auto as_of_command() -> Command;
auto help_command() -> Command;
auto load_command() -> Command;
auto quit_command() -> Command;
auto run_command() -> Command;
auto source_command() -> Command;
auto use_command() -> Command;
auto why_command() -> Command;
auto why_not_command() -> Command;

}  // namespace remit::repl
