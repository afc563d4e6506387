// The commands of this folder; repl/commands.h lists all, those of other folders too.
#pragma once
#include "repl/command/command.h"

namespace remit::repl {

auto as_of_command() -> Command;
auto case_command() -> Command;
auto cases_command() -> Command;
auto changes_command() -> Command;
auto describe_command() -> Command;
auto edit_command() -> Command;
auto find_command() -> Command;
auto format_command() -> Command;
auto help_command() -> Command;
auto language_command() -> Command;
auto like_command() -> Command;
auto list_command() -> Command;
auto load_command() -> Command;
auto log_command() -> Command;
auto new_command() -> Command;
auto open_command() -> Command;
auto output_command() -> Command;
auto plot_command() -> Command;
auto quit_command() -> Command;
auto redo_command() -> Command;
auto reload_command() -> Command;
auto run_command() -> Command;
auto save_case_command() -> Command;
auto save_change_command() -> Command;
auto save_test_command() -> Command;
auto set_command() -> Command;
auto show_command() -> Command;
auto source_command() -> Command;
auto timer_command() -> Command;
auto type_command() -> Command;
auto undo_command() -> Command;
auto unset_command() -> Command;
auto use_command() -> Command;
auto where_command() -> Command;
auto why_command() -> Command;
auto why_not_command() -> Command;

}  // namespace remit::repl
