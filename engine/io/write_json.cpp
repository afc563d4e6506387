#include "engine/io/write_json.h"

#include <cstddef>

namespace remit {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20) {
    out += c;
    return;
  }
  out += "\\u00";
  out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) append_escaped(out, c);
  out += '"';
}

// The end of the string, number or word that begins at `at`.
auto token_end(std::string_view json, std::size_t at) -> std::size_t {
  if (json[at] != '"') return std::min(json.find_first_of(" \t\r\n,:{}[]", at), json.size());
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

// Lays JSON out anew, sign by sign.
class Layout {
 public:
  explicit Layout(bool pretty) : pretty_(pretty) {}

  auto run(std::string_view json) -> std::string {
    for (std::size_t at = 0; (at = json.find_first_not_of(" \t\r\n", at)) != std::string_view::npos;) {
      const bool sign = std::string_view("{}[],:").find(json[at]) != std::string_view::npos;
      const std::size_t end = sign ? at + 1 : token_end(json, at);
      sign ? put(json[at]) : put(json.substr(at, end - at));
      at = end;
    }
    return std::move(out_);
  }

 private:
  void put(std::string_view token) {
    begin_value();
    out_ += token;
  }
  void put(char sign) {
    switch (sign) {
      case '{':
      case '[':
        begin_value();
        out_ += sign;
        ++level_;
        opened_ = true;
        return;
      case '}':
      case ']':
        --level_;
        if (!opened_) new_line();
        opened_ = false;
        out_ += sign;
        return;
      case ',':
        out_ += sign;
        new_line();
        return;
      default: out_ += pretty_ ? ": " : ":"; return;
    }
  }
  // The first value in a bracket goes on a line of its own.
  void begin_value() {
    if (opened_) new_line();
    opened_ = false;
  }
  void new_line() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * level_, ' ');
  }

  bool pretty_;
  bool opened_ = false;  // the last sign was an opening bracket
  std::size_t level_ = 0;
  std::string out_;
};

}  // namespace

auto json_string(std::string_view text) -> std::string {
  std::string out;
  append_string(out, text);
  return out;
}

auto JsonWriter::key(std::string_view name) -> JsonWriter& {
  separate();
  append_string(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

auto JsonWriter::string(std::string_view text) -> JsonWriter& {
  separate();
  append_string(out_, text);
  return *this;
}

auto JsonWriter::raw(std::string_view json) -> JsonWriter& {
  separate();
  out_ += json;
  return *this;
}

auto JsonWriter::open(char bracket) -> JsonWriter& {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

auto JsonWriter::close(char bracket) -> JsonWriter& {
  out_ += bracket;
  first_ = false;
  return *this;
}

void JsonWriter::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

auto compact_json(std::string_view json) -> std::string { return Layout(false).run(json); }
auto pretty_json(std::string_view json) -> std::string { return Layout(true).run(json); }

}  // namespace remit
