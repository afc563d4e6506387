#include "engine/interface/node.h"

#include <algorithm>

#include "engine/io/write_json.h"

namespace remit {
namespace {

void write(const JsonNode& node, JsonWriter& out) {
  switch (node.kind) {
    case JsonKind::null: out.null(); return;
    case JsonKind::boolean: out.boolean(node.truth); return;
    case JsonKind::number: out.raw(node.text); return;
    case JsonKind::string: out.string(node.text); return;
    case JsonKind::array:
      out.open_array();
      for (const JsonNode& element : node.elements) write(element, out);
      out.close_array();
      return;
    case JsonKind::object:
      out.open_object();
      for (const auto& [key, value] : node.members) {
        out.key(key);
        write(value, out);
      }
      out.close_object();
  }
}

}  // namespace

auto JsonNode::copy(const JsonValue& value) -> JsonNode {
  JsonNode node{.kind = value.kind()};
  switch (value.kind()) {
    case JsonKind::null: break;
    case JsonKind::boolean: node.truth = value.truth(); break;
    case JsonKind::number:
    case JsonKind::string: node.text = value.text(); break;
    case JsonKind::array:
      for (const JsonValue element : value) node.elements.push_back(copy(element));
      break;
    case JsonKind::object:
      for (const JsonValue member : value) node.members.emplace_back(member.key(), copy(member));
  }
  return node;
}

auto JsonNode::print() const -> std::string {
  JsonWriter out;
  write(*this, out);
  return out.take();
}

void overlay(JsonNode& base, JsonNode over) {
  if (base.kind != JsonKind::object || over.kind != JsonKind::object) {
    base = std::move(over);
    return;
  }
  for (auto& [key, value] : over.members) {
    const auto same = std::ranges::find(base.members, key, &std::pair<std::string, JsonNode>::first);
    if (same == base.members.end()) {
      base.members.emplace_back(key, std::move(value));
    } else {
      overlay(same->second, std::move(value));
    }
  }
}

}  // namespace remit
