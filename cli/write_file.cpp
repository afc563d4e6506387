#include "cli/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace remit::cli {

FileWriter::FileWriter(std::string path, std::string beside, int file)
    : path_(std::move(path)), beside_(std::move(beside)), file_(file) {}

FileWriter::~FileWriter() {
  if (file_ < 0) return;
  ::close(file_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

auto FileWriter::open(const std::string& path, std::string& why) -> std::unique_ptr<FileWriter> {
  std::error_code missing;
  const std::filesystem::path real = std::filesystem::canonical(path, missing);  // a link stays one
  const std::string to = missing ? path : real.native();
  struct stat facts {};
  const bool special = ::stat(to.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode);
  const std::string beside = special ? "" : to + ".new";
  constexpr mode_t kMode = 0666;  // less what the user's mask takes away
  const int file = special ? ::open(to.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
                           : ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kMode);
  if (file < 0) {
    why = std::strerror(errno);
    return nullptr;
  }
  if (special) ::fcntl(file, F_SETFL, 0);  // from here on we wait for who reads it
  return std::unique_ptr<FileWriter>(new FileWriter(to, beside, file));
}

bool FileWriter::write(std::string_view text, std::string& why) {
  while (!text.empty()) {
    const ssize_t count = ::write(file_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      why = std::strerror(errno);
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool FileWriter::finish(std::string& why) {
  int error = 0;
  struct stat facts {};
  const bool replaces = !beside_.empty() && ::stat(path_.c_str(), &facts) == 0;
  if (replaces && ::fchmod(file_, facts.st_mode) != 0) error = errno;
  if (::close(std::exchange(file_, -1)) != 0 && error == 0) error = errno;
  if (error == 0 && !beside_.empty() && ::rename(beside_.c_str(), path_.c_str()) != 0) error = errno;
  if (error != 0 && !beside_.empty()) ::unlink(beside_.c_str());
  if (error != 0) why = std::strerror(error);
  return error == 0;
}

bool write_file(const std::string& path, std::string_view text, std::string& why) {
  const auto file = FileWriter::open(path, why);
  return file != nullptr && file->write(text, why) && file->finish(why);
}

}  // namespace remit::cli
