// The catalogs of a library: which files they are, what is wrong with them, and their rows for a program.
//
// Files are listed when the first catalog is bound, and read when a case or `check` first needs them, once. A file with
// anything wrong in it answers no look-up: each fails, and `take_problems` tells of all that is wrong.
//
// Requires: all that is handed in outlives this. Rows may be asked from any thread, all else from one.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/catalog/place.h"
#include "dsl/catalog/table.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/source/source.h"
#include "engine/program/program.h"

namespace remit {

class Catalogs {
 public:
  // `shown`: what stands before a path of `source` in `texts`, as in "policies/".
  Catalogs(Source& source, SourceSet& texts, std::string shown)
      : source_(source), texts_(texts), shown_(std::move(shown)), paths_(source) {}

  // From now on, large files are looked up through indices that lie in the sink, and are put there where they are
  // missing. The answers are the same. `files`: those of the source.
  void use_indices(PieceSource& files, Sink& sink) { store_ = {&files, &sink}; }

  // The rows that `declaration` stands for, typed by `types`, which outlives them; nullptr where problems were added.
  auto bind(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
            std::vector<Diagnostic>& problems) -> std::unique_ptr<CatalogRows>;

  // All problems of all files that belong to the catalog, the base and every overlay, whatever an index says.
  void check(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
             std::vector<Diagnostic>& problems);

  // What was wrong with the files that were looked up in so far. Hands them over.
  auto take_problems() -> std::vector<Diagnostic>;

  // SHA-256 of the files that were looked up in so far, by their paths: what the hashes of an answer cover.
  [[nodiscard]] auto content_hashes() const -> std::vector<std::string>;

 private:
  friend class BoundRows;

  auto place_of(const ast::Declaration& declaration, std::vector<Diagnostic>& problems) -> std::optional<CatalogPlace>;
  // Of a path that is listed. `asked`: who asks for it.
  auto table(const std::string& path, const CatalogShape& shape, const TypeTable& types, Span asked) -> CatalogTable&;
  auto read(CatalogTable& table, const CatalogShape& shape, const TypeTable& types) -> const Rows* {
    return table.read(shape, types, texts_, mutex_);
  }
  void tell(CatalogTable& table);

  Source& source_;
  SourceSet& texts_;
  std::string shown_;
  CatalogPaths paths_;
  IndexStore store_;
  std::mutex mutex_;  // guards what follows, and `texts_`
  std::map<std::string, CatalogFile> files_;
  std::map<std::pair<std::string, std::string>, CatalogTable> tables_;  // by path and description of the shape
  std::vector<Diagnostic> problems_;
};

}  // namespace remit
