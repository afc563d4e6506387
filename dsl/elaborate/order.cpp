#include "dsl/elaborate/order.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace remit {
namespace {

using Names = std::vector<std::string>;

void mention(const ast::Expr* e, Names& names) {
  if (e == nullptr) return;
  if (e->kind == ast::ExprKind::name || e->kind == ast::ExprKind::member || e->kind == ast::ExprKind::call)
    names.push_back(e->text);
  for (const ast::Expr* operand : e->operands) mention(operand, names);
}

void say_rows(const std::vector<ast::TableVersion>& versions, const std::vector<ast::Key>& keys, Said& said) {
  for (const ast::Key& key : keys) said.names.push_back(key.path.parts.front().text);
  for (const ast::TableVersion& version : versions) {
    for (const ast::Expr* cell : version.header.cells) said.expressions.push_back(cell);
    for (const ast::Row& row : version.rows) {
      for (const ast::Expr* cell : row.cells) said.expressions.push_back(cell);
    }
  }
}

auto mentioned(const FlatDeclaration& flat, const FlatPolicy& policy) -> Names {
  Said said = said_by(*flat.declaration);
  if (flat.block) {
    mention(policy.blocks[*flat.block].list, said.names);
    mention(policy.blocks[*flat.block].governed_by, said.names);
  }
  for (const ast::Expr* e : said.expressions) mention(e, said.names);
  return std::move(said.names);
}

}  // namespace

auto said_by(const ast::Declaration& d) -> Said {
  Said said;
  const auto say = [&](const ast::Expr* e) { said.expressions.push_back(e); };
  if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) {
    for (const ast::DatedValue& version : value->versions) say(version.value);
  } else if (const auto* rule = std::get_if<ast::Rule>(&d.body)) {
    for (const ast::RuleVersion& version : rule->versions) {
      say(version.value);
      say(version.when);
      for (const ast::Exception& e : version.exceptions) {
        say(e.when);
        say(e.then);
      }
    }
  } else if (const auto* share = std::get_if<ast::Share>(&d.body)) {
    for (const ast::Expr* e : {share->amount, share->list, share->weight, share->order, share->at_most}) say(e);
  } else if (const auto* table = std::get_if<ast::Table>(&d.body)) {
    say_rows(table->versions, table->keys, said);
  } else if (const auto* bands = std::get_if<ast::Bands>(&d.body)) {
    say_rows(bands->versions, bands->keys, said);
  } else if (const auto* payers = std::get_if<ast::Payers>(&d.body)) {
    say(payers->amount);
    for (const ast::Name& name : payers->payers) said.names.push_back(name.text);
  } else if (const auto* require = std::get_if<ast::Require>(&d.body)) {
    say(require->when);
    say(require->holds);
  }
  return said;
}

auto service_roots(const ast::Service& service) -> std::vector<std::string> {
  Names names;
  mention(service.governed_by, names);
  mention(service.ordered_by, names);
  for (const ast::Given& given : service.gives) {
    names.push_back(given.path.parts.front().text);
    for (const ast::Given& field : given.fields) names.push_back(field.path.parts.front().text);
  }
  for (const ast::Ensures& ensures : service.ensures) mention(ensures.holds, names);
  for (const ast::Name& name : service.requires_) names.push_back(name.text);
  return names;
}

auto dependency_order(const FlatPolicy& policy, const std::vector<const FlatDeclaration*>& wanted) -> DependencyOrder {
  std::unordered_multimap<std::string, const FlatDeclaration*> by_name;
  for (const FlatDeclaration& flat : policy.declarations) {
    if (!flat.declaration->name.text.empty()) by_name.emplace(flat.declaration->name.text, &flat);
    if (const auto* payers = std::get_if<ast::Payers>(&flat.declaration->body))
      by_name.emplace(payers->rest.text, &flat);
  }
  struct Visit {
    const FlatDeclaration* flat;
    std::vector<const FlatDeclaration*> next;
  };
  DependencyOrder result;
  std::unordered_set<const FlatDeclaration*> seen;
  std::vector<Visit> stack;
  const auto enter = [&](const FlatDeclaration* flat) {
    if (!seen.insert(flat).second) return;
    Visit visit{flat, {}};
    for (const std::string& name : mentioned(*flat, policy)) {
      const auto [first, last] = by_name.equal_range(name);
      for (auto it = first; it != last; ++it) visit.next.push_back(it->second);
    }
    stack.push_back(std::move(visit));
    result.depth = std::max(result.depth, stack.size());
  };
  for (const FlatDeclaration* flat : wanted) {
    enter(flat);
    while (!stack.empty()) {
      if (stack.back().next.empty()) {
        result.order.push_back(stack.back().flat);
        stack.pop_back();
        continue;
      }
      const FlatDeclaration* next = stack.back().next.back();
      stack.back().next.pop_back();
      enter(next);
    }
  }
  return result;
}

auto behind_selection(const FlatPolicy& policy, const ast::Service& service) -> DeclarationSet {
  Names names;
  mention(service.governed_by, names);
  for (const ast::Expr* condition : policy.applies_when) mention(condition, names);
  std::vector<const FlatDeclaration*> wanted;
  for (const FlatDeclaration& flat : policy.declarations) {
    if (std::find(names.begin(), names.end(), flat.declaration->name.text) != names.end()) wanted.push_back(&flat);
  }
  const DependencyOrder found = dependency_order(policy, wanted);
  return {found.order.begin(), found.order.end()};
}

}  // namespace remit
