#include "dsl/catalog/pattern.h"

#include <algorithm>

namespace remit {
namespace {

bool is_part_of_path(std::string_view value) {
  return !value.empty() && value.find('/') == std::string_view::npos && !value.starts_with('.');
}

// `literals` from the first on, with something that is part of a path between each two.
bool matches_from(std::string_view path, const std::vector<std::string>& literals, std::size_t first) {
  if (!path.starts_with(literals[first])) return false;
  path.remove_prefix(literals[first].size());
  if (first + 1 == literals.size()) return path.empty();
  const std::size_t longest = std::min(path.find('/'), path.size());
  for (std::size_t length = 1; length <= longest; ++length) {
    if (is_part_of_path(path.substr(0, length)) && matches_from(path.substr(length), literals, first + 1)) return true;
  }
  return false;
}

}  // namespace

PathPattern::PathPattern(std::string_view text) : text_(text) {
  std::size_t at = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', at)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    literals_.emplace_back(text.substr(at, open - at));
    names_.emplace_back(text.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  literals_.emplace_back(text.substr(at));
}

auto PathPattern::fill(const std::vector<std::string>& names, const std::vector<std::string>& values) const
    -> std::optional<std::string> {
  std::string path = literals_[0];
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const auto name = std::find(names.begin(), names.end(), names_[i]);
    const std::string& value = values[static_cast<std::size_t>(name - names.begin())];
    if (!is_part_of_path(value)) return std::nullopt;
    path += value + literals_[i + 1];
  }
  return path;
}

bool PathPattern::matches(std::string_view path) const { return matches_from(path, literals_, 0); }

bool PathPattern::stays_inside() const {
  if (text_.starts_with('/') || text_.find('\\') != std::string::npos) return false;
  return ("/" + text_ + "/").find("/../") == std::string::npos;
}

}  // namespace remit
