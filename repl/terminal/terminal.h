// A session on a terminal: lines are edited, remembered and completed, and what is typed goes on until it is complete.
#pragma once
#include <functional>
#include <string>

#include "repl/command/runner.h"

namespace remit::repl {

struct TerminalOptions {
  std::string history;                     // a file, or empty
  bool colour = false;                     // ANSI escapes
  std::function<void(const Reply&)> show;  // what a command gave
  std::function<void()> begin;             // a command begins: what interrupted the one before is over
};

// What a newcomer sees first: how much is open, and three things to type.
auto greeting(Session& session, const std::string& version) -> std::string;
// Ends by `quit`, and at the end of input.
void run_terminal(Runner& runner, const TerminalOptions& options);

}  // namespace remit::repl
