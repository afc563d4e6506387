// By polling: it sees the same on every file system, replaced files included, and a library has hundreds of files, not
// millions. A change is taken up when two looks in a row agree, so that a file is not read while it is being written.
#include "cli/watch.h"

#include <sys/stat.h>

#include <csignal>
#include <ctime>
#include <tuple>

#include "cli/file_source.h"

namespace remit::cli {
namespace {

constexpr long kBetweenLooks = 200'000'000;  // nanoseconds

volatile std::sig_atomic_t stopped = 0;

// Ctrl-C, and the polite kill, end the watching and not the process, as long as it stands.
class Interruptible {
 public:
  Interruptible() {
    struct sigaction action {};
    action.sa_handler = [](int) { stopped = 1; };
    sigaction(SIGINT, &action, &interrupt_);
    sigaction(SIGTERM, &action, &terminate_);
  }
  ~Interruptible() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
  }
  Interruptible(const Interruptible&) = delete;
  auto operator=(const Interruptible&) -> Interruptible& = delete;

 private:
  struct sigaction interrupt_ {};
  struct sigaction terminate_ {};
};

// Path, size, second and nanosecond of the last change, and which file it is.
using Look = std::vector<std::tuple<std::string, off_t, time_t, long, ino_t>>;

auto look_at(const std::vector<std::string>& paths) -> Look {
  Look look;
  OrStop<FileSource> source = FileSource::open(paths);
  if (!source) return look;  // gone for now
  for (const char* suffix : {".remit", ".csv"}) {
    for (const std::string& path : source.value().list(suffix)) {
      struct stat found {};
      if (stat((source.value().shown() + path).c_str(), &found) != 0) continue;
      look.emplace_back(path, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ino);
    }
  }
  return look;
}

void rest() {
  const timespec pause{.tv_sec = 0, .tv_nsec = kBetweenLooks};
  nanosleep(&pause, nullptr);
}

// False: it was stopped.
bool wait_for_change(const std::vector<std::string>& paths, const Look& before) {
  Look last = before;
  while (stopped == 0) {
    rest();
    Look now = look_at(paths);
    if (now != before && now == last) return stopped == 0;
    last = std::move(now);
  }
  return false;
}

}  // namespace

auto watched(const std::vector<std::string>& paths, Console& console, const std::function<Exit()>& run) -> Exit {
  const Interruptible interruptible;
  stopped = 0;
  for (;;) {
    const Look before = look_at(paths);
    const Exit status = run();
    console.flush();
    if (console.broken()) return status;
    console.err("remit: watching for changes; Ctrl-C ends\n");
    if (!wait_for_change(paths, before)) return status;
    console.out("\n");
  }
}

}  // namespace remit::cli
