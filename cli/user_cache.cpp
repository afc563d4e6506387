#include "cli/user_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/open_file.h"
#include "cli/user_folder.h"

namespace remit::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".index";

auto variable(const char* name) -> std::string {
  const char* value = ::secure_getenv(name);
  return value == nullptr ? "" : value;
}

bool write_whole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// A file of a name that nobody else has; it is gone again unless it was renamed.
class NewFile {
 public:
  explicit NewFile(const std::string& beside)
      : path_(beside + ".XXXXXX"), file_(::mkostemp(path_.data(), O_CLOEXEC)), made_(file_ >= 0) {}
  NewFile(const NewFile&) = delete;
  auto operator=(const NewFile&) -> NewFile& = delete;
  ~NewFile() {
    if (file_ >= 0) ::close(file_);
    if (made_ && !renamed_) ::unlink(path_.c_str());
  }

  bool write(const std::vector<std::string_view>& parts) const {
    for (const std::string_view part : parts) {
      if (file_ < 0 || !write_whole(file_, part)) return false;
    }
    return true;
  }
  void rename_to(const std::string& path) {
    const bool closed = ::close(std::exchange(file_, -1)) == 0;
    renamed_ = closed && ::rename(path_.c_str(), path.c_str()) == 0;
  }

 private:
  std::string path_;
  int file_;
  bool made_;
  bool renamed_ = false;
};

}  // namespace

auto UserCache::find() -> std::optional<UserCache> {
  if (!variable("REMIT_NO_CACHE").empty()) return std::nullopt;
  std::string folder = user_folder("XDG_CACHE_HOME", ".cache");
  return folder.empty() ? std::nullopt : std::optional(UserCache(std::move(folder)));
}

auto UserCache::open(const std::string& name) -> std::unique_ptr<OpenFile> {
  auto file = FileOnDisk::open(folder_ + "/" + name + std::string(kEnding), O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (!file) return nullptr;
  const struct stat& facts = file->facts();
  const bool own = S_ISREG(facts.st_mode) && facts.st_uid == ::geteuid() && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  return own ? std::move(file) : nullptr;
}

void UserCache::keep(const std::string& name, const std::vector<std::string_view>& parts) {
  make_folder();
  remove_old();
  const std::string path = folder_ + "/" + name + std::string(kEnding);
  NewFile file(path);
  if (file.write(parts)) file.rename_to(path);
}

// This user's alone. What stands above the cache folder is not made: a home that is missing is missing on purpose.
void UserCache::make_folder() const {
  ::mkdir(fs::path(folder_).parent_path().c_str(), S_IRWXU);
  ::mkdir(folder_.c_str(), S_IRWXU);
}

// What a declaration that has changed leaves behind, or a process that was ended while it wrote. An index that is still
// in use is made anew once a month.
void UserCache::remove_old() const {
  using namespace std::chrono_literals;
  constexpr auto kKept = 30 * 24h;
  std::error_code error;
  fs::directory_iterator walk(folder_, error);
  for (; !error && walk != fs::directory_iterator(); walk.increment(error)) {
    const std::string name = walk->path().filename().native();
    std::error_code of_file;
    if (name.find(kEnding) == std::string::npos || !fs::is_regular_file(walk->symlink_status(of_file))) continue;
    const auto written = fs::last_write_time(walk->path(), of_file);
    if (!of_file && fs::file_time_type::clock::now() - written > kKept) fs::remove(walk->path(), of_file);
  }
}

}  // namespace remit::cli
