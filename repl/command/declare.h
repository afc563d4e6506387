// Declarations typed at the prompt: checked at once, and kept as named changes of the policy in use.
#pragma once
#include <string>

#include "repl/command/command.h"
#include "repl/session/session.h"

namespace remit::repl {

auto declare(Session& session, const std::string& text, Output& output) -> Status;
// A mistake at its very end: more lines may mend it.
bool is_incomplete(const std::string& text);

}  // namespace remit::repl
