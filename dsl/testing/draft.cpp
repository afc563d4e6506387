#include "dsl/testing/draft.h"

#include <algorithm>

#include "engine/io/write_json.h"
#include "engine/io/write_value.h"

namespace remit {

auto Draft::of(const Value& value, const Type& type, const TypeTable& types) -> Draft {
  Draft draft;
  const bool parts = value.tag() == Value::Tag::sequence;
  if (parts && type.kind == TypeKind::record) {
    const std::vector<FieldType>& fields = types.at(RecordId{type.id}).fields;
    const std::vector<Value>& values = value.as_sequence();
    for (std::size_t i = 0; i < fields.size(); ++i) draft.field(fields[i].name) = of(values[i], fields[i].type, types);
  } else if (parts && type.kind == TypeKind::list) {
    draft.kind_ = Kind::array;
    const Type element = types.at(ListTypeId{type.id}).element;
    for (const Value& one : value.as_sequence()) draft.elements_.push_back(of(one, element, types));
  } else {
    draft.kind_ = Kind::scalar;
    JsonWriter writer;
    write_value(writer, value, type, std::nullopt, types, false);
    draft.scalar_ = writer.take();
  }
  return draft;
}

auto Draft::field(const std::string& name) -> Draft& {
  if (kind_ != Kind::object) *this = Draft();
  const auto found =
      std::find_if(fields_.begin(), fields_.end(), [&](const auto& field) { return field.first == name; });
  return found != fields_.end() ? found->second : fields_.emplace_back(name, Draft()).second;
}

auto Draft::empty_list() -> Draft {
  Draft draft;
  draft.kind_ = Kind::array;
  return draft;
}

auto Draft::element(std::size_t index) -> Draft* { return index < elements_.size() ? &elements_[index] : nullptr; }

auto Draft::of(const JsonValue& json) -> Draft {
  Draft draft;
  if (json.kind() == JsonKind::object) {
    for (const JsonValue member : json) draft.fields_.emplace_back(std::string(member.key()), of(member));
  } else if (json.kind() == JsonKind::array) {
    draft.kind_ = Kind::array;
    for (const JsonValue element : json) draft.elements_.push_back(of(element));
  } else {
    draft.kind_ = Kind::scalar;
    draft.scalar_ = json_text(json);
  }
  return draft;
}

bool Draft::has(const std::string& name) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const auto& field) { return field.first == name; });
}

bool Draft::erase(const std::string& name) {
  return std::erase_if(fields_, [&](const auto& field) { return field.first == name; }) > 0;
}

bool Draft::erase(std::size_t index) {
  if (index >= elements_.size()) return false;
  elements_.erase(elements_.begin() + static_cast<std::ptrdiff_t>(index));
  return true;
}

auto Draft::append() -> Draft& {
  if (kind_ != Kind::array) *this = empty_list();
  return elements_.emplace_back();
}

auto Draft::json() const -> std::string {
  if (kind_ == Kind::scalar) return scalar_;
  std::string text(1, kind_ == Kind::object ? '{' : '[');
  for (const auto& [name, field] : fields_) {
    text += (text.size() > 1 ? "," : "") + json_string(name) + ":" + field.json();
  }
  for (const Draft& element : elements_) text += (text.size() > 1 ? "," : "") + element.json();
  return text + (kind_ == Kind::object ? '}' : ']');
}

}  // namespace remit
