#include "dsl/format/format.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "dsl/format/declarations.h"
#include "dsl/parse/characters.h"

namespace remit {

namespace {

using format::Declarations;
using format::Written;

constexpr std::uint32_t kWidth = 120;
constexpr std::string_view kChinese = "# language: zh\n";

class FilePrinter : public Declarations {
 public:
  using Declarations::Declarations;

  void file(const ast::File& file) {
    struct Item {
      std::uint32_t begin;
      std::function<void()> print;
    };
    std::vector<Item> items;
    for (const auto& x : file.imports) items.push_back({x.span.begin, [&] { import(x); }});
    for (const auto& x : file.policies) items.push_back({x.span.begin, [&] { policy(x); }});
    for (const auto& x : file.tests) items.push_back({x.span.begin, [&] { declaration(x); }});
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.begin < b.begin; });
    for (const Item& item : items) {
      begin_line(item.begin);
      item.print();
    }
    comments_before(std::numeric_limits<std::uint32_t>::max());
    out.hard(false);
  }

 private:
  void import(const ast::Path& module) {
    word("import");
    out.space();
    path(module);
  }

  void policy(const ast::Policy& x) {
    heading(x);
    if (!x.braces) return declarations(x.declarations);
    has_clauses(x) ? out.hard(false) : out.space();
    out.text("{");
    out.indent();
    declarations(x.declarations);
    comments_before(written().next_sign(x.declarations.empty() ? x.span.end : x.declarations.back().span.end));
    out.dedent();
    out.hard(false);
    out.text("}");
  }

  static bool has_clauses(const ast::Policy& x) {
    const bool extends = !x.parent.parts.empty() && x.kind != ast::Policy::Kind::amendment;
    return extends || !x.in_force.from.empty() || x.applies_when != nullptr || !x.allows.empty();
  }

  void heading(const ast::Policy& x) {
    switch (x.kind) {
      case ast::Policy::Kind::module: word("module"), out.space(), path(x.name); return labels(x.labels);
      case ast::Policy::Kind::amendment:
        word("amend"), out.space(), path(x.parent), phrase("as"), path(x.name);
        labels(x.labels);
        out.indent();
        in_force(x);
        return out.dedent();
      case ast::Policy::Kind::abstract_policy: word("abstract"), out.space(); break;
      case ast::Policy::Kind::policy: break;
    }
    word("policy");
    out.space();
    path(x.name);
    labels(x.labels);
    clauses(x);
  }

  void in_force(const ast::Policy& x) {
    if (x.in_force.from.empty()) return;
    begin_line(x.in_force.span.begin);
    word("in force");
    out.space();
    period(x.in_force);
  }

  void clauses(const ast::Policy& x) {
    out.indent();
    if (!x.parent.parts.empty()) {
      begin_line(x.parent.span.begin);
      word("extends");
      out.space();
      path(x.parent);
    }
    in_force(x);
    if (x.applies_when != nullptr) {
      begin_line(x.applies_when->span.begin);
      word("applies when");
      out.space();
      expression(*x.applies_when, format::Level::expression, x.braces ? format::Tail::operand : format::Tail::closed);
    }
    allowances(x.allows);
    out.dedent();
  }
};

bool names_language(std::string_view comment) {
  const std::string text = parse::folded_text(comment);
  const std::size_t word = text.find_first_not_of("# \t");
  return word != std::string::npos && text.compare(word, 9, "language:") == 0;
}

// Without the line that names the language, which the printer writes itself.
auto comments_of(const ast::File& file, const SourceText& source) -> std::vector<ast::Comment> {
  std::vector<ast::Comment> comments = file.comments;
  if (!comments.empty() &&
      names_language(source.text.substr(comments[0].span.begin, comments[0].span.end - comments[0].span.begin)) &&
      locate(source, comments[0].span.begin).line == 1) {
    comments.erase(comments.begin());
  }
  return comments;
}

}  // namespace

auto format_file(const ast::File& file, const SourceText& source, Language language) -> std::string {
  const std::vector<ast::Comment> comments = comments_of(file, source);
  FilePrinter printer(language == Language::zh, Written(source, comments));
  printer.place_comments(comments);
  printer.file(file);
  return (language == Language::zh ? std::string(kChinese) : std::string()) + printer.out.render(kWidth);
}

}  // namespace remit
