#include "repl/terminal/signals.h"

#include <poll.h>
#include <pthread.h>

#include <cerrno>

namespace remit::repl {
namespace {

volatile sig_atomic_t resized = 0, resumed = 0, ending = 0;

void note(int signal) {
  if (signal == SIGWINCH)
    resized = 1;
  else if (signal == SIGCONT)
    resumed = 1;
  else
    ending = signal;
}

bool take(volatile sig_atomic_t& noted) {
  const bool was = noted != 0;
  noted = 0;
  return was;
}

}  // namespace

EditingSignals::EditingSignals() {
  sigset_t held;
  ::sigemptyset(&held);
  ::sigaddset(&held, SIGINT);
  for (const int signal : kHandled) ::sigaddset(&held, signal);
  ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  while_waiting_ = before_;
  ::sigaddset(&while_waiting_, SIGINT);
  struct sigaction* kept = actions_;
  for (const int signal : kHandled) {
    struct sigaction action {};
    action.sa_handler = note;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, kept++);
    ::sigdelset(&while_waiting_, signal);
  }
}

EditingSignals::~EditingSignals() {
  const struct sigaction* kept = actions_;
  for (const int signal : kHandled) ::sigaction(signal, kept++, nullptr);
  if (ending != 0) ::raise(ending);
  ending = 0;
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

auto EditingSignals::wait(int file) -> Event {
  for (;;) {
    if (ending != 0) return Event::ended;
    if (take(resumed)) return Event::resumed;
    if (take(resized)) return Event::resized;
    struct pollfd input {
      file, POLLIN, 0
    };
    const int ready = ::ppoll(&input, 1, nullptr, &while_waiting_);
    if (ready > 0) return Event::input;
    if (ready < 0 && errno != EINTR) return Event::input;  // reading will tell
  }
}

}  // namespace remit::repl
