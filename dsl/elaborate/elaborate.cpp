#include "dsl/elaborate/elaborate.h"

#include <algorithm>

#include "dsl/ast/words.h"

#include "dsl/elaborate/implementation.h"
#include "dsl/elaborate/order.h"
#include "dsl/format/expression.h"
#include "engine/text/nearest.h"

namespace remit {

Elaborator::Implementation::Implementation(const FlatPolicy& policy, const SourceSet& sources, std::string service,
                                           const ast::Service* selected)
    : policy_(policy), sources_(sources), service_(std::move(service)) {
  collect_symbols();
  governing_date_ = node(Op::governing_date, {.kind = TypeKind::date}, {}, policy.policy->span);
  make_inputs(selected);
  collect_payers();
  know_lists();
  out.names.policy = policy_.name;
  out.names.policy_version = policy_.in_force.from;
  out.names.policy_labels = labels_of(policy_.policy->labels);
  const auto from = parse_date(policy_.in_force.from);
  const auto until = parse_date(policy_.in_force.until);
  build.program.in_force_from = from.value_or(INT64_MIN);
  build.program.in_force_until = until.value_or(INT64_MAX);
}

void Elaborator::Implementation::cite(DeclarationName& name, const ast::Notes& notes) {
  for (const ast::Citation& citation : notes.cites) {
    const Symbol* found = symbol(citation.source.text());
    const auto* written = found == nullptr ? nullptr : std::get_if<ast::Source>(&found->declaration().body);
    if (written == nullptr) {
      std::vector<std::string> known;
      for (const auto& [source, what] : symbols_) {
        if (std::holds_alternative<ast::Source>(what.declaration().body)) known.push_back(source);
      }
      std::ranges::sort(known);
      const std::string near = nearest_name(citation.source.text(), known);
      report(Code::E0201, citation.source.span, {citation.source.text(), near}, {},
             near.empty() ? std::nullopt : std::optional(Edit{citation.source.span, near}));
      continue;
    }
    const ast::Labels& labels = found->declaration().labels;
    name.cites.push_back({labels.empty() ? citation.source.text() : labels.front().text, citation.section,
                          written->issued, written->url, citation.quote});
  }
  for (const ast::Remark& remark : notes.assumptions) name.assumptions.push_back(labels_of(remark.text));
  for (const ast::Remark& remark : notes.unexpressed) name.unexpressed.push_back(labels_of(remark.text));
}

auto Elaborator::Implementation::declaration_name(const FlatDeclaration& flat, const std::string& suffix)
    -> DeclarationName {
  const ast::Declaration& d = *flat.declaration;
  DeclarationName name;
  name.name = d.name.text;
  if (const auto* payers = std::get_if<ast::Payers>(&d.body)) name.name = payers->rest.text;
  name.step = policy_.name + "/" + name.name + suffix;
  name.labels = labels_of(d.labels);
  cite(name, d.notes);
  if (const auto clauses = clauses_.find(name.name); clauses != clauses_.end()) {
    for (const ast::Declaration* clause : clauses->second) {
      name.unexpressed.push_back(clause->labels.empty() ? Labels{{"", clause->name.text}} : labels_of(clause->labels));
    }
  }
  const ast::Expr* formula = nullptr;
  if (const auto* rule = std::get_if<ast::Rule>(&d.body); rule && !rule->versions.empty())
    formula = rule->versions[0].value;
  if (const auto* value = std::get_if<ast::ValueDecl>(&d.body); value && !value->versions.empty())
    formula = value->versions[0].value;
  if (formula != nullptr) name.formula = text_of(*formula);
  const SourceText& text = sources_.at(d.span.file);
  name.place = text.path + ":" + std::to_string(locate(text, d.name.span.begin).line);
  return name;
}

auto Elaborator::Implementation::declaration_index(const FlatDeclaration& flat) -> std::uint32_t {
  const auto [at, added] =
      declaration_indices_.emplace(&flat, static_cast<std::uint32_t>(out.names.declarations.size()));
  if (added) out.names.declarations.push_back(declaration_name(flat));
  return at->second;
}

void Elaborator::Implementation::elaborate_service() {
  if (service_declaration_ == nullptr) {
    const std::vector<std::string> known = services_of(policy_);
    report(Code::E0340, policy_.policy->span, {service_, policy_.name, nearest_name(service_, known)});
    return;
  }
  const ast::Declaration& d = *service_declaration_->declaration;
  const auto& service = std::get<ast::Service>(d.body);
  out.names.service = d.name.text;
  out.names.service_labels = labels_of(d.labels);
  elaborate_deep_chains(service_roots(service));
  const Environment env = case_environment();
  if (service.governed_by != nullptr) build.program.governed_by = as_date(*service.governed_by, env).node;
  build.program.ordered_by_posting = service.ordered_by_posting;
  if (service.ordered_by != nullptr) build.program.ordered_by = as_date(*service.ordered_by, env).node;
  for (const ast::Given& given : service.gives) {
    if (std::ranges::any_of(build.program.outputs, [&](const Output& o) { return o.name == given.path.text(); })) {
      report(Code::E0358, given.path.span, {given.path.text()});
    }
    if (auto made = make_output(given, env)) build.program.outputs.push_back(std::move(*made));
  }
  const auto named = [&](const ast::Name& name, const char* wanted) -> const Symbol* {
    const Symbol* found = symbol(name.text);
    for (auto item = item_symbols_.begin(); found == nullptr && item != item_symbols_.end(); ++item) {
      if (item->first.second == name.text && std::holds_alternative<ast::Require>(item->second.declaration().body))
        found = &item->second;
    }
    if (found == nullptr) {
      ast::Expr e;
      e.kind = ast::ExprKind::name;
      e.text = name.text;
      e.span = name.span;
      unknown_name(e, env);
    } else if (wanted == std::string("a requirement")
                   ? !std::holds_alternative<ast::Require>(found->declaration().body)
                   : !std::holds_alternative<ast::Documents>(found->declaration().body)) {
      report(Code::E0344, name.span, {name.text, std::string(ast::kind_name(found->declaration())), wanted});
      found = nullptr;
    }
    return found;
  };
  for (const ast::Name& name : service.requires_) {
    const Symbol* found = named(name, "a requirement");
    if (found == nullptr) continue;
    add_requirement(*found->flat);
  }
  for (const ast::Name& name : service.lists) {
    if (const Symbol* found = named(name, "documents")) add_documents(*found->flat);
  }
  for (std::size_t i = 0; i < service.ensures.size(); ++i) add_identity(service.ensures[i], *service_declaration_, i);
  elaborate_payers();
  elaborate_postings();
  mark_needed();
  check_orders();
  // Whatever is missing was reported; if not, that is our own mistake, and it must not pass as an answer.
  const bool whole = build.program.outputs.size() == service.gives.size() &&
                     build.program.requirements.size() == service.requires_.size() &&
                     build.program.documents.size() == service.lists.size() &&
                     build.program.identities.size() == service.ensures.size();
  const bool told = std::ranges::any_of(problems, [](const Diagnostic& p) { return !code_text(p.code).warning(); });
  if (!whole && !told) report(Code::E0399, d.name.span, {d.name.text});
}

// A service that asks for one of the payers evaluates and checks them all.
void Elaborator::Implementation::elaborate_payers() {
  for (const FlatDeclaration& flat : policy_.declarations) {
    const auto* payers = std::get_if<ast::Payers>(&flat.declaration->body);
    if (payers == nullptr) continue;
    const auto made = [&](const FlatDeclaration& rule) { return made_.contains({&rule, governing_date_}); };
    bool asked = made(flat);
    for (const ast::Name& name : payers->payers) {
      const Symbol* found = symbol(name.text);
      asked = asked || (found != nullptr && made(*found->flat));
    }
    if (!asked) continue;
    for (const ast::Name& name : payers->payers) {
      const Symbol* found = symbol(name.text);
      if (found == nullptr) continue;
      const MadeRule rule = rule_of(*found->flat, governing_date_);
      if (!rule.wrong) build.program.payers.push_back(rule.id);
    }
  }
}

void Elaborator::Implementation::elaborate_declaration(const FlatDeclaration& flat) {
  const ast::Declaration& d = *flat.declaration;
  const Environment env = environment_of(flat);
  if (flat.block && !env.list) return;
  if (std::holds_alternative<ast::ValueDecl>(d.body) || std::holds_alternative<ast::Rule>(d.body) ||
      std::holds_alternative<ast::Share>(d.body)) {
    rule_of(flat, std::holds_alternative<ast::ValueDecl>(d.body) ? governing_date_ : env.date);
  } else if (const auto* table = std::get_if<ast::Table>(&d.body)) {
    const bool bound = std::ranges::all_of(
        table->keys, [](const ast::Key& k) { return k.type == nullptr && k.path.parts.size() > 1; });
    if (bound)
      rule_of(flat, governing_date_);
    else
      for (const Typed& key : sample_keys(table->keys, table->versions))
        if (key.wrong) return;
  } else if (std::holds_alternative<ast::Payers>(d.body)) {
    rule_of(flat, governing_date_);
  } else if (std::holds_alternative<ast::Require>(d.body)) {
    requirement_rule(flat, false);
    requirement_rule(flat, true);
  } else if (std::holds_alternative<ast::Documents>(d.body)) {
    add_documents(flat);
  } else if (std::holds_alternative<ast::Record>(d.body) || std::holds_alternative<ast::Enum>(d.body) ||
             std::holds_alternative<ast::Currency>(d.body)) {
    ast::TypeExpr written;
    written.kind = ast::TypeKind::named;
    written.name = d.name.text;
    written.span = d.name.span;
    named_type(written);
  } else if (is_memory(d)) {
    check_feeding(flat);
    if (const auto id = memory_of(flat)) elaborate_posting(flat, *id);
  } else if (const auto* function = std::get_if<ast::Function>(&d.body)) {
    check_function(flat, *function);
  } else if (const auto* clause = std::get_if<ast::UnexpressedClause>(&d.body)) {
    check_clause(*clause);
  }
}

// What it affects is something of the policy.
void Elaborator::Implementation::check_clause(const ast::UnexpressedClause& clause) {
  for (const ast::Name& affected : clause.affects) {
    const auto of_items = [&](const auto& item) { return item.first.second == affected.text; };
    if (symbol(affected.text) != nullptr || std::ranges::any_of(item_symbols_, of_items)) continue;
    std::vector<std::string> known;
    for (const auto& [name, what] : symbols_) known.push_back(name);
    for (const auto& [name, what] : item_symbols_) known.push_back(name.second);
    std::ranges::sort(known);
    const std::string near = nearest_name(affected.text, known);
    report(Code::E0201, affected.span, {affected.text, near}, {},
           near.empty() ? std::nullopt : std::optional(Edit{affected.span, near}));
  }
}

// A function is checked once with its parameters as they are declared.
void Elaborator::Implementation::check_function(const FlatDeclaration& flat, const ast::Function& function) {
  Environment env = case_environment();
  env.in_function = true;
  for (const auto& parameter : function.parameters) {
    const Type type = declared(*parameter.type).type;
    env =
        env.with(parameter.name.text,
                 {.node = node(Op::local, type, {}, parameter.name.span, static_cast<std::uint32_t>(build.new_local())),
                  .type = type});
  }
  calls_.push_back(flat.declaration.get());
  check(*function.body, declared(*function.type).type, env);
  calls_.pop_back();
}

// Stand-ins for the keys of a table or bands that nobody uses, so that its cells are checked all the same.
auto Elaborator::Implementation::sample_keys(const std::vector<ast::Key>& keys,
                                             const std::vector<ast::TableVersion>& versions) -> std::vector<Typed> {
  std::vector<Typed> made;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto type = key_type(keys[i], i, versions);
    if (!type)
      made.push_back(wrong());
    else
      made.push_back(
          {.node = node(Op::local, *type, {}, keys[i].path.span, static_cast<std::uint32_t>(build.new_local())),
           .type = *type});
  }
  return made;
}

void Elaborator::Implementation::elaborate_everything() {
  std::vector<const FlatDeclaration*> all;
  for (const FlatDeclaration& flat : policy_.declarations) all.push_back(&flat);
  for (const FlatDeclaration* flat : dependency_order(policy_, all).order) elaborate_declaration(*flat);
}

// Long chains of rules are elaborated from their far end, so that recursion stays shallow.
void Elaborator::Implementation::elaborate_deep_chains(const std::vector<std::string>& roots) {
  constexpr std::size_t kDeep = 150;  // rules that may wait for each other on the stack: about 5 KB each
  std::vector<const FlatDeclaration*> wanted;
  for (const std::string& name : roots) {
    if (const Symbol* found = symbol(name)) wanted.push_back(found->flat);
    for (const auto& [key, item] : item_symbols_) {
      if (key.second == name) wanted.push_back(item.flat);
    }
  }
  const DependencyOrder found = dependency_order(policy_, wanted);
  if (found.depth <= kDeep) return;
  for (const FlatDeclaration* flat : found.order) elaborate_declaration(*flat);
}

auto Elaborator::Implementation::applies_when() -> Typed {
  Environment env = case_environment();
  env.in_selection = true;
  Typed all{.type = {.kind = TypeKind::boolean}};
  for (const ast::Expr* e : policy_.applies_when) {
    const Typed one = condition(*e, env);
    if (one.wrong) return one;
    all.node = both(all.node, one.node, e->span);
  }
  if (all.node == kNoNode) all = constant(Value::boolean(true), all.type, policy_.policy->span);
  build.program.outputs.push_back({.name = "applies", .node = all.node, .type = all.type});
  mark_needed();
  return all;
}

void Elaborator::Implementation::finish() {
  keep_bands();
  out.names.sources.clear();
  for (const Span& span : out.spans) {
    if (span.end == 0) {  // an input: written in many places
      out.names.sources.emplace_back();
      continue;
    }
    const SourceText& text = sources_.at(span.file);
    const Location at = locate(text, span.begin);
    out.names.sources.push_back(text.path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column));
  }
  out.program = build.program;
}

// A slice lists its bands only where something reads them.
void Elaborator::Implementation::keep_bands() {
  constexpr std::uint32_t kBands = 4;
  const bool read = std::ranges::any_of(build.program.nodes, [&](const Node& n) {
    if (n.op != Op::field || n.index != kBands) return false;
    const Type of = build.at(build.program.operands_of(n)[0]).type;
    return build.program.types.at(RecordId{of.id}).name.starts_with("slice of ");
  });
  for (SliceUse& slice : build.program.slices) slice.keeps_bands = read;
}

Elaborator::Elaborator(const FlatPolicy& policy, const SourceSet& sources, std::string service)
    : implementation_(std::make_unique<Implementation>(policy, sources, std::move(service), nullptr)) {}
Elaborator::Elaborator(const FlatPolicy& policy, const SourceSet& sources, const ast::Service& selected)
    : implementation_(std::make_unique<Implementation>(policy, sources, "", &selected)) {}
Elaborator::~Elaborator() = default;

void Elaborator::elaborate_service() { implementation_->elaborate_service(); }
void Elaborator::elaborate_everything() { implementation_->elaborate_everything(); }
void Elaborator::elaborate(const FlatDeclaration& declaration) { implementation_->elaborate_declaration(declaration); }

auto Elaborator::expression(const ast::Expr& expression, std::optional<Type> expected) -> ElaboratedExpression {
  Environment env = implementation_->case_environment();
  env.in_test = true;
  const Typed value =
      expected ? implementation_->check(expression, *expected, env) : implementation_->infer(expression, env);
  if (value.wrong) return {};
  const Typed whole = implementation_->whole(value, expression.span);
  return {.node = whole.node, .type = whole.type};
}

auto Elaborator::applies_when() -> ElaboratedExpression {
  const Typed value = implementation_->applies_when();
  return value.wrong ? ElaboratedExpression{} : ElaboratedExpression{.node = value.node, .type = value.type};
}

auto Elaborator::result() -> Elaborated& {
  implementation_->finish();
  return implementation_->out;
}

auto Elaborator::take() -> Elaborated {
  implementation_->keep_bands();
  implementation_->out.program = std::move(implementation_->build.program);
  return std::move(implementation_->out);
}

auto Elaborator::problems() -> std::vector<Diagnostic>& { return implementation_->problems; }

auto services_of(const FlatPolicy& policy) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const FlatDeclaration& flat : policy.declarations) {
    if (std::holds_alternative<ast::Service>(flat.declaration->body)) names.push_back(flat.declaration->name.text);
  }
  return names;
}

}  // namespace remit
