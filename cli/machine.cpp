#include "cli/machine.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "cli/file_source.h"
#include "cli/write_file.h"

namespace remit::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{512} << 20U;

volatile std::sig_atomic_t interrupted = 0;

void interrupt(int) { interrupted = 1; }

class Library : public repl::LibraryFiles {
 public:
  explicit Library(FileSource source) : source_(std::move(source)) {}

  auto list(std::string_view suffix) -> std::vector<std::string> override { return source_.list(suffix); }
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override {
    return source_.read(path, why);
  }
  auto open_file(const std::string& path) -> std::unique_ptr<OpenFile> override { return source_.open_file(path); }
  [[nodiscard]] auto shown() const -> std::string override { return source_.shown(); }

 private:
  FileSource source_;
};

auto editor() -> std::string {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "vi";
}

}  // namespace

Machine::Machine(Console& console)
    : console_(console), cache_(UserCache::find()), shows_progress_(::isatty(STDERR_FILENO) == 1) {}

auto Machine::open_library(const std::vector<std::string>& paths, std::string& why)
    -> std::unique_ptr<repl::LibraryFiles> {
  OrStop<FileSource> source = FileSource::open(paths);
  if (source) return std::make_unique<Library>(std::move(source).value());
  why = source.error().message;
  return nullptr;
}

auto Machine::read(const std::string& path, std::string& why) -> std::optional<std::string> {
  return read_bytes(path, kMaxFileBytes, why);
}

auto Machine::facts(const std::string& path) -> std::optional<repl::FileFacts> {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0 || !S_ISREG(file.st_mode)) return std::nullopt;
  const auto joined = [](std::uint64_t one, std::uint64_t other) {
    return std::to_string(one) + ":" + std::to_string(other);
  };
  const std::string time =
      joined(static_cast<std::uint64_t>(file.st_mtim.tv_sec), static_cast<std::uint64_t>(file.st_mtim.tv_nsec));
  return repl::FileFacts{.identity = joined(file.st_dev, file.st_ino),
                         .stamp = time + ":" + std::to_string(file.st_size)};
}

bool Machine::write(const std::string& path, std::string_view text, std::string& why) {
  return write_file(path, text, why);
}

auto Machine::paths_beginning(const std::string& prefix) -> std::vector<std::string> {
  constexpr std::size_t kMost = 1000;
  const std::size_t slash = prefix.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : prefix.substr(0, slash + 1);
  const std::string begin = prefix.substr(folder.size());
  std::vector<std::string> paths;
  std::error_code error;
  fs::directory_iterator walk(folder.empty() ? "." : folder, error);
  for (; !error && walk != fs::directory_iterator() && paths.size() < kMost; walk.increment(error)) {
    const std::string name = walk->path().filename().native();
    if (!name.starts_with(begin) || (begin.empty() && name.starts_with('.'))) continue;
    std::error_code of_file;
    paths.push_back(folder + name + (walk->is_directory(of_file) ? "/" : ""));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// By the shell, for the variable may hold arguments: `code --wait`.
bool Machine::edit(const std::string& path, std::uint32_t line, std::string& why) {
  console_.flush();
  const std::string command = editor() + " \"$@\"", place = "+" + std::to_string(line);
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGQUIT, SIG_DFL);
    const int nothing = ::isatty(STDIN_FILENO) == 1 ? -1 : ::open("/dev/null", O_RDONLY);  // else it reads the script
    if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), "sh", place.c_str(), path.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  const bool missing = child > 0 && WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127);
  why = child < 0 ? std::strerror(errno)
        : missing ? "there is no editor `" + editor() + "`; name yours in $VISUAL or $EDITOR"
                  : "the editor `" + editor() + "` ended with an error";
  return false;
}

auto Machine::microseconds() -> std::int64_t {
  using namespace std::chrono;
  return duration_cast<std::chrono::microseconds>(steady_clock::now().time_since_epoch()).count();
}

bool Machine::stopped() { return interrupted != 0 || console_.broken(); }

void Machine::progress(std::string_view text) {
  if (!shows_progress_ || (text.empty() && !progress_shown_)) return;
  progress_shown_ = !text.empty();
  console_.err("\r\x1b[K" + std::string(text));
}

void Machine::catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = interrupt;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // what waits for the terminal is to wake up
  ::sigaction(SIGINT, &action, nullptr);
  std::signal(SIGQUIT, SIG_IGN);  // Ctrl-\ is on many a keyboard beside Ctrl-C, and in any binary paste
}

void Machine::begin_command() { interrupted = 0; }

}  // namespace remit::cli
