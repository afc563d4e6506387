// Tallies, spells, histories, accounts.
#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto keeper_of(Token token) -> ast::Keeper {
  switch (token) {
    case Token::highest: return ast::Keeper::highest;
    case Token::lowest: return ast::Keeper::lowest;
    case Token::earliest: return ast::Keeper::earliest;
    default: return ast::Keeper::latest;
  }
}

auto field_values(Context& context, const Node& node) -> std::vector<ast::FieldValue> {
  std::vector<ast::FieldValue> values;
  for (const Node& child : context.children(node)) {
    const auto parts = context.children(child);
    values.push_back({context.name(parts[0].first), build_expression(context, parts[1])});
  }
  return values;
}

auto movement(Context& context, const Node& node) -> ast::Account::Movement {
  ast::Account::Movement movement;
  movement.span = context.span(node);
  const auto parts = context.children(node);
  std::size_t next = 0;
  if (node.kind == Kind::credits) movement.pot = context.name(parts[next++].first);
  movement.amount = build_expression(context, parts[next++]);
  for (; next < parts.size(); ++next) {
    if (parts[next].kind == Kind::when) movement.when = build_last(context, parts[next]);
    if (parts[next].kind == Kind::only_in) movement.services = build_names(context, parts[next]);
  }
  return movement;
}

}  // namespace

auto build_tally(Context& context, const Node& node) -> ast::Tally {
  ast::Tally tally;
  tally.shared = context.first(node) == Token::shared;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::list_type:
      case Kind::base_type: tally.type = build_type(context, part); break;
      case Kind::per: tally.keys = build_expressions(context, part); break;
      case Kind::when: tally.when = build_last(context, part); break;
      case Kind::adds: tally.amount = build_last(context, part); break;
      case Kind::keeps:
        tally.keeps = keeper_of(context.tokens.at(part.first + 1));
        tally.amount = build_last(context, part);
        break;
      case Kind::only_in: tally.services = build_names(context, part); break;
      default: break;
    }
  }
  return tally;
}

auto build_spell(Context& context, const Node& node) -> ast::Spell {
  ast::Spell spell;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::per: spell.keys = build_expressions(context, part); break;
      case Kind::spell_from: spell.from = build_last(context, part); break;
      case Kind::spell_to: spell.to = build_last(context, part); break;
      case Kind::gap:
        spell.comparison = word_of(context.tokens.at(part.first + 1));
        spell.gap = build_last(context, part);
        break;
      default: break;
    }
  }
  return spell;
}

auto build_history(Context& context, const Node& node) -> ast::History {
  ast::History history;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::list_type: {
        const ast::TypeExpr* const list = build_type(context, part);
        history.element = list->element;
        history.at_most = list->at_most;
        break;
      }
      case Kind::per: history.keys = build_expressions(context, part); break;
      case Kind::when: history.when = build_last(context, part); break;
      case Kind::records: history.records = field_values(context, part); break;
      case Kind::only_in: history.services = build_names(context, part); break;
      default: break;
    }
  }
  return history;
}

auto build_account(Context& context, const Node& node) -> ast::Account {
  ast::Account account;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::list_type:
      case Kind::base_type: account.type = build_type(context, part); break;
      case Kind::per: account.keys = build_expressions(context, part); break;
      case Kind::pots: account.pots = build_names(context, part); break;
      case Kind::credits: account.credits.push_back(movement(context, part)); break;
      case Kind::debits: account.debits.push_back(movement(context, part)); break;
      case Kind::never_below: account.never_below = build_last(context, part); break;
      default: break;
    }
  }
  return account;
}

}  // namespace remit::parse
