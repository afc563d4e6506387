// Runs what is typed: a command, a service, a declaration or an expression.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  // All inputs of a script, whatever becomes of each, unless it would run itself; what they give is handed to `tell`
  // one after the other. The first status that is not 0.
  template <class Tell>
  auto run_script(std::string_view text, Tell tell) -> Status;
  // Whether more lines belong to what was typed so far: a declaration or an expression that is not complete.
  [[nodiscard]] auto wants_more(std::string_view input) const -> bool;
  // Whether it is a declaration, to which an indented line that follows belongs.
  [[nodiscard]] auto is_declaration(std::string_view input) const -> bool;

  [[nodiscard]] auto session() -> Session& { return session_; }
  [[nodiscard]] auto commands() const -> const Commands& { return commands_; }
  // The command that the input begins with, in either language; `rest` is what follows its name, a part of the input.
  // nullptr: none, for what only looks like one is a declaration, an expression, or a name of the policy.
  [[nodiscard]] auto find(std::string_view input, std::string_view& rest) const -> const Command*;

  // Says what of the arguments the command at hand has no use for, and what it takes.
  auto refuse_left_over(std::string_view left, Output& output) const -> Status;

  // From now on results go into this file instead. Absent: they do.
  auto send_output_to(const Target& target) -> std::optional<Trouble>;
  // Results are shown again.
  void show_output();

  bool quitting = false;
  std::vector<std::string> log;      // what was typed so far, each as a script writes it
  bool logged = true;                // what is run now; false: a log has no use for it, or what it ran stands there
  std::string output_file;           // where results go instead; empty: nowhere else
  std::vector<std::string> scripts;  // that run now, each run by the one before: FileFacts::identity
  bool leaving = false;              // all of them

 private:
  auto dispatch(std::string_view input, Output& output) -> Status;
  auto run(const Command& command, std::string_view arguments, Output& output) -> Status;
  [[nodiscard]] bool declares(std::string_view name) const;  // the policy at hand
  [[nodiscard]] bool means_name(const Command& command, std::string_view name, std::string_view rest) const;
  // Commands or services that may have been meant, for a hint; empty: none comes near.
  [[nodiscard]] auto command_meant(std::string_view input) const -> std::string;
  void remember(std::string_view input);
  auto divert(Reply reply) -> Reply;
  // More words than the command takes; empty: none.
  [[nodiscard]] static auto left_over(const Command& command, std::string_view rest) -> std::string_view;

  Session& session_;
  const Commands& commands_;
  const Command* command_ = nullptr;  // that runs now
  std::string diverted_;              // what stands in the file
};

// The inputs that lines make up: a declaration goes on on lines that are indented, and whatever is not complete on the
// next.
class Inputs {
 public:
  // Absent: there are no more lines.
  using NextLine = std::function<std::optional<std::string>()>;
  Inputs(const Runner& runner, NextLine next_line) : runner_(runner), next_line_(std::move(next_line)) {}
  auto next() -> std::optional<std::string>;

 private:
  const Runner& runner_;
  NextLine next_line_;
  std::optional<std::string> pending_;  // a line that was read, and does not belong to the input before
};
auto lines_of(std::string_view text) -> Inputs::NextLine;

template <class Tell>
auto Runner::run_script(std::string_view text, Tell tell) -> Status {
  Status first = Status::answered;
  Inputs inputs(*this, lines_of(text));
  while (!quitting && !leaving && !session_.host().stopped()) {
    const auto input = inputs.next();
    if (!input) break;
    Reply reply = execute(*input);
    if (first == Status::answered) first = reply.status;
    tell(std::move(reply));
  }
  return first;
}

}  // namespace remit::repl
