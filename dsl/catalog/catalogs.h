// The catalogs of a library: which files they are, what is wrong with them, and their rows for a program.
//
// A path is looked for beside the policy's file, then in each folder above it up to the library's root; the overlay
// stands where the base was found. Files are listed when the first catalog is bound, and read when a case or `check`
// first needs them, once.
//
// Requires: `source` and `texts` outlive this. `rows` may be asked from any thread, all else from one.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/catalog/cells.h"
#include "dsl/catalog/pattern.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/source/source.h"
#include "engine/program/program.h"

namespace remit {

class Catalogs {
 public:
  // `shown`: what stands before a path of `source` in `texts`, as in "policies/".
  Catalogs(Source& source, SourceSet& texts, std::string shown)
      : source_(source), texts_(texts), shown_(std::move(shown)) {}

  // The rows that `declaration` stands for, typed by `types`, which outlives them; nullptr where problems were added.
  auto bind(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
            std::vector<Diagnostic>& problems) -> std::unique_ptr<CatalogRows>;

  // All problems of all files that belong to the catalog: the base and every overlay.
  void check(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
             std::vector<Diagnostic>& problems);

  // What was wrong with the rows that were looked up so far: such a look-up fails. Hands them over.
  auto take_problems() -> std::vector<Diagnostic>;

  // The files read so far and their bytes, by path: what a text hash covers.
  [[nodiscard]] auto files_read() const -> std::vector<const SourceText*>;

 private:
  friend class BoundRows;

  struct Place {  // of a catalog's files
    PathPattern base, overlay;  // from the root
    bool overlaid = false;
  };
  struct File {
    std::once_flag once;
    std::unique_ptr<CsvTable> table;  // nullptr: it could not be read
    std::vector<Diagnostic> problems; // of the file as such
  };

  auto place_of(const ast::Declaration& declaration, std::vector<Diagnostic>& problems) -> std::optional<Place>;
  auto listed(const std::string& suffix) -> const std::vector<std::string>&;
  auto matching(const PathPattern& pattern) -> std::vector<std::string>;
  bool exists(const PathPattern& pattern) { return !matching(pattern).empty(); }
  // The file of a path that is listed. `span`: who asks for it.
  auto file(const std::string& path, Span span) -> const File&;
  void load(File& file, const std::string& path, Span span);
  void add_problem(std::vector<Diagnostic> problems);

  Source& source_;
  SourceSet& texts_;
  std::string shown_;
  std::map<std::string, std::vector<std::string>> listed_;  // by suffix
  std::mutex mutex_;  // guards what follows, and `texts_`
  std::map<std::string, File> files_;
  std::vector<Diagnostic> problems_;
};

}  // namespace remit
