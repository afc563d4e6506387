#include "dsl/format/layout.h"

#include "engine/text/utf8.h"

namespace remit::format {

void Layout::text(std::string_view text) { ops_.push_back({Kind::text, false, columns(text), std::string(text)}); }

void Layout::comment(std::string_view text, bool own_line, bool blank_line_before) {
  ops_.push_back({own_line ? Kind::own : Kind::trailing, blank_line_before, columns(text), std::string(text)});
}

bool Layout::fits(std::size_t at, std::uint32_t room) const {
  const int outside = ops_[at].kind == Kind::open ? 0 : -1;  // the depth at which what is asked for has ended
  std::uint32_t used = 0;
  int depth = 0;
  bool ended = false;
  for (; at < ops_.size() && used <= room; ++at) {
    const bool breakable = ended || (outside < 0 && depth == 0);
    switch (const Op& op = ops_[at]; op.kind) {
      case Kind::text: used += op.columns; break;
      case Kind::space: used += 1; break;
      case Kind::line:
      case Kind::fill:
      case Kind::gap:
        if (breakable) return true;
        used += op.kind == Kind::gap ? 2 : 1;
        break;
      case Kind::soft:
        if (breakable) return true;
        break;
      case Kind::hard:
      case Kind::blank:
      case Kind::own:
      case Kind::trailing: return breakable;
      case Kind::open: ++depth; break;
      case Kind::close: ended = --depth <= outside || ended; break;
      case Kind::indent:
      case Kind::dedent: break;
    }
  }
  return used <= room;
}

// Writes white space late: what a comment does to a line is known only when it comes.
class Layout::Renderer {
 public:
  Renderer(const Layout& layout, std::uint32_t width) : layout_(layout), width_(width) {}

  auto run() -> std::string {
    for (std::size_t at = 0; at < layout_.ops_.size(); ++at) step(at);
    if (newlines_ > 0 && !out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  void step(std::size_t at) {
    switch (const Op& op = layout_.ops_[at]; op.kind) {
      case Kind::text: write(op); break;
      case Kind::space: spaces_ = 1; break;
      case Kind::line: broken() ? newline(1) : void(spaces_ = 1); break;
      case Kind::gap: broken() ? newline(1) : void(spaces_ = 2); break;
      case Kind::soft:
        if (broken()) newline(1);
        break;
      case Kind::fill: fill(at); break;
      case Kind::hard: newline(1); break;
      case Kind::blank: newline(2); break;
      case Kind::open: groups_.push_back(broken() && !layout_.fits(at, room())); break;
      case Kind::close: groups_.pop_back(); break;
      case Kind::indent: indent_ += 2; break;
      case Kind::dedent: indent_ -= 2; break;
      case Kind::trailing:
      case Kind::own: comment(op); break;
    }
  }

  void fill(std::size_t at) {
    spaces_ = 1;
    if (broken() && !layout_.fits(at + 1, room())) newline(1);
  }

  // The outermost level is broken: a group inside one that fits fits as well.
  [[nodiscard]] bool broken() const { return groups_.empty() ? width_ != kOneLine : groups_.back(); }

  [[nodiscard]] auto room() const -> std::uint32_t {
    const std::uint32_t used = newlines_ > 0 ? indent_ : column_ + spaces_;
    return used < width_ ? width_ - used : 0;
  }

  void newline(int count) { newlines_ = std::max(newlines_, count); }

  void write(const Op& op) {
    if (newlines_ > 0) {
      out_.erase(out_.find_last_not_of(' ') + 1);
      if (!out_.empty()) out_.append(static_cast<std::size_t>(newlines_), '\n');
      out_.append(indent_, ' ');
      column_ = indent_;
    } else {
      out_.append(spaces_, ' ');
      column_ += spaces_;
    }
    newlines_ = 0;
    spaces_ = 0;
    ended_by_comment_ = false;
    out_ += op.text;
    column_ += op.columns;
  }

  void comment(const Op& op) {
    if (op.kind == Kind::trailing && !ended_by_comment_ && !out_.empty()) {
      out_.erase(out_.find_last_not_of(' ') + 1);  // a text may end with one: `= `
      out_ += "  ";
      out_ += op.text;
    } else {
      newlines_ = op.blank ? 2 : 1;
      write(op);
    }
    ended_by_comment_ = true;
    newline(1);
  }

  const Layout& layout_;
  std::uint32_t width_;
  std::string out_;
  std::uint32_t column_ = 0;
  std::uint32_t indent_ = 0;
  int newlines_ = 0;  // asked for, not yet written
  std::uint32_t spaces_ = 0;
  bool ended_by_comment_ = false;  // the last line written is or ends with a comment
  std::vector<bool> groups_;       // broken or not
};

auto Layout::render(std::uint32_t width) const -> std::string { return Renderer(*this, width).run(); }

}  // namespace remit::format
