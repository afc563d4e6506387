#include "cli/command.h"

namespace remit::cli {
namespace {

class Version : public Command {
 public:
  Version() : Command("version", "Print the version of this binary.", "remit version") {}
  void declare(Options&) override {}
  auto run(Console& console) -> Exit override {
    console.out("remit " REMIT_VERSION "\n");
    return Exit::answered;
  }
};

}  // namespace

auto version_command() -> std::unique_ptr<Command> { return std::make_unique<Version>(); }

}  // namespace remit::cli
