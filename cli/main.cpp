#include <pthread.h>

#include <exception>
#include <new>
#include <string>

#include "cli/command.h"

namespace {

using remit::cli::Console;
using remit::cli::Exit;

// The last door: what is thrown here is a fault of ours, or memory that ran out.
auto guarded(int argc, char** argv, Console& console) -> Exit {
  try {
    return remit::cli::dispatch(argc, argv, console);
  } catch (const std::bad_alloc&) {
    return console.stop({Exit::environment, "out of memory"});
  } catch (const std::exception& error) {
    return console.stop({Exit::fault, std::string("this is a fault in remit itself: ") + error.what()});
  }
}

// Passes recurse over expressions of up to 1,000 steps, and rules that wait for one another stand on the stack; with
// sanitizers a frame is several times as large. The main thread's 8 MiB are the system's choice, these are ours; only
// pages that are touched cost anything.
constexpr std::size_t kStack = std::size_t{128} << 20U;

struct Call {
  int argc;
  char** argv;
  Console& console;
  Exit status = Exit::fault;
};

auto perform(void* call) -> void* {
  auto& made = *static_cast<Call*>(call);
  made.status = guarded(made.argc, made.argv, made.console);
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  Console console;
  Call call{argc, argv, console};
  pthread_attr_t attributes;
  pthread_t thread{};
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  if (pthread_create(&thread, &attributes, perform, &call) == 0) pthread_join(thread, nullptr);
  else perform(&call);  // no memory for it: with the stack that there is
  pthread_attr_destroy(&attributes);
  return static_cast<int>(console.finish(call.status));
}
