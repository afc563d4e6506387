// What is longer than the terminal, page by page.
#pragma once
#include "cli/console.h"
#include "repl/command/runner.h"

namespace remit::cli {

// By $PAGER, else `less`. False: it is short, or there is no such program, and nothing was shown.
bool paged(const repl::Reply& reply, Console& console);

}  // namespace remit::cli
