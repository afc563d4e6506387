#include "engine/interface/messages.h"

#include <algorithm>
#include <unordered_set>

#include "engine/io/path.h"
#include "engine/io/read_value.h"

namespace remit {
namespace {

auto text_of(const JsonValue& message, std::string_view key) -> std::optional<std::string> {
  const auto value = member(message, key);
  if (!value || (value->kind() != JsonKind::string && value->kind() != JsonKind::number)) return std::nullopt;
  return std::string(value->text());
}

// All that the parts from `next` on lead to; through an array they lead from each of its elements.
void collect(const JsonValue& from, const std::string& path, const std::vector<std::string>& parts, std::size_t next,
             std::vector<Messages::Found>& found) {
  if (from.kind() == JsonKind::null) return;
  if (next == parts.size()) {
    found.push_back({from, path});
  } else if (from.kind() == JsonKind::array) {
    std::size_t index = 0;
    for (const JsonValue element : from)
      collect(element, path + "[" + std::to_string(index++) + "]", parts, next, found);
  } else if (const auto value = member(from, parts[next])) {
    collect(*value, below(path, {parts[next]}), parts, next + 1, found);
  }
}

// A key that stands twice in one object: which of the two would count is not for us to pick.
void find_doubles(const JsonValue& value, const JsonPath& path, std::vector<InputError>& errors) {
  if (value.kind() == JsonKind::array) {
    std::size_t index = 0;
    for (const JsonValue element : value) find_doubles(element, JsonPath(path, index++), errors);
    return;
  }
  if (value.kind() != JsonKind::object) return;
  std::unordered_set<std::string_view> seen;
  for (const JsonValue part : value) {
    const JsonPath here(path, part.key());
    if (!seen.insert(part.key()).second && errors.size() < kMaxInputErrors) {
      errors.push_back({InputCode::duplicate_key, here.print(), {excerpt(part.key())}});
    }
    find_doubles(part, here, errors);
  }
}

}  // namespace

auto member(const JsonValue& object, std::string_view key) -> std::optional<JsonValue> {
  if (object.kind() != JsonKind::object) return std::nullopt;
  for (const JsonValue value : object) {
    if (value.key() == key) return value;
  }
  return std::nullopt;
}

auto below(std::string path, const std::vector<std::string>& parts) -> std::string {
  const JsonPath root;
  for (const std::string& part : parts) path += JsonPath(root, part).print().substr(1);
  return path;
}

auto descend(JsonValue from, const std::vector<std::string>& parts) -> std::optional<JsonValue> {
  for (const std::string& part : parts) {
    const auto next = member(from, part);
    if (!next) return std::nullopt;
    from = *next;
  }
  if (from.kind() == JsonKind::null) return std::nullopt;
  return from;
}

auto Messages::read(std::string_view text, std::string_view number, const Mapping& mapping)
    -> Result<Messages, std::vector<InputError>> {
  auto document = JsonDocument::read(text);
  if (!document) return std::vector{document.error()};
  Messages made(std::move(document).value());
  const JsonValue root = made.document_.root();
  std::vector<InputError> errors;
  find_doubles(root, JsonPath(), errors);
  std::vector<std::pair<std::string, std::string>> identities;  // to numbers
  const auto add = [&](const JsonValue& message, const std::string& path) {
    if (message.kind() != JsonKind::object) {
      errors.push_back({InputCode::wrong_type, path, wrong_type_arguments(message.kind(), "{…}")});
      return;
    }
    if (const auto its_number = text_of(message, mapping.number())) {
      if (const auto identity = text_of(message, mapping.identity())) identities.emplace_back(*identity, *its_number);
      made.messages_.push_back({*its_number, false, message, path});
      return;
    }
    const auto answered = text_of(message, mapping.answers());
    if (!answered) {
      errors.push_back({InputCode::message_without_number, path, {mapping.number()}});
      return;
    }
    const auto to = std::ranges::find(identities, *answered, &std::pair<std::string, std::string>::first);
    if (to == identities.end()) {
      errors.push_back({InputCode::reply_to_nothing, path, {mapping.answers()}});
      return;
    }
    made.messages_.push_back({to->second, true, message, path});
  };
  if (const auto several = member(root, "messages"); several && several->kind() == JsonKind::array) {
    std::size_t index = 0;
    for (const JsonValue message : *several) add(message, "$.messages[" + std::to_string(index++) + "]");
  } else {
    add(root, "$");
  }
  if (!errors.empty()) return errors;

  const auto asks = [&](const Message& message) { return !message.is_reply && message.number == number; };
  const auto request = std::ranges::find_if(made.messages_, asks);
  if (request == made.messages_.end()) {
    return std::vector<InputError>{{InputCode::message_missing, "$", {std::string(number)}}};
  }
  if (const auto again = std::find_if(request + 1, made.messages_.end(), asks); again != made.messages_.end()) {
    return std::vector<InputError>{{InputCode::message_twice, again->path, {std::string(number), request->path}}};
  }
  made.request_ = static_cast<std::size_t>(request - made.messages_.begin());
  return made;
}

auto Messages::select(std::string_view number, bool is_reply, const std::vector<std::string>& parts) const
    -> std::vector<Found> {
  std::vector<Found> found;
  for (const Message& message : messages_) {
    if (message.is_reply != is_reply || message.number != number) continue;
    collect(message.value, message.path, parts, 0, found);
  }
  return found;
}

auto Messages::request(const std::vector<std::string>& parts) const -> std::vector<Found> {
  std::vector<Found> found;
  collect(messages_[request_].value, messages_[request_].path, parts, 0, found);
  return found;
}

auto Messages::of_number(std::string_view number, const std::vector<std::string>& parts) const -> std::vector<Found> {
  return select(number, false, parts);
}

auto Messages::replies_to(std::string_view number, const std::vector<std::string>& parts) const -> std::vector<Found> {
  return select(number, true, parts);
}

auto Messages::request_path(const std::vector<std::string>& parts) const -> std::string {
  return below(messages_[request_].path, parts);
}

}  // namespace remit
