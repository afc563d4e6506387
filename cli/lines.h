// The lines of a file that may be of any size, or of standard input.
#pragma once
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"

namespace remit::cli {

class Lines {
 public:
  // `-`: standard input. Stop: it cannot be read. Of a line longer than `limit` bytes the first `limit` + 1 are kept.
  static auto open(const std::string& name, std::size_t limit) -> OrStop<Lines>;

  // Without its end; until the next is asked for. Absent: no more, or `error` says why.
  auto next() -> std::optional<std::string_view>;
  // Why reading ended before the end of the file, or empty.
  [[nodiscard]] auto error() const -> const std::string& { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  Lines(std::string name, std::FILE* file, std::size_t limit)
      : name_(std::move(name)), file_(file), block_(std::size_t{1} << 16U), limit_(limit) {}

  std::string name_;
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> block_;
  std::size_t begin_ = 0, end_ = 0;  // what of the block is not handed out yet
  std::string line_, error_;
  std::size_t limit_;
};

}  // namespace remit::cli
