// Writes JSON text, with commas where they belong.
#pragma once
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace remit {

class JsonText {
 public:
  template <class Fill>
  void object(Fill fill) {
    nested('{', '}', fill);
  }
  template <class Fill>
  void array(Fill fill) {
    nested('[', ']', fill);
  }
  // Requires: the name has nothing that must be escaped, as identifiers have not.
  void key(std::string_view name) {
    text_ += first_ ? "\"" : ",\"";
    text_ += name;
    text_ += "\":";
    first_ = true;
  }
  void raw(std::string_view token) {
    separate();
    text_ += token;
  }
  void string(std::string_view text) {
    text_ += std::exchange(first_, false) ? "\"" : ",\"";
    while (true) {
      const auto stop = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
      text_ += text.substr(0, stop);
      if (stop == text.size()) break;
      escape(text[stop]);
      text.remove_prefix(stop + 1);
    }
    text_ += '"';
  }
  void field(std::string_view name, std::string_view text) {
    key(name);
    string(text);
  }
  auto take() -> std::string { return std::move(text_); }

 private:
  template <class Fill>
  void nested(char open, char close, Fill fill) {
    separate();
    text_ += open;
    first_ = true;
    fill();
    text_ += close;
    first_ = false;
  }
  void separate() {
    if (!std::exchange(first_, false)) text_ += ',';
  }
  static bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }
  void escape(char c) {
    if (c == '"' || c == '\\') {
      text_ += {'\\', c};
      return;
    }
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
    text_ += code.data();
  }

  std::string text_;
  bool first_ = true;
};

}  // namespace remit
