// A subcommand of `remit`: its options, and what it does once they are read.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit.h"
#include "cli/options.h"

namespace remit::cli {

class Command {
 public:
  Command(std::string called, std::string tells, std::string shows)
      : name(std::move(called)), summary(std::move(tells)), example(std::move(shows)) {}
  virtual ~Command() = default;
  Command(const Command&) = delete;
  auto operator=(const Command&) -> Command& = delete;

  virtual void declare(Options& options) = 0;
  virtual auto run(Console& console) -> Exit = 0;

  const std::string name;
  const std::string summary;  // one sentence
  const std::string example;  // a command line
};

// One a file of this folder.
auto batch_command() -> std::unique_ptr<Command>;
auto check_command() -> std::unique_ptr<Command>;
auto compare_command() -> std::unique_ptr<Command>;
auto completion_command() -> std::unique_ptr<Command>;
auto eval_command() -> std::unique_ptr<Command>;
auto explain_command() -> std::unique_ptr<Command>;
auto explain_code_command() -> std::unique_ptr<Command>;
auto fmt_command() -> std::unique_ptr<Command>;
auto new_command() -> std::unique_ptr<Command>;
auto repl_command() -> std::unique_ptr<Command>;
auto run_command() -> std::unique_ptr<Command>;
auto schema_command() -> std::unique_ptr<Command>;
auto settle_command() -> std::unique_ptr<Command>;
auto show_command() -> std::unique_ptr<Command>;
auto test_command() -> std::unique_ptr<Command>;
auto version_command() -> std::unique_ptr<Command>;

// What it declares.
auto shapes_of(Command& command) -> std::vector<OptionShape>;

using Commands = std::vector<std::unique_ptr<Command>>;
auto all_commands() -> Commands;

// Reads the command line and runs the subcommand that it names.
auto dispatch(int argc, char** argv, const Commands& commands, Console& console) -> Exit;

}  // namespace remit::cli
