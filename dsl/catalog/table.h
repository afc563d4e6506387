// One CSV file by one declaration: through its index, where there is one that can be trusted, else read as a whole.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dsl/catalog/index_file.h"
#include "dsl/catalog/look_up.h"
#include "dsl/catalog/reading.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/source/pieces.h"
#include "dsl/source/source.h"

namespace remit {

// Where indices come from and go to: both or neither.
struct IndexStore {
  PieceSource* files = nullptr;
  Sink* sink = nullptr;
};

// A file's bytes, read once, when they are needed. Safe from any thread.
class CatalogFile {
 public:
  // `shown`: its path as people see it. `asked`: the place in a policy that names it. The source and the store's parts
  // outlive this.
  CatalogFile(Source& source, IndexStore store, std::string path, std::string shown, Span asked)
      : source_(source), store_(store), path_(std::move(path)), shown_(std::move(shown)), asked_(asked) {}

  struct Content {
    std::string text;
    std::string hash;                // SHA-256 of the text
    std::optional<FileState> state;  // in which it was read; absent where it may have changed meanwhile
    std::optional<Diagnostic> problem;
  };
  auto content() -> const Content&;
  // Empty where it was not read.
  [[nodiscard]] auto hash() const -> const std::string& { return content_.hash; }
  // nullptr where there is no store, too.
  [[nodiscard]] auto open() const -> std::unique_ptr<OpenFile> {
    return store_.files == nullptr ? nullptr : store_.files->open_file(path_);
  }
  [[nodiscard]] auto sink() const -> Sink* { return store_.sink; }

  [[nodiscard]] auto path() const -> const std::string& { return path_; }
  [[nodiscard]] auto asked() const -> Span { return asked_; }
  // The id of its text in `texts`, where it comes when there is something to tell of it.
  auto id_in(SourceSet& texts, std::mutex& mutex) -> FileId;

 private:
  void read();

  Source& source_;
  IndexStore store_;
  std::string path_, shown_;
  Span asked_;
  std::once_flag once_;
  Content content_;
  std::optional<FileId> id_;
};

class CatalogTable {
 public:
  // The file outlives the table. `description`: of the shape.
  CatalogTable(CatalogFile& file, std::string description, std::size_t columns);

  // nullptr: none that can be trusted.
  [[nodiscard]] auto index() const -> const RowsInIndex* { return index_.get(); }

  // The rows read from the file, once; nullptr where there are problems. The shape is the one described.
  auto read(const CatalogShape& shape, const TypeTable& types, SourceSet& texts, std::mutex& mutex) -> const Rows*;
  // Requires of both: it was read.
  [[nodiscard]] auto positions() const -> const Positions& { return positions_; }
  [[nodiscard]] auto problems() const -> const std::vector<Diagnostic>& { return problems_; }

  // SHA-256 of the file by which look-ups are answered; empty where it could not be read.
  [[nodiscard]] auto content_hash() const -> std::string;

  // Whether nobody has asked before.
  bool tell_once() { return !told_.test_and_set(); }

 private:
  void read_once(const CatalogShape& shape, const TypeTable& types, SourceSet& texts, std::mutex& mutex);
  [[nodiscard]] auto name_of(const FileState& state) const -> std::string;
  [[nodiscard]] auto depends_on(const FileState& state) const -> std::string;
  void keep(const FileState& state, const std::string& content) const;

  CatalogFile& file_;
  std::string description_;
  std::unique_ptr<RowsInIndex> index_;
  std::once_flag once_;
  Positions positions_;
  std::unique_ptr<RowsInMemory> rows_;
  std::vector<Diagnostic> problems_;
  std::atomic_flag told_;
};

}  // namespace remit
