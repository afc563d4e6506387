// What a session asks of the machine. The caller implements it: repl never opens a file, reads a clock or writes on a
// stream, so a session runs the same in a terminal, in a script and in a test.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source/pieces.h"
#include "dsl/source/source.h"

namespace remit::repl {

// The files of a library, as they are now.
class LibraryFiles : public Source, public PieceSource {
 public:
  // What stands before a path of this source where people see it: "", "policies/".
  [[nodiscard]] virtual auto shown() const -> std::string = 0;
};

// A file as it stands. All paths and links to it have the same `identity`; `stamp` is another one once it was written.
struct FileFacts {
  std::string identity, stamp;
};

class Host {
 public:
  virtual ~Host() = default;

  // nullptr: a path does not exist; `why` then says which.
  virtual auto open_library(const std::vector<std::string>& paths, std::string& why)
      -> std::unique_ptr<LibraryFiles> = 0;
  // Where indices of catalogs are kept; nullptr: nowhere.
  virtual auto cache() -> Sink* = 0;

  // All bytes of a file that the user named; absent: `why` says why.
  virtual auto read(const std::string& path, std::string& why) -> std::optional<std::string> = 0;
  // Absent: nothing is there, or what keeps nothing that could be lost, such as a pipe.
  virtual auto facts(const std::string& path) -> std::optional<FileFacts> = 0;
  // Paths that begin so, folders with a `/` at the end.
  virtual auto paths_beginning(const std::string& prefix) -> std::vector<std::string> = 0;
  // Lets the user change a file in an editor of his own, from a line on. False: `why` says why.
  virtual bool edit(const std::string& path, std::uint32_t line, std::string& why) = 0;

  // Of some clock that never goes back, in microseconds.
  virtual auto microseconds() -> std::int64_t = 0;
  // Whether the user asked for the command at hand to end. What takes long asks now and then.
  virtual bool stopped() = 0;
  // Told while something takes long, each in place of the one before; an empty one takes it away.
  virtual void progress(std::string_view text) = 0;

 private:
  friend class Session;  // Session::write alone knows what may be written over
  // The whole file or nothing: what stood there stays where it cannot be written. False: `why` says why.
  virtual bool write(const std::string& path, std::string_view text, std::string& why) = 0;
};

}  // namespace remit::repl
