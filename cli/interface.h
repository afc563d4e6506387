// A case that comes as messages of another system, and the answer in that system's form (docs/interface.md).
#pragma once
#include "cli/case_options.h"
#include "cli/console.h"
#include "cli/exit.h"

namespace remit::cli {

// Requires: options.from_interface is a number and a file. `--input`, where given, is the rest of the case, by codes.
auto reply_to_messages(const CaseOptions& options, Console& console) -> Exit;

}  // namespace remit::cli
