// The standard streams of the process. Results go to `out`, diagnostics to `err`, nothing else.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "cli/exit.h"

namespace remit::cli {

class Console {
 public:
  // From here on a reader that closes our pipe is not a signal: it has seen what it wanted, and the rest is dropped.
  Console();

  void out(std::string_view text);
  void err(std::string_view text);
  // "remit: …" on stderr, where there is a message.
  auto stop(const Stop& stop) -> Exit;
  // Hands on what `out` still holds.
  void flush();
  // Nobody takes what `out` writes any more.
  [[nodiscard]] bool broken() const { return write_error_ != 0; }
  // Requires: called once, at the end. `status`, or Exit::environment where not all could be written.
  auto finish(Exit status) -> Exit;

  // All of standard input, at most `limit` bytes.
  auto read_input(std::size_t limit) -> OrStop<std::string>;
  // The next line of standard input without its end. What `out` holds is handed on first where we have to wait for it.
  auto read_line() -> std::optional<std::string>;

  // A person types, and sees what comes.
  [[nodiscard]] static auto on_terminal() -> bool;
  // Colours only on a terminal, and never where NO_COLOR is set.
  [[nodiscard]] auto colour_out() const -> bool { return colour_out_; }
  [[nodiscard]] auto colour_err() const -> bool { return colour_err_; }

 private:
  bool colour_out_ = false;
  bool colour_err_ = false;
  int write_error_ = 0;  // errno of the first write that failed
};

}  // namespace remit::cli
