// The texts that a library of policies is made of, and the one door through which they come in.
//
// dsl never opens a file: the caller hands in a `Source`. A path is relative to the library's root, with `/`, and
// never leaves it; `read` of a path with `..` or a leading `/` is refused by the caller's implementation.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source/span.h"

namespace remit {

class Source {
 public:
  virtual ~Source() = default;
  // Every file below the root whose name ends with `suffix`, sorted by path. Listed once, when the library is loaded.
  virtual auto list(std::string_view suffix) -> std::vector<std::string> = 0;
  // The bytes of a file, or nothing where it cannot be read; `why` then says why.
  virtual auto read(const std::string& path, std::string& why) -> std::optional<std::string> = 0;
};

// A file's text. Nothing is known of the bytes until `parse_file` has accepted them.
struct SourceText {
  FileId id{};
  std::string path;  // as shown in diagnostics
  std::string text;
  std::uint32_t hidden_lines = 0;                 // at its beginning: none of the author's, and not counted
  mutable std::vector<std::uint32_t> lines = {};  // the offset of each, made when first asked for; one thread at a time
};

struct Location {
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in characters (code points)
  std::uint32_t utf16 = 0;   // from 1, in units of UTF-16, as editors count
};
// Costs a search among the lines and a walk along the line.
auto locate(const SourceText& text, std::uint32_t offset) -> Location;

// The bytes of a line, from 1, without its end; empty past the last. A view into `text`.
auto line_at(const SourceText& text, std::uint32_t line) -> std::string_view;
// The offset of its first byte; 0 past the last.
auto start_of_line(const SourceText& text, std::uint32_t line) -> std::uint32_t;

// A text with its line table, outside of any set: one expression of the command line, a test.
auto make_source(FileId id, std::string path, std::string text) -> SourceText;

// All texts of a library; a FileId is the index.
struct SourceSet {
  std::vector<std::unique_ptr<SourceText>> files;
  auto add(std::string path, std::string text, std::uint32_t hidden_lines = 0) -> SourceText&;
  [[nodiscard]] auto at(FileId id) const -> const SourceText& { return *files[static_cast<std::size_t>(id)]; }
};

}  // namespace remit
