#include "engine/io/json.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <simdjson.h>

#include "engine/io/write_json.h"
#include "engine/text/utf8.h"
#include "engine/text/visible.h"

namespace remit {
namespace {

namespace ondemand = simdjson::ondemand;

auto is_space(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

auto trimmed(std::string_view text) -> std::string_view {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

auto first_sign(std::string_view text) -> std::size_t {
  return std::min(text.find_first_not_of(" \t\n\r"), text.size());
}

// Takes the digits in front off; false where there are none.
auto take_digits(std::string_view& text) -> bool {
  const std::size_t before = text.size();
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
  return text.size() != before;
}

auto take(std::string_view& text, char a, char b) -> bool {
  const bool found = !text.empty() && (text.front() == a || text.front() == b);
  if (found) text.remove_prefix(1);
  return found;
}
auto take(std::string_view& text, char one) -> bool { return take(text, one, one); }

// Where simdjson says only that some text is wrong: the first control character inside a text, or the quote of the
// one that never ends.
auto string_fault(std::string_view text) -> std::size_t {
  std::optional<std::size_t> opened;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (opened && static_cast<unsigned char>(c) < 0x20) return at;
    if (opened && c == '\\') {
      ++at;
    } else if (c == '"') {
      opened = opened ? std::nullopt : std::optional(at);
    }
  }
  return opened.value_or(text.size());
}

auto error_at(std::string_view text, std::size_t offset, InputCode code) -> InputError {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1: the text's beginning
  const std::size_t column = code_point_count(before.substr(start)) + 1;
  return {code, "$", {std::to_string(line), std::to_string(column)}};
}

struct Phrase {
  std::string_view en, zh;
};

// What JSON asks for at `end`, of a text that is right up to there.
auto expected_at(std::string_view text, std::size_t end) -> Phrase {
  std::string open;   // brackets around
  char before = 'v';  // the sign before; 'k' for a key, 'v' for a value
  for (std::size_t at = 0; at < end; ++at) {
    const char c = text[at];
    if (is_space(c)) continue;
    if (c == '"') {
      const bool key = before == '{' || (before == ',' && open.ends_with('{'));
      for (++at; at < end && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
      before = key ? 'k' : 'v';
    } else if (c == '{' || c == '[') {
      open += before = c;
    } else if (c == '}' || c == ']') {
      if (!open.empty()) open.pop_back();
      before = 'v';
    } else {
      before = c == ',' || c == ':' ? c : 'v';
    }
  }
  const bool in_object = open.ends_with('{');
  switch (before) {
    case '{': return {"a key in double quotes or `}`", "双引号中的键或 `}`"};
    case '[': return {"a value or `]`", "值或 `]`"};
    case ',': return in_object ? Phrase{"a key in double quotes", "双引号中的键"} : Phrase{"a value", "值"};
    case ':': return {"a value", "值"};
    case 'k': return {"`:`", " `:`"};
    default: return in_object ? Phrase{"`,` or `}`", " `,` 或 `}`"} : Phrase{"`,` or `]`", " `,` 或 `]`"};
  }
}

// The sign at `offset`; no more of it, for it may be personal.
auto sign_at(std::string_view text, std::size_t offset) -> std::string {
  std::size_t end = std::min(offset + 1, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return "`" + visible(text.substr(offset, end - offset)) + "`";
}

// Where a bracket closes the one that the text begins with; its size where none does.
auto end_of_root(std::string_view text) -> std::size_t {
  std::size_t open = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') in_text = !in_text;
    if (in_text && c == '\\') ++at;
    if (in_text) continue;
    if (c == '{' || c == '[') ++open;
    if ((c == '}' || c == ']') && --open == 0) return at + 1;
  }
  return text.size();
}

auto trailing_at(std::string_view text, std::size_t offset) -> InputError {
  InputError error = error_at(text, offset, InputCode::trailing);
  error.arguments.push_back(sign_at(text, offset));
  return error;
}

auto not_json_at(std::string_view text, std::size_t offset) -> InputError {
  InputError error = error_at(text, offset, InputCode::not_json);
  const Phrase expected = expected_at(text, offset);
  error.arguments.insert(error.arguments.end(),
                         {sign_at(text, offset), std::string(expected.en), std::string(expected.zh)});
  return error;
}

// What simdjson works with; a thread keeps one for texts of usual size.
struct Scanner {
  static constexpr std::size_t kUsual = std::size_t{1} << 20U;  // bytes

  ondemand::parser parser;
  std::vector<std::uint8_t> decoded;
};

// Walks simdjson's tokens into a tree. The first error stops it.
class TreeBuilder {
 public:
  // `document` is of the tree's copy of the text.
  TreeBuilder(std::string_view text, Scanner& scanner, ondemand::document& document, int deepest,
              json_detail::Tree& into)
      : text_(text), scanner_(scanner), document_(document), deepest_(deepest), tree_(into) {
    constexpr std::size_t kUsualBytes = 16;  // of a value, with its key
    tree_.nodes.reserve(text.size() / kUsualBytes + 1);
  }

  auto build() -> bool {
    ondemand::object object;
    if (document_.get_object().get(object) != simdjson::SUCCESS) return fail_root();
    if (!members(object, add({}), 1)) return false;
    const char* rest = nullptr;
    if (document_.current_location().get(rest) == simdjson::SUCCESS) return fail_behind(offset(rest));
    return true;
  }
  auto error() -> InputError& { return *error_; }

 private:
  auto fail(std::size_t at, InputCode code) -> bool {
    if (!error_) error_ = code == InputCode::not_json ? not_json_at(text_, at) : error_at(text_, at, code);
    return false;
  }
  auto fail_root() -> bool {
    const std::size_t first = first_sign(text_);
    if (first < text_.size() && text_[first] != '{') return fail(first, InputCode::not_an_object);
    // simdjson looks at the last sign first.
    const std::size_t end = end_of_root(text_);
    const std::size_t behind = end + first_sign(text_.substr(end));
    return behind < text_.size() ? fail_behind(behind) : fail(text_.size(), InputCode::not_closed);
  }
  auto fail_behind(std::size_t at) -> bool {
    if (!error_) error_ = trailing_at(text_, at);
    return false;
  }
  // At the token that simdjson stopped at.
  auto fail_here() -> bool {
    const char* here = nullptr;
    const bool inside = document_.current_location().get(here) == simdjson::SUCCESS && offset(here) < text_.size();
    return inside ? fail(offset(here), InputCode::not_json) : fail(text_.size(), InputCode::not_closed);
  }
  auto fail_depth(std::size_t at) -> bool {
    fail(at, InputCode::too_deep);
    error_->arguments.push_back(std::to_string(deepest_));
    return false;
  }
  auto offset(const char* at) const -> std::size_t {
    return std::min(static_cast<std::size_t>(at - tree_.texts.data()), text_.size());
  }

  auto at(std::uint32_t node) -> json_detail::Tree::Node& { return tree_.nodes[node]; }
  // A new value, of this key in an object.
  auto add(std::string_view key) -> std::uint32_t {
    const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
    tree_.nodes.push_back({.key = place(key), .key_size = static_cast<std::uint32_t>(key.size()), .next = node + 1});
    return node;
  }
  // A part of the tree's own text.
  auto place(std::string_view text) const -> std::uint32_t {
    return text.empty() ? 0 : static_cast<std::uint32_t>(text.data() - tree_.texts.data());
  }
  void set(std::uint32_t node, JsonKind kind, std::string_view text) {
    at(node).kind = kind;
    at(node).text = place(text);
    at(node).size = static_cast<std::uint32_t>(text.size());
  }
  void close(std::uint32_t node, std::uint32_t parts) {
    at(node).size = parts;
    at(node).next = static_cast<std::uint32_t>(tree_.nodes.size());
  }

  // What follows a quote: as it stands, or where it has escapes, decoded in its place. It never gets longer, and
  // simdjson, which knows where it ends, does not look there again.
  auto decode(ondemand::raw_json_string raw, std::string_view& into) -> bool {
    char* const begin = tree_.texts.data() + offset(raw.raw());
    const char* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    into = {begin, static_cast<std::size_t>(end - begin)};
    if (*end == '"') return true;
    scanner_.decoded.resize(std::max(scanner_.decoded.size(), tree_.texts.size()));
    std::uint8_t* out = scanner_.decoded.data();
    if (scanner_.parser.unescape(raw, out).get(into) != simdjson::SUCCESS) return false;
    std::copy(into.begin(), into.end(), begin);
    into = {begin, into.size()};
    return true;
  }

  auto members(ondemand::object& object, std::uint32_t node, int depth) -> bool {
    at(node).kind = JsonKind::object;
    std::uint32_t parts = 0;
    for (auto field : object) {
      std::string_view key;
      ondemand::value value;
      ondemand::raw_json_string raw;
      if (field.key().get(raw) != simdjson::SUCCESS || !decode(raw, key)) return fail_here();
      if (field.value().get(value) != simdjson::SUCCESS) return fail_here();
      if (!read(value, add(key), depth)) return false;
      ++parts;
    }
    close(node, parts);
    return true;
  }
  auto elements(ondemand::array& array, std::uint32_t node, int depth) -> bool {
    at(node).kind = JsonKind::array;
    std::uint32_t parts = 0;
    for (auto element : array) {
      ondemand::value value;
      if (element.get(value) != simdjson::SUCCESS) return fail_here();
      if (!read(value, add({}), depth)) return false;
      ++parts;
    }
    close(node, parts);
    return true;
  }

  // `depth`: how many brackets are open around the value.
  auto read(ondemand::value& value, std::uint32_t node, int depth) -> bool {
    const std::string_view raw = value.raw_json_token();
    const std::size_t here = offset(raw.data());
    switch (raw.empty() ? '\0' : raw.front()) {
      case '{': {
        ondemand::object object;
        if (depth >= deepest_) return fail_depth(here);
        return value.get_object().get(object) == simdjson::SUCCESS ? members(object, node, depth + 1) : fail_here();
      }
      case '[': {
        ondemand::array array;
        if (depth >= deepest_) return fail_depth(here);
        return value.get_array().get(array) == simdjson::SUCCESS ? elements(array, node, depth + 1) : fail_here();
      }
      case '"': return string(value, node) || fail(here, InputCode::not_json);
      case 't':
      case 'f':
        at(node).kind = JsonKind::boolean;
        return value.get_bool().get(at(node).truth) == simdjson::SUCCESS || fail(here, InputCode::not_json);
      case 'n': return null(value) || fail(here, InputCode::not_json);
      default:  // not consumed: simdjson passes over it when it goes on
        set(node, JsonKind::number, trimmed(raw));
        return is_json_number(trimmed(raw)) || fail(here, InputCode::not_json);
    }
  }
  auto string(ondemand::value& value, std::uint32_t node) -> bool {
    ondemand::raw_json_string raw;
    std::string_view text;
    if (value.get_raw_json_string().get(raw) != simdjson::SUCCESS || !decode(raw, text)) return false;
    set(node, JsonKind::string, text);
    return true;
  }
  static auto null(ondemand::value& value) -> bool {
    bool is_null = false;
    return value.is_null().get(is_null) == simdjson::SUCCESS && is_null;
  }

  const std::string_view text_;
  Scanner& scanner_;
  ondemand::document& document_;
  const int deepest_;
  json_detail::Tree& tree_;
  std::optional<InputError> error_;
};

// Of what simdjson finds wrong before it has a first token.
auto scan_error(std::string_view text, simdjson::error_code code) -> InputError {
  switch (code) {
    case simdjson::UTF8_ERROR: return error_at(text, valid_utf8_prefix(text), InputCode::not_utf8);
    case simdjson::UNESCAPED_CHARS: return error_at(text, string_fault(text), InputCode::control_character);
    case simdjson::UNCLOSED_STRING: return error_at(text, string_fault(text), InputCode::open_quote);
    case simdjson::EMPTY: return error_at(text, text.size(), InputCode::not_closed);
    default: return not_json_at(text, 0);
  }
}

auto without_mark(std::string_view text) -> std::string_view {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

}  // namespace

auto JsonDocument::read(std::string_view text, JsonLimits limits) -> Result<JsonDocument, InputError> {
  if (text.size() > limits.bytes) {
    return InputError{InputCode::too_large, "$", {std::to_string(text.size()), std::to_string(limits.bytes)}};
  }
  text = without_mark(text);
  thread_local Scanner kept;
  Scanner once;
  Scanner& scanner = text.size() > Scanner::kUsual ? once : kept;
  auto tree = std::make_unique<json_detail::Tree>();
  tree->texts.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  tree->texts.append(text).append(simdjson::SIMDJSON_PADDING - 1, ' ').push_back('"');  // no text goes on behind
  ondemand::document tokens;
  const auto scanned =
      scanner.parser.iterate(simdjson::padded_string_view(tree->texts.data(), text.size(), tree->texts.size()))
          .get(tokens);
  if (scanned != simdjson::SUCCESS) return scan_error(text, scanned);
  TreeBuilder builder(text, scanner, tokens, limits.depth, *tree);
  if (!builder.build()) return builder.error();
  return JsonDocument(std::move(tree));
}

namespace {

void write(JsonWriter& out, const JsonValue& value) {
  switch (value.kind()) {
    case JsonKind::null: out.null(); return;
    case JsonKind::boolean: out.boolean(value.truth()); return;
    case JsonKind::number: out.raw(value.text()); return;
    case JsonKind::string: out.string(value.text()); return;
    case JsonKind::array:
      out.open_array();
      for (const JsonValue part : value) write(out, part);
      out.close_array();
      return;
    case JsonKind::object:
      out.open_object();
      for (const JsonValue part : value) {
        out.key(part.key());
        write(out, part);
      }
      out.close_object();
  }
}

}  // namespace

auto json_text(const JsonValue& value) -> std::string {
  JsonWriter out;
  write(out, value);
  return out.take();
}

// RFC 8259: [ "-" ] ( "0" | 1-9 digits ) [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digits ]
auto is_json_number(std::string_view text) -> bool {
  take(text, '-');
  if (!take(text, '0') && !take_digits(text)) return false;
  if (take(text, '.') && !take_digits(text)) return false;
  if (take(text, 'e', 'E')) {
    take(text, '+', '-');
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

auto wrong_type_arguments(JsonKind found, std::string_view expected) -> std::vector<std::string> {
  const JsonKindName name = kind_name(found);
  return {std::string(expected), std::string(name.en), std::string(name.zh)};
}

auto kind_name(JsonKind kind) -> JsonKindName {
  switch (kind) {
    case JsonKind::null: return {"`null`", " `null`"};
    case JsonKind::boolean: return {"a truth value", "真假值"};
    case JsonKind::number: return {"a number", "数字"};
    case JsonKind::string: return {"a text", "文本"};
    case JsonKind::array: return {"a list", "列表"};
    case JsonKind::object: return {"an object", "对象"};
  }
  return {};
}

}  // namespace remit
