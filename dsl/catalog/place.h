// Where the files of a catalog stand: beside the policy's file, else in a folder above it, up to the library's root;
// the overlay stands where the base was found.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/catalog/pattern.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/source/source.h"

namespace remit {

struct CatalogPlace {  // paths from the library's root
  PathPattern base, overlay;
  bool overlaid = false;
};

// The files of a library, listed once for each suffix.
class CatalogPaths {
 public:
  explicit CatalogPaths(Source& source) : source_(source) {}

  // `beside`: the policy's folder, "" or with a `/` at its end. Absent where problems were added.
  auto place_of(const ast::Catalog& catalog, const std::string& beside, std::vector<Diagnostic>& problems)
      -> std::optional<CatalogPlace>;
  auto matching(const PathPattern& pattern) -> std::vector<std::string>;
  // Whether the library has the file. Requires: a path that a pattern of a place made, for their suffixes are listed.
  [[nodiscard]] bool has(const std::string& path) const;

 private:
  auto listed(const std::string& suffix) -> const std::vector<std::string>&;

  Source& source_;
  std::map<std::string, std::vector<std::string>> listed_;  // by suffix
};

}  // namespace remit
