#include "cli/open_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>

namespace remit::cli {
namespace {

auto text_of(const timespec& time) -> std::string {
  return std::to_string(time.tv_sec) + "." + std::to_string(time.tv_nsec);
}

}  // namespace

auto FileOnDisk::open(const std::string& path, int flags) -> std::unique_ptr<FileOnDisk> {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (file < 0) return nullptr;
  struct stat facts {};
  if (::fstat(file, &facts) == 0) return std::unique_ptr<FileOnDisk>(new FileOnDisk(path, file, facts));
  const int reason = errno;
  ::close(file);
  errno = reason;
  return nullptr;
}

FileOnDisk::~FileOnDisk() { ::close(file_); }

// The time of the last change of the inode is part of the stamp: unlike that of the bytes, nobody can set it back. Two
// seconds are the coarsest clock of a file system in use.
auto FileOnDisk::state() const -> FileState {
  constexpr std::time_t kCoarsest = 2;
  std::error_code error;
  const std::string absolute = std::filesystem::canonical(path_, error).native();
  if (error) return {};
  const std::string stamp = std::to_string(facts_.st_size) + " " + text_of(facts_.st_mtim) + " " +
                            text_of(facts_.st_ctim) + " " + std::to_string(facts_.st_ino) + " " +
                            std::to_string(facts_.st_dev);
  return {.path = absolute, .stamp = stamp, .settled = std::time(nullptr) - facts_.st_ctim.tv_sec > kCoarsest};
}

bool FileOnDisk::read_at(std::uint64_t offset, std::span<char> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    offset += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

auto FileOnDisk::read_all(std::size_t limit, std::string& why) const -> std::optional<std::string> {
  const auto refuse = [&](std::string reason) -> std::optional<std::string> {
    why = std::move(reason);
    return std::nullopt;
  };
  if (S_ISDIR(facts_.st_mode)) return refuse(std::strerror(EISDIR));
  std::string bytes(static_cast<std::size_t>(std::max<off_t>(facts_.st_size, 0)) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    if (size > limit) return refuse("it is larger than " + std::to_string(limit >> 20U) + " MiB");
    if (size == bytes.size()) bytes.resize(2 * size);
    const ssize_t count = ::read(file_, bytes.data() + size, bytes.size() - size);
    if (count < 0) return refuse(std::strerror(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace remit::cli
