#include "dsl/parse/build/context.h"

#include "dsl/parse/characters.h"
#include "dsl/parse/lex_number.h"

namespace remit::parse {

Context::Children::Children(Context& context, const Node& parent)
    : context_(context), base_(context.stack_.size()), size_(0) {
  for (std::size_t child = context.index(parent); child > parent.begin;) {
    context.stack_.push_back(static_cast<std::uint32_t>(--child));
    child = context.nodes_[child].begin;
  }
  size_ = context.stack_.size() - base_;
}

Context::Children::~Children() { context_.stack_.resize(base_); }

auto Context::span(const Node& node) const -> Span {
  if (node.end > node.first) return problems.span(tokens.places[node.first].begin, tokens.places[node.end - 1].end);
  const std::uint32_t at = node.first > 0 ? tokens.places[node.first - 1].end : 0;
  return problems.span(at, at);
}

auto Context::word(std::uint32_t token) const -> std::string { return normal_word(written(token)); }

auto Context::quoted(std::uint32_t token) const -> std::string {
  std::string_view inside = written(token);
  inside.remove_prefix(character_at(inside, 0).length);
  for (const std::string_view closing : {"\"", "”", "\uFF02", "'"}) {
    if (!inside.ends_with(closing)) continue;
    inside.remove_suffix(closing.size());
    break;
  }
  if (inside.find('\\') == std::string_view::npos) return std::string(inside);
  std::string text;
  text.reserve(inside.size());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool escaped = inside[i] == '\\' && i + 1 < inside.size();
    if (escaped) ++i;
    text += escaped && inside[i] == 'n' ? '\n' : inside[i];
  }
  return text;
}

auto Context::digits(std::uint32_t token) const -> std::string {
  return tokens.at(token) == Token::number ? number_text(written(token)) : folded_text(written(token));
}

auto Context::section(std::uint32_t token) const -> std::string {
  std::string text = folded_text(written(token));
  std::erase_if(text, [](char sign) { return sign == ' ' || sign == '\t'; });  // `§ 37` has been told of
  return text;
}

auto Context::path(const Node& node) const -> ast::Path {
  ast::Path path;
  path.span = span(node);
  for (std::uint32_t token = node.first; token < node.end; token += 2) path.parts.push_back(name(token));
  return path;
}

auto Context::label(const Node& node) const -> ast::Label {
  const bool has_language = first(node) == Token::language;
  return {has_language ? std::string(written(node.first)) : std::string(), quoted(node.end - 1)};
}

}  // namespace remit::parse
