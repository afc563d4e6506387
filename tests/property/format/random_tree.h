// Syntax trees at random: every kind of expression, type and declaration, in every place where the grammar takes it.
#pragma once
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"

namespace remit {

class RandomTree {
 public:
  explicit RandomTree(std::uint32_t seed) : random_(seed), arena_(std::make_shared<ast::Arena>()) {}

  auto file() -> ast::File;
  auto expression(int depth) -> const ast::Expr*;

 private:
  using Kind = ast::ExprKind;
  using Operands = std::vector<const ast::Expr*>;

  auto below(std::uint32_t limit) -> std::uint32_t { return static_cast<std::uint32_t>(random_() % limit); }
  bool maybe(std::uint32_t percent = 50) { return below(100) < percent; }
  template <class T>
  auto one_of(const std::vector<T>& all) -> T {
    return all[below(static_cast<std::uint32_t>(all.size()))];
  }
  template <class Make>
  auto several(std::uint32_t least, std::uint32_t most, Make make) {
    std::vector<decltype(make())> list;
    for (std::uint32_t i = least + below(most - least + 1); i > 0; --i) list.push_back(make());
    return list;
  }

  // ── words ──
  auto word() -> std::string;  // may be a keyword, where nothing else can stand
  auto name() -> std::string;  // may need backticks
  auto text() -> std::string;
  auto digits() -> std::string;
  auto date() -> std::string;
  auto named() -> ast::Name { return {name(), {}}; }
  auto worded() -> ast::Name { return {word(), {}}; }
  auto path() -> ast::Path;
  auto labels() -> ast::Labels;
  auto period() -> ast::Period;
  auto notes() -> ast::Notes;
  auto rounded() -> std::optional<ast::RoundedClause>;

  // ── expressions ──
  auto make(Kind kind, Operands operands = {}, std::string text = {}, ast::Word word = ast::Word::none) -> ast::Expr*;
  auto leaf() -> const ast::Expr*;
  auto fields_of(Kind kind, Operands operands, std::string text, int depth) -> const ast::Expr*;
  auto range(int depth) -> const ast::Expr*;
  auto aggregate(int depth) -> const ast::Expr*;
  auto slice(int depth) -> const ast::Expr*;
  auto operators(int depth) -> const ast::Expr*;
  auto phrases(int depth) -> const ast::Expr*;
  auto optional(int depth) -> const ast::Expr* { return maybe(40) ? expression(depth) : nullptr; }
  auto type(int depth = 2) -> const ast::TypeExpr*;
  auto base_type(bool in_list) -> ast::TypeExpr;
  auto field() -> ast::Field;
  auto cell() -> const ast::Expr*;
  auto rows() -> ast::TableVersion;
  auto table_versions() -> std::vector<ast::TableVersion>;

  // ── declarations ──
  auto declaration(bool in_list) -> ast::Declaration;
  auto body(std::uint32_t kind) -> decltype(ast::Declaration::body);
  auto exception(bool of_rule) -> ast::Exception;
  auto rule() -> ast::Rule;
  auto share() -> ast::Share;
  auto documents(int depth) -> std::vector<ast::Document>;
  auto account() -> ast::Account;
  auto given(int depth) -> ast::Given;
  auto service() -> ast::Service;
  auto test_path() -> const ast::Expr*;
  auto test() -> ast::Test;
  auto policy(bool last) -> ast::Policy;

  std::mt19937 random_;
  std::shared_ptr<ast::Arena> arena_;
};

}  // namespace remit
