#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <string>

#include "cli/command.h"

namespace {

using remit::cli::Commands;
using remit::cli::Console;
using remit::cli::Exit;

// The last door: what is thrown here is a fault of ours, or memory that ran out.
auto guarded(int argc, char** argv, const Commands& commands, Console& console) -> Exit {
  try {
    return remit::cli::dispatch(argc, argv, commands, console);
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

// The stack of the main thread grows as far as the limit says, also where that is raised while it runs, and Linux
// leaves as much room below it: that saves a thread, which costs a short process a thirtieth of its time. Sanitizers
// look at the limit once, so what they watch gets the thread.
bool may_grow_to(std::size_t size) {
#ifdef NDEBUG
  rlimit stack{};
  if (getrlimit(RLIMIT_STACK, &stack) != 0) return false;
  if (stack.rlim_cur >= size) return true;
  if (stack.rlim_max < size) return false;
  stack.rlim_cur = size;
  return setrlimit(RLIMIT_STACK, &stack) == 0;
#else
  return size == 0;
#endif
}

struct Call {
  int argc;
  char** argv;
  const Commands& commands;
  Console& console;
  Exit status = Exit::fault;
};

auto perform(void* call) -> void* {
  auto& made = *static_cast<Call*>(call);
  made.status = guarded(made.argc, made.argv, made.commands, made.console);
  return nullptr;
}

void perform_in_thread(Call& call) {
  pthread_attr_t attributes;
  pthread_t thread{};
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  if (pthread_create(&thread, &attributes, perform, &call) == 0)
    pthread_join(thread, nullptr);
  else
    perform(&call);  // no memory for it: with the stack that there is
  pthread_attr_destroy(&attributes);
}

// A thread's own arena grows page by page, each with a call of the system; that of the process grows at once.
void use_one_arena() {
#ifdef M_ARENA_MAX
  constexpr int kGrowth = 4 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, kGrowth);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  use_one_arena();
  Console console;
  const Commands commands = remit::cli::all_commands();
  Call call{argc, argv, commands, console};
  if (may_grow_to(kStack))
    perform(&call);
  else
    perform_in_thread(call);
  const auto status = static_cast<int>(console.finish(call.status));
#ifdef NDEBUG
  // What users run leaves what it holds, policies and programs, to the system. Builds that are watched, for leaks or
  // for what is run, take it down: the commands hold it all.
  std::_Exit(status);
#else
  return status;
#endif
}
