// Writes JSON text, with commas where they belong.
#pragma once
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
  void key(std::string_view name) {
    separate();
    quote(name);
    text_ += ':';
    first_ = true;
  }
  void raw(std::string_view token) {
    separate();
    text_ += token;
  }
  void string(std::string_view text) {
    separate();
    quote(text);
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
  void quote(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\')
        text_ += {'\\', c};
      else if (static_cast<unsigned char>(c) < 0x20)
        escape(c);
      else
        text_ += c;
    }
    text_ += '"';
  }
  void escape(char c) {
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
    text_ += code.data();
  }

  std::string text_;
  bool first_ = true;
};

}  // namespace remit
