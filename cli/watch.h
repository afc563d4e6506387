// `--watch`: a command that runs again whenever the files that it reads change.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit.h"

namespace remit::cli {

// Runs, and runs again after each change of a policy or a catalog below the paths, until Ctrl-C or until nobody reads
// what is printed; the status is that of the last run. Files may come and go meanwhile, and be replaced by others of
// the same name, as editors do.
auto watched(const std::vector<std::string>& paths, Console& console, const std::function<Exit()>& run) -> Exit;

}  // namespace remit::cli
