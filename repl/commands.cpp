#include "repl/commands.h"

#include "repl/command/commands.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {

// By topics, in the order in which `help` tells of them.
auto all_commands() -> Commands {
  const auto cases = {load_command, new_command,  set_command,  unset_command,
                      show_command, like_command, case_command, cases_command};
  const auto questions = {run_command, why_command, why_not_command, as_of_command};
  const auto whatif = {assume_command,  scale_command,  sweep_command,    solve_command,
                       compare_command, impact_command, waterfall_command};
  const auto changes = {changes_command, undo_command, redo_command};
  const auto policies = {use_command,   open_command, reload_command, list_command, describe_command,
                         where_command, find_command, type_command,   edit_command};
  const auto keeping = {save_test_command, save_case_command, save_change_command, log_command};
  const auto session = {help_command,  format_command,   plot_command,   output_command,
                        timer_command, language_command, source_command, quit_command};
  Commands all;
  for (const auto& topic : {cases, questions, whatif, changes, policies, keeping, session}) {
    for (const auto& command : topic) all.push_back(command());
  }
  return all;
}

}  // namespace remit::repl
