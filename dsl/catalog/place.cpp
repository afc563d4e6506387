#include "dsl/catalog/place.h"

#include <algorithm>

#include "dsl/catalog/slips.h"
#include "engine/text/nearest.h"

namespace remit {
namespace {

auto suffix_of(const std::string& path) -> std::string {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos || path.find('/', dot) != std::string::npos ? "" : path.substr(dot);
}

// "a/b/" → "a/", "a/" → "".
auto parent_of(const std::string& folder) -> std::string {
  return folder.substr(0, folder.substr(0, folder.size() - 1).rfind('/') + 1);
}

bool has_name(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_placeholders(const PathPattern& base, const PathPattern& overlay, const ast::Catalog& catalog,
                        std::vector<Diagnostic>& problems) {
  std::vector<std::string> keys, unused, unknown;
  std::vector<Span> places;  // of the unknown
  for (const ast::Name& by : catalog.by) {
    keys.push_back(by.text);
    if (!has_name(base.placeholders(), by.text) && !has_name(overlay.placeholders(), by.text))
      unused.push_back(by.text);
  }
  for (const auto& [pattern, span] : {std::pair(&base, catalog.file_span), std::pair(&overlay, catalog.overlay_span)}) {
    for (const std::string& name : pattern->placeholders()) {
      if (has_name(keys, name)) continue;
      unknown.push_back(name);
      places.push_back(span);
    }
  }
  const std::vector<std::string> meant = pair_slips(unknown, unused);
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    problems.push_back({.code = Code::E0604, .span = places[i], .arguments = {unknown[i], meant[i]}});
  }
  for (const ast::Name& by : catalog.by) {
    if (has_name(unused, by.text)) problems.push_back({.code = Code::E0605, .span = by.span, .arguments = {by.text}});
  }
}

}  // namespace

auto CatalogPaths::place_of(const ast::Catalog& catalog, const std::string& beside, std::vector<Diagnostic>& problems)
    -> std::optional<CatalogPlace> {
  const PathPattern base(catalog.file), overlay(catalog.overlay);
  const std::size_t before = problems.size();
  for (const auto& [pattern, span] : {std::pair(&base, catalog.file_span), std::pair(&overlay, catalog.overlay_span)}) {
    if (!pattern->stays_inside())
      problems.push_back({.code = Code::E0603, .span = span, .arguments = {pattern->text()}});
  }
  check_placeholders(base, overlay, catalog, problems);
  if (problems.size() != before) return std::nullopt;

  listed(suffix_of(catalog.overlay));
  for (std::string folder = beside;; folder = parent_of(folder)) {
    CatalogPlace place{PathPattern(folder + catalog.file), PathPattern(folder + catalog.overlay),
                       !catalog.overlay.empty()};
    if (!matching(place.base).empty()) return place;
    if (folder.empty()) break;
  }
  const std::string nearest = nearest_name(catalog.file, listed(suffix_of(catalog.file)));
  problems.push_back({.code = Code::E0602, .span = catalog.file_span, .arguments = {catalog.file, nearest}});
  return std::nullopt;
}

auto CatalogPaths::listed(const std::string& suffix) -> const std::vector<std::string>& {
  const auto known = listed_.find(suffix);
  if (known != listed_.end()) return known->second;
  return listed_.emplace(suffix, source_.list(suffix)).first->second;
}

auto CatalogPaths::matching(const PathPattern& pattern) -> std::vector<std::string> {
  std::vector<std::string> paths;
  for (const std::string& path : listed(suffix_of(pattern.text()))) {
    if (pattern.matches(path)) paths.push_back(path);
  }
  return paths;
}

bool CatalogPaths::has(const std::string& path) const {
  const auto listed = listed_.find(suffix_of(path));
  return listed != listed_.end() && std::binary_search(listed->second.begin(), listed->second.end(), path);
}

}  // namespace remit
