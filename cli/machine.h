// The machine that a session runs on: files, the clock, the user's editor, and Ctrl-C.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/user_cache.h"
#include "repl/session/host.h"

namespace remit::cli {

class Machine : public repl::Host {
 public:
  explicit Machine(Console& console);

  auto open_library(const std::vector<std::string>& paths, std::string& why)
      -> std::unique_ptr<repl::LibraryFiles> override;
  auto cache() -> Sink* override { return cache_ ? &*cache_ : nullptr; }
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override;
  auto facts(const std::string& path) -> std::optional<repl::FileFacts> override;
  auto paths_beginning(const std::string& prefix) -> std::vector<std::string> override;
  bool edit(const std::string& path, std::uint32_t line, std::string& why) override;
  auto microseconds() -> std::int64_t override;
  bool stopped() override;
  void progress(std::string_view text) override;

  // From here on Ctrl-C ends the command at hand, not the process.
  void catch_interrupts();
  // A new command begins: Ctrl-C of before is forgotten.
  void begin_command();

 private:
  bool write(const std::string& path, std::string_view text, std::string& why) override;

  Console& console_;
  std::optional<UserCache> cache_;
  bool shows_progress_;
  bool progress_shown_ = false;
};

}  // namespace remit::cli
