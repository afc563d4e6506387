// Runs what is typed: a command, a service, a declaration or an expression.
#pragma once
#include <string>
#include <string_view>

#include "repl/command/command.h"
#include "repl/session/session.h"

namespace remit::repl {

struct Reply {
  std::vector<Output::Part> parts;
  Status status{};
};

class Runner {
 public:
  // Both outlive this.
  Runner(Session& session, const Commands& commands) : session_(session), commands_(commands) {}

  // One input, which may be of several lines. Never throws, whatever it is.
  auto execute(std::string_view input) -> Reply;
  // Whether more lines belong to what was typed so far: a declaration that is not complete.
  [[nodiscard]] auto wants_more(std::string_view input) const -> bool;

  [[nodiscard]] auto session() -> Session& { return session_; }
  [[nodiscard]] auto commands() const -> const Commands& { return commands_; }
  // nullptr: none of this name. `rest` is what follows it.
  [[nodiscard]] auto find(std::string_view input, std::string_view& rest) const -> const Command*;

  bool quitting = false;

 private:
  auto dispatch(std::string_view input, Output& output) -> Status;

  Session& session_;
  const Commands& commands_;
};

}  // namespace remit::repl
