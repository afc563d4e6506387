// What a name means where it stands: a loop variable, an item rule, a declaration; else perhaps a member of the enum
// that is expected (expression.cpp).
#include <algorithm>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "engine/text/nearest.h"

namespace remit {

void Elaborator::Implementation::collect_symbols() {
  for (const FlatDeclaration& flat : policy_.declarations) {
    const ast::Declaration& d = *flat.declaration;
    if (flat.block) continue;
    if (const auto* clause = std::get_if<ast::UnexpressedClause>(&d.body)) {
      for (const ast::Name& affected : clause->affects) clauses_[affected.text].push_back(&d);
    }
    if (const auto* payers = std::get_if<ast::Payers>(&d.body)) symbols_[payers->rest.text] = {&flat};
    if (d.name.text.empty()) continue;
    if (std::holds_alternative<ast::Enum>(d.body) || std::holds_alternative<ast::Record>(d.body) ||
        std::holds_alternative<ast::Currency>(d.body)) {
      type_declarations_[d.name.text] = &flat;
    } else if (std::holds_alternative<ast::Catalog>(d.body)) {
      symbols_[d.name.text] = {&flat};
      if (!std::get<ast::Catalog>(d.body).fields.empty()) {
        type_declarations_[std::get<ast::Catalog>(d.body).record.text] = &flat;
      }
    } else if (const auto* service = std::get_if<ast::Service>(&d.body); service && d.name.text == service_) {
      service_declaration_ = &flat;
    } else if (!std::holds_alternative<ast::Payers>(d.body)) {
      symbols_[d.name.text] = {&flat};
    }
  }
}

auto Elaborator::Implementation::symbol(const std::string& name) const -> const Symbol* {
  const auto found = symbols_.find(name);
  return found == symbols_.end() ? nullptr : &found->second;
}

auto Elaborator::Implementation::symbol(const ast::Expr& name) const -> const Symbol* {
  const Symbol* found = symbol(name.text);
  return found != nullptr && visible(*found->flat, name.span) ? found : nullptr;
}

auto Elaborator::Implementation::item_symbol(ListId list, const std::string& name) const -> const Symbol* {
  const auto found = item_symbols_.find({static_cast<std::uint32_t>(list), name});
  return found == item_symbols_.end() ? nullptr : &found->second;
}

auto Elaborator::Implementation::resolve_name(const ast::Expr& e, const Environment& env) -> std::optional<Typed> {
  for (auto local = env.locals.rbegin(); local != env.locals.rend(); ++local) {
    if (local->name == e.text) return narrowed(local->value, env);
  }
  if (env.list) {
    if (const Symbol* rule = item_symbol(*env.list, e.text)) {
      if (is_memory(rule->declaration())) return narrowed(use_memory(*rule->flat, {}, Op::opening, e, env), env);
      return use_item_rule(*rule,
                           node(Op::local, {.kind = TypeKind::element, .id = static_cast<std::uint32_t>(*env.list)}, {},
                                e.span, static_cast<std::uint32_t>(build.program.at(*env.list).self)),
                           e);
    }
  }
  if (const Symbol* found = symbol(e)) return use_symbol(*found, e, env);
  return std::nullopt;
}

bool Elaborator::Implementation::is_memory(const ast::Declaration& d) {
  return std::holds_alternative<ast::Tally>(d.body) || std::holds_alternative<ast::Spell>(d.body) ||
         std::holds_alternative<ast::History>(d.body) || std::holds_alternative<ast::Account>(d.body);
}

auto Elaborator::Implementation::use_item_rule(const Symbol& symbol, NodeId element, const ast::Expr& e) -> Typed {
  const MadeRule rule = rule_of(*symbol.flat, environment_of(*symbol.flat).date);
  return rule_node(rule, element, e.span);
}

auto Elaborator::Implementation::use_symbol(const Symbol& symbol, const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Declaration& d = symbol.declaration();
  const bool pure = std::holds_alternative<ast::ValueDecl>(d.body) || std::holds_alternative<ast::Table>(d.body);
  if (env.in_function && !pure) {
    return report_wrong(Code::E0371, e.span, {e.text, std::string(ast::kind_name(d))});
  }
  if (env.in_selection && !std::holds_alternative<ast::Input>(d.body) &&
      !std::holds_alternative<ast::ValueDecl>(d.body)) {
    return report_wrong(Code::E0361, e.span, {e.text, std::string(ast::kind_name(d))});
  }
  if (std::holds_alternative<ast::Input>(d.body)) {
    const auto shape = input_shapes_.find(d.name.text);
    if (shape == input_shapes_.end()) {
      if (!untaken_.insert(d.name.text).second || takes_unknown_) return wrong();  // one mistake, however often read
      return report_wrong(Code::E0342, e.span, {d.name.text, service_},
                          {{NoteKind::declared_here, d.name.span, {d.name.text}}});
    }
    return narrowed(shape_value(shape->second, kNoNode, false), env);
  }
  if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) {
    const bool timeless = value->versions.size() == 1 && value->versions[0].period.from.empty();
    if (timeless || env.date == case_environment().date) {
      return rule_node(rule_of(*symbol.flat, case_environment().date), kNoNode, e.span);
    }
    return make_value(*symbol.flat, *value, env);
  }
  if (std::holds_alternative<ast::Rule>(d.body) || std::holds_alternative<ast::Payers>(d.body)) {
    return narrowed(rule_node(rule_of(*symbol.flat, case_environment().date), kNoNode, e.span), env);
  }
  if (std::holds_alternative<ast::Table>(d.body)) return narrowed(use_table(*symbol.flat, {}, env, e.span), env);
  if (is_memory(d)) {
    return narrowed(use_memory(*symbol.flat, {}, Op::opening, e, env), env);
  }
  if (std::holds_alternative<ast::Needs>(d.body)) return wrong();  // that nobody gives it was told
  return report_wrong(Code::E0334, e.span, {e.text, std::string(ast::kind_name(d))},
                      {{NoteKind::declared_here, d.name.span, {e.text}}});
}

auto Elaborator::Implementation::names_in_sight(const Environment& env) const -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const Local& local : env.locals) names.push_back(local.name);
  for (const auto& [key, item] : item_symbols_) {
    if (env.list && key.first == static_cast<std::uint32_t>(*env.list)) names.push_back(key.second);
  }
  for (const auto& [name, found] : symbols_) names.push_back(name);
  for (const EnumType& known : build.program.types.enums) {
    for (const EnumMember& member : known.members) names.push_back(member.name);
  }
  std::ranges::sort(names);  // so that ties do not depend on hashing
  return names;
}

auto Elaborator::Implementation::unknown_name(const ast::Expr& e, const Environment& env) -> Typed {
  if (const Symbol* found = symbol(e.text); found != nullptr && !visible(*found->flat, e.span)) {
    return report_wrong(Code::E0231, e.span, {e.text, found->flat->origins.front().policy->name.text()},
                        {{NoteKind::declared_here, found->declaration().name.span, {e.text}}});
  }
  for (const auto& [key, item] : item_symbols_) {
    if (key.second == e.text) {
      return report_wrong(Code::E0346, e.span, {e.text},
                          {{NoteKind::declared_here, item.declaration().name.span, {e.text}}});
    }
  }
  const std::string near = nearest_name(e.text, names_in_sight(env));
  return report_wrong(Code::E0201, e.span, {e.text, near}, {},
                      near.empty() ? std::nullopt : std::optional(Edit{e.span, near}));
}

auto Elaborator::Implementation::member_of_enum(const Type& type, const std::string& name) const
    -> std::optional<std::int64_t> {
  const auto& members = build.program.types.at(EnumId{type.id}).members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name) return static_cast<std::int64_t>(i);
  }
  return std::nullopt;
}

bool Elaborator::Implementation::is_member_of_any_enum(const std::string& name) const {
  return std::ranges::any_of(build.program.types.enums, [&](const EnumType& known) {
    return std::ranges::any_of(known.members, [&](const EnumMember& member) { return member.name == name; });
  });
}

auto Elaborator::Implementation::enum_with(const std::vector<std::string>& members) const -> std::optional<Type> {
  std::optional<Type> found;
  for (std::uint32_t id = 0; id < build.program.types.enums.size(); ++id) {
    const Type type{.kind = TypeKind::enumeration, .id = id};
    if (!std::ranges::all_of(members, [&](const std::string& m) { return member_of_enum(type, m).has_value(); }))
      continue;
    if (found) return std::nullopt;
    found = type;
  }
  return found;
}

// Open: takes its type from what stands opposite.
bool Elaborator::Implementation::is_open(const ast::Expr& e, const Environment& env) const {
  switch (e.kind) {
    case ast::ExprKind::number: return e.text.back() != '%';
    case ast::ExprKind::none: return true;
    case ast::ExprKind::record: return e.text.empty();
    case ast::ExprKind::list:
      return std::ranges::all_of(e.operands, [&](const ast::Expr* x) { return is_open(*x, env); });
    case ast::ExprKind::name: {
      for (const Local& local : env.locals) {
        if (local.name == e.text) return false;
      }
      return symbol(e.text) == nullptr && !(env.list && item_symbol(*env.list, e.text) != nullptr);
    }
    case ast::ExprKind::negate:
    case ast::ExprKind::parentheses: return is_open(*e.operands[0], env);
    case ast::ExprKind::add:
    case ast::ExprKind::subtract:
    case ast::ExprKind::multiply:
    case ast::ExprKind::divide: return is_open(*e.operands[0], env) && is_open(*e.operands[1], env);
    case ast::ExprKind::condition: return is_open(*e.operands[1], env) && is_open(*e.operands[2], env);
    default: return false;
  }
}

}  // namespace remit
