// Memory: tallies, spells, histories and accounts: what the case reads of them, and what it posts.
#include <algorithm>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "engine/program/memory_key.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"

namespace remit {

namespace {

const Type kDate{.kind = TypeKind::date};

auto keys_written(const ast::Declaration& d) -> const std::vector<const ast::Expr*>& {
  if (const auto* tally = std::get_if<ast::Tally>(&d.body)) return tally->keys;
  if (const auto* spell = std::get_if<ast::Spell>(&d.body)) return spell->keys;
  if (const auto* history = std::get_if<ast::History>(&d.body)) return history->keys;
  return std::get<ast::Account>(d.body).keys;
}

bool is_month(const ast::Expr& e) {
  return e.kind == ast::ExprKind::parentheses ? is_month(*e.operands[0])
                                              : e.kind == ast::ExprKind::calendar && e.word == ast::Word::month;
}

// Does any of them depend on a date, through rules too? What a catalog lists on a date names no time of its own.
bool depend_on_date(const Program& program, std::vector<NodeId> open) {
  std::vector<bool> seen(program.nodes.size());
  const auto add = [&](NodeId id) {
    if (id == kNoNode || seen[static_cast<std::size_t>(id)]) return;
    seen[static_cast<std::size_t>(id)] = true;
    open.push_back(id);
  };
  while (!open.empty()) {
    const Node& node = program.at(open.back());
    open.pop_back();
    if (node.type.kind == TypeKind::date || node.type.kind == TypeKind::time) return true;
    if (node.op == Op::look_up && program.catalogs[node.index].dated) {
      for (std::uint32_t i = 0; i + 1 < node.operand_count; ++i) add(program.operands_of(node)[i]);
    } else {
      each_operand(program, node, add);
    }
    if (const auto rule = rule_read(node)) add(program.at(*rule).node);
  }
  return false;
}

// The names after each `only in`; an empty list: all services. A spell goes on with whoever reads it.
auto feeding(const ast::Declaration& d) -> std::vector<const std::vector<ast::Name>*> {
  std::vector<const std::vector<ast::Name>*> lists;
  if (const auto* tally = std::get_if<ast::Tally>(&d.body)) lists = {&tally->services};
  if (const auto* history = std::get_if<ast::History>(&d.body)) lists = {&history->services};
  if (const auto* account = std::get_if<ast::Account>(&d.body)) {
    for (const auto& m : account->credits) lists.push_back(&m.services);
    for (const auto& m : account->debits) lists.push_back(&m.services);
  }
  return lists;
}

bool feeds(const ast::Declaration& memory, const std::string& service) {
  return std::ranges::any_of(feeding(memory), [&](const std::vector<ast::Name>* list) {
    return list->empty() || std::ranges::find(*list, service, &ast::Name::text) != list->end();
  });
}

auto keeper(ast::Keeper keeps) -> Memory::Kind {
  switch (keeps) {
    case ast::Keeper::highest: return Memory::Kind::keeps_highest;
    case ast::Keeper::lowest: return Memory::Kind::keeps_lowest;
    case ast::Keeper::earliest: return Memory::Kind::keeps_earliest;
    case ast::Keeper::latest: return Memory::Kind::keeps_latest;
  }
  return Memory::Kind::keeps_highest;
}

}  // namespace

bool Elaborator::Implementation::contributes(const std::vector<ast::Name>& services) const {
  return services.empty() || std::ranges::any_of(services, [&](const ast::Name& s) { return s.text == service_; });
}

auto Elaborator::Implementation::memory_type(const FlatDeclaration& flat) -> Type {
  const ast::Declaration& d = *flat.declaration;
  if (const auto* tally = std::get_if<ast::Tally>(&d.body)) {
    Type type = declared(*tally->type).type;
    if (tally->keeps && !type.optional) {
      report(Code::E0353, tally->type->span, {name_of(type)}, {},
             Edit{{tally->type->span.file, tally->type->span.end, tally->type->span.end}, "?"});
      return {};
    }
    check_tally_type(*tally, type);
    return type;
  }
  if (std::holds_alternative<ast::Spell>(d.body)) return kDate;
  if (const auto* history = std::get_if<ast::History>(&d.body)) return list_of(declared(*history->element).type);
  return declared(*std::get<ast::Account>(d.body).type).type;
}

// What is added must be a number or a period, what is kept must have an order of its kind.
void Elaborator::Implementation::check_tally_type(const ast::Tally& tally, const Type& type) {
  if (type.kind == TypeKind::nothing) return;
  const bool moment = type.kind == TypeKind::date || type.kind == TypeKind::time;
  const bool amount = zero_of(type).has_value();
  const bool by_time = tally.keeps == ast::Keeper::earliest || tally.keeps == ast::Keeper::latest;
  const bool fits = !tally.keeps ? amount && !type.optional
                    : by_time    ? moment
                                 : amount || type.kind == TypeKind::enumeration;
  if (!fits)
    report(Code::E0362, tally.type->span,
           {name_of(type), !tally.keeps ? "adds"
                           : by_time    ? "earliest, latest"
                                        : "highest, lowest"});
}

// The memory with its keys, made on first use; what it posts is elaborated later, since that may read it.
auto Elaborator::Implementation::memory_of(const FlatDeclaration& flat) -> std::optional<MemoryId> {
  if (const auto known = memories_.find(&flat); known != memories_.end()) return known->second;
  const ast::Declaration& d = *flat.declaration;
  const MemoryId id{static_cast<std::uint32_t>(build.program.memories.size())};
  memories_[&flat] = id;
  build.program.memories.emplace_back();
  out.names.memories.push_back(declaration_name(flat));
  Memory made{.name = static_cast<std::uint32_t>(id)};
  const Environment env = environment_of(flat);
  made.list = env.list;
  if (env.list && std::holds_alternative<ast::Spell>(d.body)) {
    report(Code::E0355, d.name.span, {d.name.text});
    return std::nullopt;
  }
  const auto& keys = keys_written(d);
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const Typed key = narrowed(infer(*keys[i], env), env);
    if (key.wrong) return std::nullopt;
    if (key.type.optional) {
      may_be_absent(*keys[i]);
      return std::nullopt;
    }
    made.keys.push_back(key.node);
    made.key_types.push_back(key.type);
    if (is_month(*keys[i])) made.month_key = i;
  }
  made.type = memory_type(flat);
  if (const auto* tally = std::get_if<ast::Tally>(&d.body)) {
    made.kind = tally->keeps ? keeper(*tally->keeps) : Memory::Kind::adds;
    made.limits = declared(*tally->type).limits;
  } else if (std::holds_alternative<ast::Spell>(d.body)) {
    made.kind = Memory::Kind::spell;
  } else if (const auto* history = std::get_if<ast::History>(&d.body)) {
    made.kind = Memory::Kind::history;
    made.type = declared(*history->element).type;
    made.limits.at_most = history->at_most.empty() ? 100'000 : Number::parse(history->at_most).value().to_int64();
  } else {
    const auto& account = std::get<ast::Account>(d.body);
    made.kind = Memory::Kind::account;
    made.limits = declared(*account.type).limits;
    for (const ast::Name& pot : account.pots) made.pots.push_back(pot.text);
  }
  build.program.memories[static_cast<std::size_t>(id)] = std::move(made);
  posting_order_.push_back(&flat);
  return id;
}

auto Elaborator::Implementation::use_memory(const FlatDeclaration& flat, const Exprs& keys, Op op, const ast::Expr& e,
                                            const Environment& env) -> Typed {
  const auto id = memory_of(flat);
  if (!id) return wrong();
  const auto index = static_cast<std::uint32_t>(*id);
  const Type type = memory_type(flat);
  if (std::holds_alternative<ast::Spell>(flat.declaration->body)) {
    elaborate_spell(flat, *id);
    return {.node = node(Op::spell_start, kDate, {}, e.span, index), .type = kDate};
  }
  std::vector<NodeId> nodes;
  const std::vector<Type> key_types = build.program.at(*id).key_types;
  if (keys.empty()) {
    const bool inside = !build.program.at(*id).list || build.program.at(*id).list == env.list;
    if (!inside)
      return report_wrong(Code::E0319, e.span, {flat.declaration->name.text, std::to_string(key_types.size())});
    nodes = build.program.at(*id).keys;
  } else if (keys.size() != key_types.size()) {
    return report_wrong(Code::E0314, e.span,
                        {flat.declaration->name.text, std::to_string(key_types.size()), std::to_string(keys.size())});
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Typed key = narrowed(check(*keys[i], key_types[i], env), env);
    if (key.wrong) return key;
    nodes.push_back(kept_key_node(key, build.program.at(*id).keys[i], keys[i]->span));
  }
  return {.node = node(op, type, nodes, e.span, index), .type = type};
}

// A date in the place of a month, or of another part of the calendar, stands for the one that it lies in.
auto Elaborator::Implementation::kept_key_node(const Typed& given, NodeId key, Span span) -> NodeId {
  const Node* part = calendar_key(build.program, key);
  if (part == nullptr || part->op == Op::year_of || build.at(given.node).op == part->op) return given.node;
  return node(part->op, given.type, {given.node}, span, part->index);
}

// `card.this_year`: what one pot holds before this case.
auto Elaborator::Implementation::pot(const FlatDeclaration& flat, const Exprs& keys, const ast::Expr& e,
                                     const Environment& env) -> Typed {
  const auto& account = std::get<ast::Account>(flat.declaration->body);
  std::vector<std::string> names;
  for (const ast::Name& name : account.pots) names.push_back(name.text);
  const auto found = std::ranges::find(names, e.text);
  if (found == names.end()) return no_member(e, flat.declaration->name.text, std::move(names));
  const Typed sum = use_memory(flat, keys, Op::opening, e, env);
  if (sum.wrong) return sum;
  const Declared of = declared(*account.type);
  std::vector<FieldType> fields;
  for (const std::string& name : names) {
    fields.push_back({.name = name, .code = {}, .labels = {}, .type = of.type, .limits = of.limits});
  }
  const Type pots = record_of(std::move(fields), "pots of " + flat.declaration->name.text);
  const Node opening = build.at(sum.node);
  const NodeId* operands = build.program.operands_of(opening);
  const NodeId all =
      node(Op::opening, pots, std::vector<NodeId>(operands, operands + opening.operand_count), e.span, opening.index);
  return {.node = node(Op::field, of.type, {all}, e.span, static_cast<std::uint32_t>(found - names.begin())),
          .type = of.type};
}

auto Elaborator::Implementation::after_case(const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Expr& object = *e.operands[0];
  const bool keyed = object.kind == ast::ExprKind::index;
  const ast::Expr& name = keyed ? *object.operands[0] : object;
  const Symbol* found = name.kind == ast::ExprKind::name ? symbol(name.text) : nullptr;
  if (found == nullptr && env.list && name.kind == ast::ExprKind::name) found = item_symbol(*env.list, name.text);
  if (found == nullptr)
    return name.kind == ast::ExprKind::name ? unknown_name(name, env)
                                            : report_wrong(Code::E0352, e.span, {text_of(object), "an expression"});
  const ast::Declaration& d = found->declaration();
  if (!std::holds_alternative<ast::Tally>(d.body) && !std::holds_alternative<ast::Account>(d.body)) {
    return report_wrong(Code::E0352, name.span, {name.text, std::string(ast::kind_name(d))});
  }
  const Exprs keys = keyed ? Exprs(object.operands.begin() + 1, object.operands.end()) : Exprs{};
  const auto id = memory_of(*found->flat);
  if (id) elaborate_posting(*found->flat, *id);
  return narrowed(use_memory(*found->flat, keys, Op::after_case, e, env), env);
}

auto Elaborator::Implementation::over_last(const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Expr& name = *e.operands[0];
  const Symbol* found = name.kind == ast::ExprKind::name ? symbol(name.text) : nullptr;
  if (found == nullptr) return unknown_name(name, env);
  const auto id =
      std::holds_alternative<ast::Tally>(found->declaration().body) ? memory_of(*found->flat) : std::nullopt;
  if (!id || !build.program.at(*id).month_key) return report_wrong(Code::E0351, name.span);
  // Each month is read with this case's other keys, so none of them may depend on a date.
  std::vector<NodeId> others = build.program.at(*id).keys;
  others.erase(others.begin() + *build.program.at(*id).month_key);
  if (depend_on_date(build.program, std::move(others))) {
    return report_wrong(Code::E0356, name.span, {name.text},
                        {{NoteKind::declared_here, found->declaration().name.span, {name.text}}});
  }
  const Typed months = check(*e.operands[1], {.kind = TypeKind::months}, env);
  const Typed to = as_date(*e.operands[2], env);
  if (months.wrong || to.wrong) return wrong();
  const Memory& memory = build.program.at(*id);
  std::vector<NodeId> operands;
  for (std::uint32_t i = 0; i < memory.keys.size(); ++i) {
    if (i != *memory.month_key) operands.push_back(memory.keys[i]);
  }
  const Type type = list_of(memory_type(*found->flat));
  operands.push_back(node(Op::days_number, {.kind = TypeKind::count}, {months.node}, e.span));
  operands.push_back(to.node);
  operands.push_back(
      constant(Value::boolean(e.word == ast::Word::including), {.kind = TypeKind::boolean}, e.span).node);
  return {.node = node(Op::over_last, type, operands, e.span, static_cast<std::uint32_t>(*id)), .type = type};
}

auto Elaborator::Implementation::sum_over_last(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed list = over_last(e, env);
  if (list.wrong) return list;
  const Type type = element_type(list.type);
  const auto zero = zero_of(type);
  if (!zero || type.optional) return report_wrong(Code::E0301, e.span, {"a tally that adds", name_of(type)});
  Loop loop{.kind = Loop::Kind::sum, .local = build.new_local(), .list = list.node, .zero = *zero};
  loop.body = loop_variable(list.type, loop.local, e.span).node;
  build.program.loops.push_back(std::move(loop));
  return {.node = node(Op::aggregate, type, {}, e.span, static_cast<std::uint32_t>(build.program.loops.size() - 1)),
          .type = type};
}

void Elaborator::Implementation::elaborate_spell(const FlatDeclaration& flat, MemoryId id) {
  if (!posted_.insert(&flat).second) return;
  const auto& spell = std::get<ast::Spell>(flat.declaration->body);
  const Environment env = environment_of(flat);
  const Typed from = as_date(*spell.from, env);
  const Typed to = as_date(*spell.to, env);
  const Typed gap = check(*spell.gap, {.kind = TypeKind::days}, env);
  Memory& made = build.program.memories[static_cast<std::size_t>(id)];
  made.from = from.node;
  made.to = to.node;
  made.gap = gap.node;
  made.comparison = spell.comparison == ast::Word::greater ? Op::greater : Op::greater_equal;
  made.contributes = !service_.empty();
}

// What this service posts to the memory.
void Elaborator::Implementation::elaborate_posting(const FlatDeclaration& flat, MemoryId id) {
  const ast::Declaration& d = *flat.declaration;
  if (std::holds_alternative<ast::Spell>(d.body)) {
    elaborate_spell(flat, id);
    return;
  }
  if (!posted_.insert(&flat).second) return;
  const Environment env = environment_of(flat);
  Memory made = build.program.at(id);
  const auto guard = [&](const ast::Expr* when, Environment& inner) {
    if (when == nullptr) return kNoNode;
    const Typed holds = condition(*when, env);
    if (!holds.wrong) inner = env.knowing(facts_when(holds.node, true));
    return holds.node;
  };
  const auto booked = [&](const ast::Expr& e, const Type& type, const Environment& inner) {
    Type wanted = type;
    const Typed value = narrowed(check(e, wanted, inner), inner);
    if (!value.wrong && value.type.numeric()) {
      out.places.push_back({value.node, made.limits.step, e.span, d.name.text, d.name.span});
    }
    return whole(value, e.span).node;
  };
  if (const auto* tally = std::get_if<ast::Tally>(&d.body)) {
    made.contributes = contributes(tally->services);
    if (made.contributes || service_.empty()) {
      Environment inner = env;
      made.when = guard(tally->when, inner);
      made.amount = booked(*tally->amount, made.type, inner);
    }
  } else if (const auto* history = std::get_if<ast::History>(&d.body)) {
    made.contributes = contributes(history->services);
    if (made.contributes || service_.empty()) {
      Environment inner = env;
      made.when = guard(history->when, inner);
      ast::Expr record;
      record.kind = ast::ExprKind::record;
      record.span = d.name.span;
      for (const ast::FieldValue& field : history->records) {
        record.fields.push_back(field.name);
        record.operands.push_back(field.value);
      }
      made.amount = check(record, made.type, inner).node;
    }
  } else {
    const auto& account = std::get<ast::Account>(d.body);
    const auto move = [&](const ast::Account::Movement& m, bool credit) {
      if (!contributes(m.services)) return;
      Environment inner = env;
      Memory::Movement movement{.credit = credit, .when = guard(m.when, inner)};
      movement.amount = booked(*m.amount, made.type, inner);
      if (credit) {
        const auto pot = std::ranges::find(made.pots, m.pot.text);
        if (pot == made.pots.end()) {
          report(Code::E0354, m.pot.span, {m.pot.text, nearest_name(m.pot.text, made.pots)});
          return;
        }
        movement.pot = static_cast<std::uint32_t>(pot - made.pots.begin());
      }
      if (movement.amount != kNoNode) made.movements.push_back(movement);
    };
    for (const auto& m : account.credits) move(m, true);
    for (const auto& m : account.debits) move(m, false);
    if (account.never_below != nullptr) made.never_below = check(*account.never_below, made.type, env).node;
    made.contributes = !made.movements.empty();
  }
  if (made.amount == kNoNode && made.kind != Memory::Kind::account) made.contributes = false;
  if (service_.empty()) made.contributes = false;
  build.program.memories[static_cast<std::size_t>(id)] = std::move(made);
}

// Names after `only in` are services.
void Elaborator::Implementation::check_feeding(const FlatDeclaration& flat) {
  const std::vector<std::string> known = services_of(policy_);
  for (const auto* list : feeding(*flat.declaration)) {
    for (const ast::Name& name : *list) {
      if (std::ranges::find(known, name.text) != known.end()) continue;
      const std::string near = nearest_name(name.text, known);
      report(Code::E0340, name.span, {name.text, policy_.name, near}, {},
             near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
    }
  }
}

// The services that feed one memory share one order, and so does this service if it feeds it, or reads it in an order.
void Elaborator::Implementation::check_orders() {
  const std::string mine = order_of(std::get<ast::Service>(service_declaration_->declaration->body));
  for (const FlatDeclaration& flat : policy_.declarations) {
    const ast::Declaration& d = *flat.declaration;
    const auto memory = memories_.find(&flat);
    const bool reads = memory != memories_.end() && build.program.at(memory->second).read && !mine.empty();
    if (!feeds(d, service_) && !reads) continue;
    const auto first = std::ranges::find_if(policy_.declarations, [&](const FlatDeclaration& other) {
      return std::holds_alternative<ast::Service>(other.declaration->body) && feeds(d, other.declaration->name.text);
    });
    if (first == policy_.declarations.end() || order_of(std::get<ast::Service>(first->declaration->body)) == mine)
      continue;
    report(Code::E0363, service_declaration_->declaration->name.span,
           {d.name.text, first->declaration->name.text, service_},
           {{NoteKind::declared_here, d.name.span, {d.name.text}}});
  }
}

auto Elaborator::Implementation::order_of(const ast::Service& service) const -> std::string {
  return service.ordered_by_posting ? "posting" : service.ordered_by == nullptr ? "" : text_of(*service.ordered_by);
}

// Every memory that this service feeds.
void Elaborator::Implementation::elaborate_postings() {
  for (const FlatDeclaration& flat : policy_.declarations) {
    if (!feeds(*flat.declaration, service_)) continue;
    if (const auto id = memory_of(flat)) elaborate_posting(flat, *id);
  }
  for (std::size_t i = 0; i < posting_order_.size(); ++i)
    elaborate_posting(*posting_order_[i], memories_.at(posting_order_[i]));
}

}  // namespace remit
