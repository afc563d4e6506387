// What all parts of the printer write with: the layout, the spelling of keywords and names, and the comments still to
// be placed. Internal to dsl/format.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/format/layout.h"
#include "dsl/format/written.h"

namespace remit::format {

// How tightly an expression binds, loosest first: the levels of docs/grammar.ebnf.
enum class Level : std::uint8_t {
  expression,
  logical_or,
  logical_and,
  logical_not,
  comparison,
  sum,
  product,
  unary,
  alternative,
  postfix,
};

// Whether something may follow that an expression without an end of its own would take for itself: `when`, `+` … after
// `sum of … for x in xs`, or a brace or a text after `x in 2..`.
enum class Tail : std::uint8_t { open, operand, closed };

// The English spelling of a word of the tree, the empty text for none.
auto spelling(ast::Word word) -> std::string_view;
auto spelling(ast::TypeKind kind) -> std::string_view;
// `personal`, in either language: a keyword that in files of its language may be a name.
bool is_personal(std::string_view name);

auto level_of(ast::ExprKind kind) -> Level;
// Ends with a range that goes on for ever.
bool ends_with_range(const ast::Expr& e);

class Printer {
 public:
  Layout out;

  Printer() = default;
  Printer(bool chinese, Written written) : written_(written), chinese_(chinese) {}

  // All comments of the file, by place. Requires: they outlive this.
  void place_comments(const std::vector<ast::Comment>& comments) { comments_ = &comments; }
  // Those that stand before `place` and are not yet written.
  void comments_before(std::uint32_t place);
  // Begins a line for what stands at `place`, with its comments, and the blank line that the author set before it.
  void begin_line(std::uint32_t place);

  // A keyword, or a phrase that is one, by its English spelling.
  void word(std::string_view english);
  // ` word `: with a space on both sides.
  void phrase(std::string_view english);
  // A name, in backticks where it could not be read otherwise; after a dot or as a field's name, where keywords can.
  void name(std::string_view text);
  void field(std::string_view text);
  void name(const ast::Name& name);
  void names(const std::vector<ast::Name>& all);
  void path(const ast::Path& path);
  void text_literal(std::string_view text);
  void number(std::string_view digits);

  // What was written so far on one line, for a piece that is laid out apart.
  [[nodiscard]] auto one_line() const -> std::string { return out.render(Layout::kOneLine); }

  void expression(const ast::Expr& e, Level least = Level::expression, Tail tail = Tail::closed);
  // From operand `first` on, with commas; the group they stand in breaks between them.
  void expressions(const std::vector<const ast::Expr*>& all, std::size_t first = 0);
  // A line, a word and an expression; nothing without the expression.
  void clause(std::string_view phrase, const ast::Expr* e, Level level = Level::expression, Tail tail = Tail::closed);
  void type(const ast::TypeExpr& type);

 protected:
  [[nodiscard]] auto written() const -> const Written& { return written_; }
  // The same spelling, without comments, for a piece that is laid out apart.
  [[nodiscard]] auto apart() const -> Printer { return {chinese_, written_}; }

 private:
  void unparenthesised(const ast::Expr& e, Tail tail);
  void parenthesised(const ast::Expr& e);
  void object(const ast::Expr& e);
  void literal(const ast::Expr& e);
  void quantity(const ast::Expr& e);
  void member(const ast::Expr& e);
  void record(const ast::Expr& e);
  void bracketed(std::string_view open, const ast::Expr& e, std::size_t first, std::string_view close);
  void fields(const ast::Expr& e, std::size_t first);

  void binary(const ast::Expr& e, Tail tail);
  void chain(const ast::Expr& e, Level level, Tail tail);
  void operand(const ast::Expr& e, Level level, Tail tail);
  void alternative(const ast::Expr& e, Tail tail);
  void negation(const ast::Expr& e, Tail tail);
  void membership(const ast::Expr& e, bool negated, Tail tail);
  void presence(const ast::Expr& e, std::string_view phrase);
  void prefixed(const ast::Expr& e, Tail tail);
  void range(const ast::Expr& e, Tail tail);
  void condition(const ast::Expr& e, Tail tail);

  void as_of(const ast::Expr& e);
  void over_last(const ast::Expr& e);
  void loop(const ast::Expr& e, const ast::Expr& list, Tail tail);
  void aggregate(const ast::Expr& e, Tail tail);
  void running(const ast::Expr& e, Tail tail);
  void group(const ast::Expr& e, Tail tail);
  void round(const ast::Expr& e, Tail tail);
  void slice(const ast::Expr& e, Tail tail);
  void interval(const ast::Expr& e, std::size_t from, Tail tail);
  void between(const ast::Expr& e, Tail tail);
  void calendar(const ast::Expr& e);
  void age(const ast::Expr& e, Tail tail);
  void every(const ast::Expr& e, Tail tail);

  Written written_;
  bool chinese_ = false;
  const std::vector<ast::Comment>* comments_ = nullptr;
  std::size_t next_comment_ = 0;
};

}  // namespace remit::format
