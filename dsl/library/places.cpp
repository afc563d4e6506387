#include "dsl/library/places.h"

#include <algorithm>
#include <vector>

namespace remit {
namespace {

auto parts_of(const std::string& path) -> std::vector<std::string> {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('.', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

// The record that a type is made of: itself, or the elements of a list.
auto record_name(const ast::TypeExpr* type) -> std::string {
  while (type != nullptr && type->kind == ast::TypeKind::list) type = type->element;
  return type != nullptr && type->kind == ast::TypeKind::named ? type->name : "";
}

}  // namespace

auto Places::at(const Span& span) const -> Place {
  const SourceText& text = library_.sources().at(span.file);
  const Location location = locate(text, span.begin);
  return {text.path, location.line, location.column};
}

auto Places::find(const std::string& name) const -> const ast::Declaration* {
  for (const FlatDeclaration& flat : policy_.declarations) {
    if (!flat.block && flat.declaration->name.text == name) return flat.declaration.get();
  }
  return nullptr;
}

auto Places::policy() const -> Place { return at(policy_.policy->span); }

auto Places::declaration(const std::string& name) const -> Place {
  const ast::Declaration* found = find(name);
  return found == nullptr ? policy() : at(found->name.span);
}

auto Places::input(const std::string& path) const -> Place {
  const std::vector<std::string> parts = parts_of(path);
  const ast::Declaration* declared = find(parts.front());
  if (declared == nullptr) return policy();
  Place place = at(declared->name.span);
  const auto* input = std::get_if<ast::Input>(&declared->body);
  const ast::TypeExpr* type = input == nullptr ? nullptr : input->type;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const ast::Declaration* record = find(record_name(type));
    const auto* body = record == nullptr ? nullptr : std::get_if<ast::Record>(&record->body);
    if (body == nullptr) return place;
    const auto field = std::find_if(body->fields.begin(), body->fields.end(),
                                    [&](const ast::Field& one) { return one.name.text == parts[i]; });
    if (field == body->fields.end()) return at(record->name.span);
    place = at(field->name.span);
    type = field->type;
  }
  return place;
}

auto Places::result(const std::string& service, const std::string& name) const -> Place {
  const ast::Declaration* declared = find(service);
  const auto* body = declared == nullptr ? nullptr : std::get_if<ast::Service>(&declared->body);
  if (body == nullptr) return declaration(service);
  const ast::Given* nearest = nullptr;
  const std::vector<ast::Given>* among = &body->gives;
  std::string rest = name;
  while (!rest.empty()) {
    const auto found = std::find_if(among->begin(), among->end(), [&](const ast::Given& given) {
      return rest == given.path.text() || rest.starts_with(given.path.text() + ".");
    });
    if (found == among->end()) break;
    nearest = &*found;
    among = &found->fields;
    rest = rest.substr(std::min(rest.size(), found->path.text().size() + 1));
  }
  return nearest == nullptr ? at(declared->name.span) : at(nearest->path.span);
}

auto Places::member(const std::string& enumeration, const std::string& member) const -> Place {
  const ast::Declaration* declared = find(enumeration);
  const auto* body = declared == nullptr ? nullptr : std::get_if<ast::Enum>(&declared->body);
  if (body == nullptr) return policy();
  for (const ast::Member& one : body->members) {
    if (one.name.text == member) return at(one.name.span);
  }
  return at(declared->name.span);
}

}  // namespace remit
