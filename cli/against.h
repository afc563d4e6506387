// `check --against OLD`: what would break those who call the services of OLD.
#pragma once
#include <string>
#include <vector>

#include "cli/console.h"
#include "dsl/library/library.h"

namespace remit::cli {

struct AgainstOptions {
  std::string old;     // the path of the earlier copy
  std::string format;  // "text" or "json"
  std::string language;
};

// Prints the changes; as JSON in one array behind `warnings`. Exit::failed where one breaks callers. Requires: the
// library has no errors.
auto against(PolicyLibrary& library, std::vector<Diagnostic> warnings, const AgainstOptions& options, Console& console)
    -> Exit;

}  // namespace remit::cli
