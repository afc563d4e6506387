// Services and expressions, answered for the case at hand.
#pragma once
#include <string>

#include "repl/command/command.h"
#include "repl/session/session.h"

namespace remit::repl {

// The service of this name, or of the policy at hand the one that has it as a label; empty: there is none.
auto service_meant(Session& session, const std::string& text) -> std::string;
// The case at hand, settled.
auto settle(Session& session, const std::string& service, Output& output) -> Status;
auto show_expression(Session& session, const std::string& expression, Output& output) -> Status;

// A value as the session shows it.
auto print(const Session& session, const Evaluated& evaluated) -> std::string;

// The case at hand with its answer.
struct Settled {
  Prepared* prepared = nullptr;
  std::unique_ptr<Case> given;  // the evaluator speaks of it
  Answer answer;

  [[nodiscard]] auto program() const -> const Program& { return prepared->program(); }
  [[nodiscard]] auto names() const -> const ProgramNames& { return prepared->names(); }
};
// Service empty: the session's. Errors of the case stand in the answer.
auto settle_case(Session& session, std::string service, const View& view = {}) -> OrTrouble<Settled>;

}  // namespace remit::repl
