#include "cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace remit::cli {
namespace {

auto colours(int stream) -> bool {
  const char* refused = std::getenv("NO_COLOR");
  return (refused == nullptr || *refused == '\0') && isatty(stream) == 1;
}

}  // namespace

Console::Console() : colour_out_(colours(STDOUT_FILENO)), colour_err_(colours(STDERR_FILENO)) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing, as a full disk is
  std::ios::sync_with_stdio(false);
}

auto Console::on_terminal() -> bool { return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1; }

void Console::out(std::string_view text) {
  if (write_error_ == 0 && std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) write_error_ = errno;
}

void Console::err(std::string_view text) {
  flush();  // so that the two stay in order where both go to one place
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

auto Console::stop(const Stop& stop) -> Exit {
  if (!stop.message.empty()) err("remit: " + stop.message + "\n");
  return stop.status;
}

void Console::flush() {
  if (std::fflush(stdout) != 0 && write_error_ == 0) write_error_ = errno;
}

auto Console::finish(Exit status) -> Exit {
  flush();
  if (write_error_ == 0 || write_error_ == EPIPE) return status;
  return stop({Exit::environment, std::string("cannot write to standard output: ") + std::strerror(write_error_)});
}

auto Console::read_input(std::size_t limit) -> OrStop<std::string> {
  std::string text;
  char block[65'536];
  while (const std::size_t count = std::fread(block, 1, sizeof block, stdin)) {
    text.append(block, count);
    if (text.size() > limit) {
      return Stop{Exit::input, "standard input is larger than " + std::to_string(limit >> 20U) + " MiB"};
    }
  }
  if (std::ferror(stdin) != 0) {
    return Stop{Exit::environment, std::string("cannot read standard input: ") + std::strerror(errno)};
  }
  return text;
}

auto Console::read_line() -> std::optional<std::string> {
  if (std::cin.rdbuf()->in_avail() <= 0) flush();
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace remit::cli
