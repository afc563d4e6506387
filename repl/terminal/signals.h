// What may reach the process while a line is edited: signals are held back, but while it waits for a key.
//
// libedit's own handling does not do beside reading of our own, and would leave the terminal as it was before the line
// on an interrupt that another process sends. Ctrl-C is a key there.
#pragma once
#include <signal.h>

#include <cstdint>

namespace remit::repl {

class EditingSignals {
 public:
  EditingSignals();
  EditingSignals(const EditingSignals&) = delete;
  auto operator=(const EditingSignals&) -> EditingSignals& = delete;
  // As they were before; a signal that ends the process reaches it now.
  ~EditingSignals();

  enum class Event : std::uint8_t { input, resized, resumed, ended };
  // Until there is something to read, the terminal has another size, the process goes on after it was stopped, or it
  // is to end.
  auto wait(int file) -> Event;

 private:
  static constexpr int kHandled[] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP};
  sigset_t before_{}, while_waiting_{};
  struct sigaction actions_[sizeof kHandled / sizeof *kHandled]{};
};

}  // namespace remit::repl
