// Where the building of the syntax tree stands: the nodes of one declaration, and the text behind their tokens.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/parse/problems.h"
#include "dsl/parse/syntax_tree.h"
#include "dsl/parse/token.h"

namespace remit::parse {

class Context {
 public:
  Context(std::string_view text, const Tokens& of_file, const Nodes& of_item, ast::Arena& into, Problems& told)
      : tokens(of_file), arena(into), problems(told), text_(text), nodes_(of_item) {}

  // The children of a node, first to last. Borrows from a stack: ends before those that were asked for earlier.
  class Children {
   public:
    struct Iterator {
      const Children* children;
      std::size_t index;
      auto operator*() const -> const Node& { return (*children)[index]; }
      auto operator++() -> Iterator& {
        ++index;
        return *this;
      }
      friend bool operator==(const Iterator& a, const Iterator& b) { return a.index == b.index; }
    };
    Children(Context& context, const Node& parent);
    ~Children();
    Children(const Children&) = delete;
    auto operator=(const Children&) -> Children& = delete;

    [[nodiscard]] auto size() const -> std::size_t { return size_; }
    // Requires: index < size(). The last child first in memory, so this counts from the end of the borrowed part.
    auto operator[](std::size_t index) const -> const Node& {
      return context_.nodes_[context_.stack_[base_ + size_ - 1 - index]];
    }
    [[nodiscard]] auto begin() const -> Iterator { return {this, 0}; }
    [[nodiscard]] auto end() const -> Iterator { return {this, size_}; }

   private:
    Context& context_;
    std::size_t base_;
    std::size_t size_;
  };
  auto children(const Node& parent) -> Children { return {*this, parent}; }
  // Requires: the node has one child, or its last is meant.
  [[nodiscard]] auto last_child(const Node& parent) const -> const Node& { return nodes_[index(parent) - 1]; }

  // ── tokens ──
  [[nodiscard]] auto span(std::uint32_t token) const -> Span {
    return problems.span(tokens.places[token].begin, tokens.places[token].end);
  }
  [[nodiscard]] auto span(const Node& node) const -> Span;
  [[nodiscard]] auto first(const Node& node) const -> Token { return tokens.at(node.first); }
  [[nodiscard]] auto written(std::uint32_t token) const -> std::string_view {
    const Place& place = tokens.places[token];
    return text_.substr(place.begin, place.end - place.begin);
  }
  [[nodiscard]] auto written(Span span) const -> std::string_view {
    return text_.substr(span.begin, span.end - span.begin);
  }

  // ── what tokens mean ──
  [[nodiscard]] auto word(std::uint32_t token) const -> std::string;     // of a name or keyword, without backticks
  [[nodiscard]] auto quoted(std::uint32_t token) const -> std::string;   // of a text, unescaped
  [[nodiscard]] auto digits(std::uint32_t token) const -> std::string;   // of a number, a date, a time
  [[nodiscard]] auto section(std::uint32_t token) const -> std::string;  // "§37"
  [[nodiscard]] auto name(std::uint32_t token) const -> ast::Name { return {word(token), span(token)}; }
  [[nodiscard]] auto path(const Node& node) const -> ast::Path;
  [[nodiscard]] auto label(const Node& node) const -> ast::Label;

  const Tokens& tokens;
  ast::Arena& arena;
  Problems& problems;

 private:
  [[nodiscard]] auto index(const Node& node) const -> std::size_t {
    return static_cast<std::size_t>(&node - nodes_.data());
  }

  std::string_view text_;
  const Nodes& nodes_;
  std::vector<std::uint32_t> stack_;
};

}  // namespace remit::parse
