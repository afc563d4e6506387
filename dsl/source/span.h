// Where a piece of text stands: bytes [begin, end) of a file. Lines and columns are computed at the edge, when a
// diagnostic is printed, from the file's line table.
#pragma once
#include <cstdint>

namespace remit {

enum class FileId : std::uint32_t {};

struct Span {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace remit
