#include "cli/lines.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace remit::cli {

auto Lines::open(const std::string& name, std::size_t limit) -> OrStop<Lines> {
  if (name == "-") return Lines("standard input", stdin, limit);
  struct stat facts {};
  if (::stat(name.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) {
    return Stop{Exit::environment, "`" + name + "` is a folder"};
  }
  std::FILE* file = std::fopen(name.c_str(), "rb");
  if (file == nullptr) return Stop{Exit::environment, "cannot open `" + name + "`: " + std::strerror(errno)};
  return Lines("`" + name + "`", file, limit);
}

auto Lines::next() -> std::optional<std::string_view> {
  line_.clear();
  bool any = false;
  while (true) {
    if (begin_ == end_) {
      begin_ = 0;
      end_ = std::fread(block_.data(), 1, block_.size(), file_.get());
      if (end_ == 0 && std::ferror(file_.get()) != 0) error_ = "cannot read " + name_ + ": " + std::strerror(errno);
      if (end_ == 0) return any && error_.empty() ? std::optional<std::string_view>(line_) : std::nullopt;
    }
    any = true;
    const auto from = block_.begin() + static_cast<std::ptrdiff_t>(begin_);
    const auto to = block_.begin() + static_cast<std::ptrdiff_t>(end_);
    const auto newline = std::find(from, to, '\n');
    const auto length = static_cast<std::size_t>(newline - from);
    line_.append(&*from, std::min(length, limit_ + 1 - line_.size()));
    begin_ += length + (newline == to ? 0 : 1);
    if (newline != to) return line_;
  }
}

}  // namespace remit::cli
