#include "engine/interface/reshape.h"

#include <algorithm>
#include <charconv>

#include "engine/io/meant.h"
#include "engine/io/path.h"
#include "engine/io/read_value.h"

namespace remit {
namespace {

// The first `count` characters of a text of UTF-8.
auto first_characters(std::string_view text, std::size_t count) -> std::string {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && count-- == 0) break;
  }
  return std::string(text.substr(0, end));
}

auto is_zero(std::string_view digits) -> bool {
  const std::string_view significant = digits.substr(0, digits.find_first_of("eE"));
  return significant.find_first_of("123456789") == std::string_view::npos;
}

auto negated(std::string_view digits) -> std::string {
  if (is_zero(digits)) return std::string(digits.starts_with('-') ? digits.substr(1) : digits);
  return digits.starts_with('-') ? std::string(digits.substr(1)) : "-" + std::string(digits);
}

class Filler {
 public:
  Filler(const Mapping& mapping, const Messages& messages, const Beside& beside)
      : mapping_(mapping), messages_(messages), beside_(beside) {}

  auto fill(const JsonValue& shape, const JsonPath& at) -> std::optional<JsonNode> {
    if (++made_ > kMaxReshaped) return std::nullopt;
    if (shape.kind() == JsonKind::array) {
      JsonNode node{.kind = JsonKind::array};
      for (const JsonValue element : shape) {
        if (auto part = fill(element, JsonPath(at, node.elements.size()))) node.elements.push_back(std::move(*part));
      }
      return node;
    }
    if (shape.kind() != JsonKind::object) return JsonNode::copy(shape);
    if (const auto from = member(shape, "from")) return taken(shape, *from, at);
    if (const auto each = member(shape, "each")) return repeated(*each, shape, at);
    if (const auto name = member(shape, "part"))
      return with_more(mapping_.part(name->text()), member(shape, "with"), at);
    if (const auto amount = member(shape, "unless_zero")) {
      const auto found = find_first(*amount);
      const bool counts = found && found->value.kind() != JsonKind::null && !is_zero(found->value.text());
      return counts ? fill(*member(shape, "as"), at) : std::nullopt;
    }
    JsonNode node{.kind = JsonKind::object};
    for (const JsonValue part : shape) {
      if (auto value = fill(part, JsonPath(at, part.key()))) node.members.emplace_back(part.key(), std::move(*value));
    }
    return node;
  }

  auto take(JsonNode node) -> Result<Reshaped, std::vector<InputError>> {
    if (made_ > kMaxReshaped) {
      return std::vector<InputError>{{InputCode::too_many_values, "$", {std::to_string(kMaxReshaped)}}};
    }
    if (!errors_.empty()) return std::move(errors_);
    return Reshaped{std::move(node), std::move(origins_)};
  }

  auto find(std::string_view path) const -> std::vector<Messages::Found> {
    std::vector<std::string> parts = path_parts(path);
    const std::string source = parts.front();
    parts.erase(parts.begin());
    if (source == "request") return messages_.request(parts);
    if (source == "this") return lead(this_, parts);
    if (source == "answer") return lead(beside_.answer, parts);
    if (source == "refusal") return lead(beside_.refusal, parts);
    if (source.ends_with('!')) return messages_.replies_to(source.substr(0, source.size() - 1), parts);
    return messages_.of_number(source, parts);
  }

 private:
  static auto lead(const std::optional<Messages::Found>& from, const std::vector<std::string>& parts)
      -> std::vector<Messages::Found> {
    if (!from) return {};
    const auto value = descend(from->value, parts);
    if (!value) return {};
    return {{*value, below(from->path, parts)}};
  }
  static auto lead(const std::optional<JsonValue>& from, const std::vector<std::string>& parts)
      -> std::vector<Messages::Found> {
    return from ? lead(Messages::Found{*from, "$"}, parts) : std::vector<Messages::Found>{};
  }

  // What the first path leads to that leads somewhere.
  auto find_first(const JsonValue& paths) -> std::optional<Messages::Found> {
    if (paths.kind() != JsonKind::array) return only(paths.text());
    for (const JsonValue path : paths) {
      if (auto found = only(path.text())) return found;
    }
    return std::nullopt;
  }
  auto only(std::string_view path) -> std::optional<Messages::Found> {
    std::vector<Messages::Found> found = find(path);
    if (found.empty()) return std::nullopt;
    if (found.size() > 1) {
      errors_.push_back({InputCode::message_twice, found[1].path, {path_parts(path).front(), found[0].path}});
    }
    return found.front();
  }

  // Notes where a value that is not there would have been found: by the first path, in a message that is there.
  void absent(const JsonValue& paths, const JsonValue& shape, const JsonPath& at) {
    const JsonValue path = paths.kind() == JsonKind::array ? *paths.begin() : paths;
    std::vector<std::string> parts = path_parts(path.text());
    const std::string source = parts.front();
    parts.erase(parts.begin());
    std::string from;
    if (source == "request") from = messages_.request_path(parts);
    if (source == "this" && this_) from = below(this_->path, parts);
    if (from.empty()) from = std::string(path.text());
    const auto needed = member(shape, "needed");
    if (needed && needed->truth()) errors_.push_back({InputCode::missing_in_messages, from, {}});
    origins_.emplace_back(at.print(), from);
  }

  auto taken(const JsonValue& shape, const JsonValue& from, const JsonPath& at) -> std::optional<JsonNode> {
    const auto found = find_first(from);
    if (!found) {
      if (const auto other = member(shape, "or")) return fill(*other, at);
      absent(from, shape, at);
      return std::nullopt;
    }
    origins_.emplace_back(at.print(), found->path);
    JsonNode node = JsonNode::copy(found->value);
    if (const auto codes = member(shape, "codes")) {
      const auto code = member(*codes, node.text);
      if (!code) {
        errors_.push_back({InputCode::unknown_code, found->path, {excerpt(node.text), known(*codes)}});
        return std::nullopt;
      }
      node = JsonNode::copy(*code);
    }
    if (const auto first = member(shape, "first")) {
      std::size_t count = 0;
      std::from_chars(first->text().data(), first->text().data() + first->text().size(), count);
      node.text = first_characters(node.text, count);
    }
    if (const auto turned = member(shape, "negated"); turned && turned->truth()) {
      if (!is_json_number(node.text)) {
        errors_.push_back(
            {InputCode::not_a_number, found->path, {excerpt(node.text), "number", number_meant(node.text)}});
        return std::nullopt;
      }
      node.text = negated(node.text);
    }
    return node;
  }

  auto with_more(const JsonValue& part, const std::optional<JsonValue>& more, const JsonPath& at)
      -> std::optional<JsonNode> {
    auto node = fill(part, at);
    if (!more) return node;
    auto over = fill(*more, at);
    if (!node || !over) return node ? node : over;
    overlay(*node, std::move(*over));
    return node;
  }

  static auto known(const JsonValue& codes) -> std::string {
    std::string text;
    for (const JsonValue code : codes) text += (text.empty() ? "`" : ", `") + std::string(code.key()) + "`";
    return text;
  }

  auto repeated(const JsonValue& paths, const JsonValue& shape, const JsonPath& at) -> std::optional<JsonNode> {
    const JsonValue as = *member(shape, "as");
    std::vector<Messages::Found> lists;
    if (paths.kind() == JsonKind::array) {
      for (const JsonValue path : paths) std::ranges::move(find(path.text()), std::back_inserter(lists));
    } else {
      lists = find(paths.text());
    }
    if (lists.empty()) {
      absent(paths, shape, at);
      return std::nullopt;
    }
    JsonNode node{.kind = JsonKind::array};
    for (const Messages::Found& list : lists) {
      if (list.value.kind() != JsonKind::array) {
        errors_.push_back({InputCode::wrong_type, list.path, wrong_type_arguments(list.value.kind(), "[…]")});
        continue;
      }
      std::size_t index = 0;
      for (const JsonValue element : list.value) {
        const auto outer =
            std::exchange(this_, Messages::Found{element, list.path + "[" + std::to_string(index++) + "]"});
        const JsonPath here(at, node.elements.size());
        origins_.emplace_back(here.print(), this_->path);
        if (auto part = fill(as, here)) node.elements.push_back(std::move(*part));
        this_ = outer;
        if (made_ > kMaxReshaped) return std::nullopt;
      }
    }
    return node;
  }

  const Mapping& mapping_;
  const Messages& messages_;
  const Beside& beside_;
  std::optional<Messages::Found> this_;
  std::size_t made_ = 0;
  std::vector<InputError> errors_;
  std::vector<std::pair<std::string, std::string>> origins_;
};

}  // namespace

auto Reshaped::origin_of(const std::string& path) const -> std::string {
  std::string best = path;
  std::size_t length = 0;
  for (const auto& [made, from] : origins) {
    const bool around =
        path.starts_with(made) && (path.size() == made.size() || path[made.size()] == '.' || path[made.size()] == '[');
    if (!around || made.size() < length) continue;
    best = from + path.substr(made.size());
    length = made.size();
  }
  return best;
}

auto reshape(const JsonValue& shape, const Mapping& mapping, const Messages& messages, const Beside& beside)
    -> Result<Reshaped, std::vector<InputError>> {
  Filler filler(mapping, messages, beside);
  return filler.take(filler.fill(shape, JsonPath()).value_or(JsonNode{.kind = JsonKind::object}));
}

auto disagreements(const Mapping::Transaction& transaction, const Mapping& mapping, const Messages& messages)
    -> std::vector<InputError> {
  const Beside nothing;
  const Filler filler(mapping, messages, nothing);
  std::vector<InputError> errors;
  for (const std::vector<std::string>& paths : transaction.agree) {
    std::optional<Messages::Found> before;
    for (const std::string& path : paths) {
      for (const Messages::Found& found : filler.find(path)) {
        if (before && before->value.text() != found.value.text()) {
          errors.push_back({InputCode::messages_disagree, found.path, {before->path}});
        }
        if (!before) before = found;
      }
    }
  }
  return errors;
}

}  // namespace remit
