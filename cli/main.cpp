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

}  // namespace

int main(int argc, char** argv) {
  Console console;
  return static_cast<int>(console.finish(guarded(argc, argv, console)));
}
