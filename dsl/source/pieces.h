// Files of which pieces are read, and a place where things are kept that can be made anew. As with `Source`, the caller
// implements them: dsl never opens a file.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// Which file an open one is, and in which state.
struct FileState {
  std::string path;      // absolute
  std::string stamp;     // another one as soon as the bytes may be others
  bool settled = false;  // it has stood still for so long that a change from now on gives another stamp
};

// Safe from any thread.
class OpenFile {
 public:
  virtual ~OpenFile() = default;
  [[nodiscard]] virtual auto state() const -> FileState = 0;
  [[nodiscard]] virtual auto size() const -> std::uint64_t = 0;
  // Fills `bytes` with those from `offset` on; false where there are not as many, or they cannot be read.
  virtual bool read_at(std::uint64_t offset, std::span<char> bytes) const = 0;
};

// The files of a `Source`, by the same paths.
class PieceSource {
 public:
  virtual ~PieceSource() = default;
  // nullptr where it cannot be opened.
  virtual auto open_file(const std::string& path) -> std::unique_ptr<OpenFile> = 0;
};

// What cannot be kept is not: that never is a problem. Names are of letters and digits.
class Sink {
 public:
  virtual ~Sink() = default;
  // What this user kept under the name; nullptr where there is nothing that can be trusted to be that.
  virtual auto open(const std::string& name) -> std::unique_ptr<OpenFile> = 0;
  // The parts as one file, whole or not at all. Who has open what had the name before can go on reading it.
  virtual void keep(const std::string& name, const std::vector<std::string_view>& parts) = 0;
};

}  // namespace remit
