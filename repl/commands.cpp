#include "repl/commands.h"

#include "repl/command/commands.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {

auto all_commands() -> Commands {
  return {
      // cases
      load_command(),
      // questions
      run_command(),
      why_command(),
      why_not_command(),
      as_of_command(),
      // what-if
      assume_command(),
      scale_command(),
      sweep_command(),
      solve_command(),
      compare_command(),
      impact_command(),
      waterfall_command(),
      // policies
      use_command(),
      // session
      help_command(),
      source_command(),
      quit_command(),
  };
}

}  // namespace remit::repl
