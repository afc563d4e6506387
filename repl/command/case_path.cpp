#include "repl/command/case_path.h"

#include <charconv>

namespace remit::repl {
namespace {

void add_paths(const std::vector<InputShape>& shapes, const std::string& before, std::vector<std::string>& into) {
  for (const InputShape& shape : shapes) {
    if (shape.field.name.empty()) continue;
    const std::string path = before + shape.field.name;
    into.push_back(path);
    add_paths(shape.children, path + (shape.kind == InputShape::Kind::list ? "[1]." : "."), into);
  }
}

}  // namespace

auto parse_path(std::string_view path) -> std::optional<std::vector<PathPart>> {
  std::vector<PathPart> parts;
  while (!path.empty()) {
    const std::size_t end = path.find_first_of(".[");
    PathPart part{std::string(path.substr(0, end)), {}};
    if (part.name.empty() || part.name.find_first_of(" \t\n\"'`()") != std::string::npos) return std::nullopt;
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    if (path.starts_with('[')) {
      std::size_t index = 0;
      const auto [at, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
      if (error != std::errc() || at == path.data() + path.size() || *at != ']' || index == 0) return std::nullopt;
      part.index = index;
      path.remove_prefix(static_cast<std::size_t>(at - path.data()) + 1);
    }
    parts.push_back(std::move(part));
    if (path.empty()) break;
    if (!path.starts_with('.') || path.size() == 1) return std::nullopt;
    path.remove_prefix(1);
  }
  if (parts.empty()) return std::nullopt;
  return parts;
}

auto shape_at(const std::vector<InputShape>& shapes, std::string_view path) -> const InputShape* {
  const auto parts = parse_path(path);
  if (!parts) return nullptr;
  const std::vector<InputShape>* level = &shapes;
  const InputShape* found = nullptr;
  for (const PathPart& part : *parts) {
    found = nullptr;
    for (const InputShape& shape : *level) {
      if (shape.field.name == part.name) found = &shape;
    }
    if (found == nullptr || (part.index && found->kind != InputShape::Kind::list)) return nullptr;
    level = &found->children;
  }
  return found;
}

auto paths_of(const std::vector<InputShape>& shapes) -> std::vector<std::string> {
  std::vector<std::string> paths;
  add_paths(shapes, "", paths);
  return paths;
}

auto part_of(Draft& draft, const std::vector<PathPart>& path, bool make) -> Draft* {
  Draft* at = &draft;
  for (const PathPart& part : path) {
    if (!make && !at->has(part.name)) return nullptr;
    at = &at->field(part.name);
    if (!part.index) continue;
    if (make && at->size() + 1 == *part.index) at->append();
    at = at->element(*part.index - 1);
    if (at == nullptr) return nullptr;
  }
  return at;
}

}  // namespace remit::repl
