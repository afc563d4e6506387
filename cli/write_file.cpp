#include "cli/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace remit::cli {
namespace {

// 0, or errno.
auto write_to(int file, std::string_view text) -> int {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

auto write_through(const std::string& path, std::string_view text) -> int {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0) return errno;
  const int error = write_to(file, text);
  return ::close(file) != 0 && error == 0 ? errno : error;
}

auto write_beside(const std::string& path, std::string_view text) -> int {
  constexpr mode_t kMode = 0666;  // less what the user's mask takes away
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kMode);
  if (file < 0) return errno;
  int error = write_to(file, text);
  struct stat facts {};
  if (error == 0 && ::stat(path.c_str(), &facts) == 0 && ::fchmod(file, facts.st_mode) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) ::unlink(beside.c_str());
  return error;
}

}  // namespace

bool write_file(const std::string& path, std::string_view text, std::string& why) {
  std::error_code missing;
  const std::filesystem::path real = std::filesystem::canonical(path, missing);  // a link stays one
  const std::string to = missing ? path : real.native();
  struct stat facts {};
  const bool special = ::stat(to.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode);
  const int error = special ? write_through(to, text) : write_beside(to, text);
  if (error != 0) why = std::strerror(error);
  return error == 0;
}

}  // namespace remit::cli
