// Text that knows where it may be broken.
//
// A stream of words, spaces and possible line breaks in nested groups. A group that fits on the rest of its line stays
// on it; in one that does not, every `line`, `gap` and `soft` directly inside becomes a newline, and of the `fill`
// those that must. Comments reach to the end of their line, so whatever follows one starts a new line, and a group with
// one inside never stays on one.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace remit::format {

class Layout {
 public:
  void text(std::string_view text);
  void space() { add(Kind::space); }  // never broken
  void line() { add(Kind::line); }    // a space, or a newline
  void gap() { add(Kind::gap); }      // two spaces, or a newline: between what has no comma
  void fill() { add(Kind::fill); }    // a space, or a newline where what follows up to the next break does not fit
  void soft() { add(Kind::soft); }    // nothing, or a newline
  void hard(bool blank_line) { add(blank_line ? Kind::blank : Kind::hard); }
  void open() { add(Kind::open); }
  void close() { add(Kind::close); }
  void indent() { add(Kind::indent); }
  void dedent() { add(Kind::dedent); }
  // `text` begins with its `#`. One of its own line stands before what follows, the other ends the line of what came
  // before it.
  void comment(std::string_view text, bool own_line, bool blank_line_before);

  // As wide as it takes; then nothing but a `hard` breaks a line.
  static constexpr std::uint32_t kOneLine = 0xFFFF'FFFF;

  // Lines end without spaces, the last with a newline unless nothing or no `hard` was asked for.
  [[nodiscard]] auto render(std::uint32_t width) const -> std::string;

 private:
  enum class Kind : std::uint8_t {
    text,
    space,
    line,
    gap,
    fill,
    soft,
    hard,
    blank,
    open,
    close,
    indent,
    dedent,
    trailing,
    own
  };
  struct Op {
    Kind kind{};
    bool blank = false;  // own: a blank line before it
    std::uint32_t columns = 0;
    std::string text;
  };
  class Renderer;

  void add(Kind kind) { ops_.push_back({kind, false, 0, {}}); }
  // Whether what stands at `at`, a group or all up to the next break, fits on `room` columns with what is glued to
  // its end. Whatever follows may be broken.
  [[nodiscard]] bool fits(std::size_t at, std::uint32_t room) const;

  std::vector<Op> ops_;
};

}  // namespace remit::format
