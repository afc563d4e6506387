// The messages of another system that belong to one case: what it asks now, and what it said, or was told, before.
//
// The text is one message, an object, or {"messages": […]}. Each message has a number, which says of what kind it is;
// one that answers another has the other's identity instead. Where these stand is the mapping's business.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interface/mapping.h"
#include "engine/io/input_error.h"
#include "engine/io/json.h"
#include "engine/result.h"

namespace remit {

class Messages {
 public:
  // One value that a path leads to.
  struct Found {
    JsonValue value;
    std::string path;  // in the text: `$.messages[2].input.data`
  };

  // Errors: the text is no JSON; a message is no object, or has no number and answers none of those given; none, or
  // more than one, has the number asked for.
  static auto read(std::string_view text, std::string_view number, const Mapping& mapping)
      -> Result<Messages, std::vector<InputError>>;

  // What `parts` lead to from the message that asks, from all of this number, or from what was answered to them, in
  // the order of the text; through an array, from each of its elements. A null leads nowhere.
  [[nodiscard]] auto request(const std::vector<std::string>& parts) const -> std::vector<Found>;
  [[nodiscard]] auto of_number(std::string_view number, const std::vector<std::string>& parts) const
      -> std::vector<Found>;
  [[nodiscard]] auto replies_to(std::string_view number, const std::vector<std::string>& parts) const
      -> std::vector<Found>;
  // Where `parts` would stand in the message that asks.
  [[nodiscard]] auto request_path(const std::vector<std::string>& parts) const -> std::string;

 private:
  struct Message {
    std::string number;  // or of the message that it answers
    bool is_reply = false;
    JsonValue value;
    std::string path;
  };

  explicit Messages(JsonDocument document) : document_(std::move(document)) {}
  [[nodiscard]] auto select(std::string_view number, bool is_reply, const std::vector<std::string>& parts) const
      -> std::vector<Found>;

  JsonDocument document_;
  std::vector<Message> messages_;
  std::size_t request_ = 0;
};

// A member of an object; nothing where it has none of this key, or is no object.
auto member(const JsonValue& object, std::string_view key) -> std::optional<JsonValue>;
// What `parts` lead to below a value; nothing where a part is not there, or null.
auto descend(JsonValue from, const std::vector<std::string>& parts) -> std::optional<JsonValue>;

// The place of what `parts` lead to from the value at `path`.
auto below(std::string path, const std::vector<std::string>& parts) -> std::string;

}  // namespace remit
