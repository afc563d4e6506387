#include "dsl/catalog/catalogs.h"

#include <tuple>

#include "dsl/catalog/bound_rows.h"

namespace remit {
namespace {

auto catalog_of(const ast::Declaration& declaration) -> const ast::Catalog& {
  return std::get<ast::Catalog>(declaration.body);
}

}  // namespace

auto Catalogs::bind(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
                    std::vector<Diagnostic>& problems) -> std::unique_ptr<CatalogRows> {
  const ast::Catalog& catalog = catalog_of(declaration);
  std::optional<CatalogPlace> place = place_of(declaration, problems);
  if (!place) return nullptr;
  return std::make_unique<BoundRows>(*this, *std::move(place), catalog, shape_of(catalog, row, types), types);
}

void Catalogs::check(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
                     std::vector<Diagnostic>& problems) {
  const std::optional<CatalogPlace> place = place_of(declaration, problems);
  if (!place) return;
  const ast::Catalog& catalog = catalog_of(declaration);
  const CatalogShape shape = shape_of(catalog, row, types);
  std::vector<std::string> paths = paths_.matching(place->base);
  if (place->overlaid) {
    const std::vector<std::string> overlays = paths_.matching(place->overlay);
    paths.insert(paths.end(), overlays.begin(), overlays.end());
  }
  for (const std::string& path : paths) {
    CatalogTable& checked = table(path, shape, types, catalog.file_span);
    read(checked, shape, types);
    problems.insert(problems.end(), checked.problems().begin(), checked.problems().end());
  }
}

auto Catalogs::place_of(const ast::Declaration& declaration, std::vector<Diagnostic>& problems)
    -> std::optional<CatalogPlace> {
  const ast::Catalog& catalog = catalog_of(declaration);
  const std::string path = texts_.at(catalog.file_span.file).path.substr(shown_.size());
  return paths_.place_of(catalog, path.substr(0, path.rfind('/') + 1), problems);
}

auto Catalogs::table(const std::string& path, const CatalogShape& shape, const TypeTable& types, Span asked)
    -> CatalogTable& {
  const std::lock_guard lock(mutex_);
  CatalogFile& file = files_.try_emplace(path, source_, store_, path, shown_ + path, asked).first->second;
  std::string description = describe(shape, types);
  const std::pair key(path, description);
  return tables_.try_emplace(key, file, std::move(description), shape.columns.size()).first->second;
}

void Catalogs::tell(CatalogTable& table) {
  if (!table.tell_once()) return;
  const std::lock_guard lock(mutex_);
  problems_.insert(problems_.end(), table.problems().begin(), table.problems().end());
}

auto Catalogs::take_problems() -> std::vector<Diagnostic> {
  const std::lock_guard lock(mutex_);
  return std::exchange(problems_, {});
}

auto Catalogs::content_hashes() const -> std::vector<std::string> {
  std::map<std::string, std::string> by_path;
  for (const auto& [key, table] : tables_) {
    const std::string hash = table.content_hash();
    if (!hash.empty()) by_path[key.first] = hash;
  }
  std::vector<std::string> hashes;
  for (const auto& [path, hash] : by_path) hashes.push_back(hash);
  return hashes;
}

}  // namespace remit
