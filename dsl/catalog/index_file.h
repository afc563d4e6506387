// The entries of a file, kept in a cache, so that the next process need not read the file.
//
// An index lies in a cache that others may have spoilt, so nothing of it is believed unseen. Its head (what it depends
// on, where the columns stand, the directory) has a checksum that is verified when it is opened; each group has one in
// the directory, and each row of the file one in its entry, which are verified when they are read. Bytes are copied
// before they are verified: what changes afterwards is not seen. Whatever fails makes the rows absent, and the file is
// read as if there were no index.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "dsl/catalog/look_up.h"
#include "dsl/source/pieces.h"

namespace remit {

struct IndexFacts {
  std::string depends_on;  // 64 digits: of the file's state and of the shape by which it was read
  std::string content;     // 64 digits: SHA-256 of the file's bytes
};

// The two parts of a file that holds the index. Requires: the entries outlive it.
struct IndexBytes {
  std::string front;
  std::string_view entries;
};
auto write_index(const IndexFacts& facts, const Positions& positions, const Entries& entries) -> IndexBytes;

class RowsInIndex : public Rows {
 public:
  // `file`: of which the index is. nullptr: it is no index, or one of something else, or damaged.
  static auto open(std::unique_ptr<OpenFile> index, std::unique_ptr<OpenFile> file, const std::string& depends_on,
                   std::size_t columns) -> std::unique_ptr<RowsInIndex>;

  [[nodiscard]] auto positions() const -> const Positions& { return positions_; }
  [[nodiscard]] auto content() const -> const std::string& { return content_; }

  auto group(std::uint64_t key_hash, Room& room) const -> std::optional<std::span<const Entry>> override;
  auto row(const Entry& entry, Room& room) const -> std::optional<std::string_view> override;

 private:
  RowsInIndex(std::unique_ptr<OpenFile> index, std::unique_ptr<OpenFile> file)
      : index_(std::move(index)), file_(std::move(file)) {}
  bool read_head(const std::string& depends_on, std::size_t columns);
  [[nodiscard]] bool directory_is_sound(std::size_t entries) const;

  std::unique_ptr<OpenFile> index_, file_;
  std::string content_;
  Positions positions_;
  Directory directory_;
  std::vector<std::uint64_t> checks_;  // by group
  std::uint64_t entries_at_ = 0;       // in the index
};

}  // namespace remit
