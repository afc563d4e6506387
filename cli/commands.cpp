#include "cli/command.h"

namespace remit::cli {

// In the order in which `remit --help` lists them.
auto all_commands() -> Commands {
  Commands commands;
  commands.push_back(new_command());
  commands.push_back(check_command());
  commands.push_back(test_command());
  commands.push_back(run_command());
  commands.push_back(settle_command());
  commands.push_back(batch_command());
  commands.push_back(explain_command());
  commands.push_back(repl_command());
  commands.push_back(show_command());
  commands.push_back(compare_command());
  commands.push_back(schema_command());
  commands.push_back(eval_command());
  commands.push_back(fmt_command());
  commands.push_back(explain_code_command());
  commands.push_back(completion_command());
  commands.push_back(version_command());
  return commands;
}

}  // namespace remit::cli
