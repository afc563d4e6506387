// A file that is open for reading.
#pragma once
#include <sys/stat.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "dsl/source/pieces.h"

namespace remit::cli {

class FileOnDisk : public OpenFile {
 public:
  // `flags`: of open(2), beside reading. nullptr where it cannot be opened; errno then says why.
  static auto open(const std::string& path, int flags = 0) -> std::unique_ptr<FileOnDisk>;
  FileOnDisk(const FileOnDisk&) = delete;
  auto operator=(const FileOnDisk&) -> FileOnDisk& = delete;
  ~FileOnDisk() override;

  [[nodiscard]] auto facts() const -> const struct stat& { return facts_; }  // as it was opened
  [[nodiscard]] auto state() const -> FileState override;
  [[nodiscard]] auto size() const -> std::uint64_t override { return static_cast<std::uint64_t>(facts_.st_size); }
  bool read_at(std::uint64_t offset, std::span<char> bytes) const override;

  // All bytes, to the end, whatever size was told: a pipe has none, and a file may grow. Absent: the reason is in
  // `why`.
  [[nodiscard]] auto read_all(std::size_t limit, std::string& why) const -> std::optional<std::string>;

 private:
  FileOnDisk(std::string path, int file, const struct stat& facts)
      : path_(std::move(path)), file_(file), facts_(facts) {}

  std::string path_;
  int file_;
  struct stat facts_;
};

}  // namespace remit::cli
