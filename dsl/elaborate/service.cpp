// Services: what goes in, what comes out, and what is asked on the way: requirements, papers, identities.
#include <algorithm>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "dsl/elaborate/order.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"

namespace remit {

using ast::ExprKind;

namespace {
const Type kBoolean{.kind = TypeKind::boolean};

auto severity_of(ast::Severity severity) -> Severity { return static_cast<Severity>(severity); }
}  // namespace

// ── inputs ──

auto Elaborator::Implementation::input_shape(const FieldType& field, bool inside_list, std::optional<ListId> list,
                                             const std::string& path) -> InputShape {
  InputShape shape{.field = field};
  const auto slot = [&](Type type) -> std::uint32_t {
    FieldType named = field;
    named.type = type;
    named.name = path;
    if (!inside_list) {
      out.names.inputs.push_back(std::move(named));
      return build.program.input_count++;
    }
    auto& columns = build.program.lists[static_cast<std::size_t>(*list)].columns;
    columns.push_back(static_cast<std::uint32_t>(out.names.columns.size()));
    out.names.columns.push_back(std::move(named));
    out.names.column_paths.push_back(out.names.lists[static_cast<std::size_t>(*list)] + "[]." + path);
    return static_cast<std::uint32_t>(columns.size() - 1);
  };
  const auto below = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
  if (field.type.kind == TypeKind::record) {
    shape.kind = InputShape::Kind::record;
    if (field.type.optional) shape.slot = slot(kBoolean);
    const std::vector<FieldType> fields = build.program.types.at(RecordId{field.type.id}).fields;
    for (const FieldType& f : fields) {
      shape.children.push_back(input_shape(f, inside_list, list, below(f.name)));
      if (field.personal) shape.children.back().field.personal = true;
    }
    return shape;
  }
  if (field.type.kind == TypeKind::list && element_type(field.type).kind == TypeKind::record) {
    shape.kind = InputShape::Kind::list;
    const ListId id{static_cast<std::uint32_t>(build.program.lists.size())};
    const Type element = element_type(field.type);
    build.program.lists.push_back({.self = build.new_local(),
                                   .parent = list,
                                   .element = element,
                                   .at_most = field.limits.at_most.value_or(100'000),
                                   .name = static_cast<std::uint32_t>(id)});
    out.names.lists.push_back(inside_list ? out.names.lists[static_cast<std::size_t>(*list)] + "[]." + path : path);
    list_shapes_.push_back(nullptr);
    shape.list = id;
    const std::vector<FieldType> fields = build.program.types.at(RecordId{element.id}).fields;
    for (const FieldType& f : fields) shape.children.push_back(input_shape(f, true, id, f.name));
    return shape;
  }
  shape.kind = InputShape::Kind::leaf;
  shape.slot = slot(field.type);
  return shape;
}

void Elaborator::Implementation::make_inputs(const ast::Service* selected) {
  std::vector<std::string> takes;
  if (service_declaration_ != nullptr) {
    for (const ast::Name& name : std::get<ast::Service>(service_declaration_->declaration->body).takes) {
      const Symbol* found = symbol(name.text);
      if (found != nullptr && std::holds_alternative<ast::Input>(found->declaration().body)) {
        if (name.text == "as_of" || name.text == "papers" || name.text == "opening")
          report(Code::E0350, name.span, {name.text});
        if (std::ranges::find(takes, name.text) == takes.end())
          takes.push_back(name.text);  // a child may name it again
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [input, what] : symbols_) {
        if (std::holds_alternative<ast::Input>(what.declaration().body)) known.push_back(input);
      }
      std::ranges::sort(known);
      const std::string near = nearest_name(name.text, known);
      takes_unknown_ = true;
      report(Code::E0341, name.span, {name.text, near}, {},
             near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
    }
  } else {
    const DeclarationSet behind = selected == nullptr ? DeclarationSet() : behind_selection(policy_, *selected);
    for (const FlatDeclaration& flat : policy_.declarations) {
      if (flat.block || !std::holds_alternative<ast::Input>(flat.declaration->body)) continue;
      if (selected == nullptr || behind.contains(&flat)) takes.push_back(flat.declaration->name.text);
    }
  }
  const auto is_input = [](const auto& named) {
    return std::holds_alternative<ast::Input>(named.second.declaration().body);
  };
  takes_every_input_ = takes.size() == static_cast<std::size_t>(std::ranges::count_if(symbols_, is_input));
  for (const std::string& name : takes) {
    const ast::Declaration& d = symbol(name)->declaration();
    const auto& input = std::get<ast::Input>(d.body);
    const Declared type = declared(*input.type);
    FieldType field{.name = name,
                    .code = {},
                    .labels = labels_of(d.labels),
                    .type = type.type,
                    .limits = type.limits,
                    .personal = input.personal};
    if (field.type.kind == TypeKind::count && !field.limits.low) field.limits.low = Number();
    input_order_.push_back(name);
    input_shapes_.emplace(name, input_shape(field, false, std::nullopt, name));
  }
  for (auto& [name, shape] : input_shapes_) register_list_shapes(shape);
}

void Elaborator::Implementation::register_list_shapes(const InputShape& shape) {
  if (shape.list) list_shapes_[static_cast<std::size_t>(*shape.list)] = &shape;
  for (const InputShape& child : shape.children) register_list_shapes(child);
}

// `claim.items`: no rule takes part in what it is.
bool Elaborator::Implementation::is_of_input(const ast::Expr& list) const {
  if (list.kind == ast::ExprKind::member) return is_of_input(*list.operands[0]);
  return list.kind == ast::ExprKind::name && input_shapes_.contains(list.text);
}

// The lists that have rules of their own, and the names of these. One list may be made of rules of another, wherever
// both are written: those of the input come first, the others when somebody goes through them.
void Elaborator::Implementation::know_lists() {
  for (const bool of_input : {true, false}) {
    for (std::uint32_t block = 0; block < policy_.blocks.size(); ++block) {
      if (!of_input || is_of_input(*policy_.blocks[block].list)) list_of_block(block);
    }
    for (const FlatDeclaration& flat : policy_.declarations) {
      const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
      if (share != nullptr && (!of_input || is_of_input(*share->list))) list_of_share(flat);
    }
  }
  lists_known_ = true;
}

void Elaborator::Implementation::know_list(const ast::Expr& written) {
  if (lists_known_) return;
  const std::string text = text_of(written);
  for (std::uint32_t block = 0; block < policy_.blocks.size(); ++block) {
    if (!block_lists_.contains(block) && text_of(*policy_.blocks[block].list) == text) list_of_block(block);
  }
  for (const FlatDeclaration& flat : policy_.declarations) {
    const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
    if (share != nullptr && text_of(*share->list) == text) list_of_share(flat);
  }
}

auto Elaborator::Implementation::list_of_block(std::uint32_t block) -> std::optional<ListId> {
  if (const auto known = block_lists_.find(block); known != block_lists_.end()) return known->second;
  block_lists_[block] = std::nullopt;  // until it is known, and where it is wrong
  if (reads_what_is_not_taken(*policy_.blocks[block].list)) return std::nullopt;
  const std::optional<ListId> id = list_with_rules(*policy_.blocks[block].list);
  if (!id) return id;
  block_lists_[block] = id;
  for (const FlatDeclaration& flat : policy_.declarations) {
    if (flat.block == block) add_item_symbol(*id, flat);
  }
  return id;
}

void Elaborator::Implementation::add_item_symbol(ListId list, const FlatDeclaration& flat) {
  const Type element = build.program.at(list).element;
  if (element.kind == TypeKind::record) {
    for (const FieldType& field : build.program.types.at(RecordId{element.id}).fields) {
      if (field.name == flat.declaration->name.text)
        report(Code::E0364, flat.declaration->name.span, {field.name, name_of(element)});
    }
  }
  if (!flat.declaration->name.text.empty()) {
    item_symbols_[{static_cast<std::uint32_t>(list), flat.declaration->name.text}] = {&flat};
  }
}

// A share that stands outside a block has its own list.
void Elaborator::Implementation::list_of_share(const FlatDeclaration& flat) {
  const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
  if (share == nullptr || flat.block || share_lists_.contains(&flat)) return;
  share_lists_[&flat] = std::nullopt;  // until it is known, and where it is wrong
  if (reads_what_is_not_taken(*share->list)) return;
  const std::optional<ListId> id = list_with_rules(*share->list);
  share_lists_[&flat] = id;
  if (id) add_item_symbol(*id, flat);
}

// The list that an expression yields, with an axis of its own: of the input, or derived and made here.
auto Elaborator::Implementation::list_with_rules(const ast::Expr& written) -> std::optional<ListId> {
  const Typed list = list_operand(written, case_environment());
  if (list.wrong) return std::nullopt;
  const Type element = element_type(list.type);
  if (element.kind == TypeKind::element) return ListId{element.id};
  const ListId id{static_cast<std::uint32_t>(build.program.lists.size())};
  build.program.lists.push_back(
      {.self = build.new_local(), .derived = list.node, .element = element, .name = static_cast<std::uint32_t>(id)});
  out.names.lists.push_back(text_of(written));
  list_shapes_.push_back(nullptr);
  derived_lists_[static_cast<std::uint32_t>(list.node)] = id;
  return id;
}

// ── catalogs ──

auto Elaborator::Implementation::look_up(const FlatDeclaration& flat, const ast::Expr& e, const Environment& env,
                                         NodeId date) -> Typed {
  const ast::Declaration& d = *flat.declaration;
  const auto& catalog = std::get<ast::Catalog>(d.body);
  ast::TypeExpr written;
  written.kind = ast::TypeKind::named;
  written.name = catalog.record.text;
  written.span = catalog.record.span;
  Type row = named_type(written).type;
  if (row.kind != TypeKind::record) return wrong();
  const std::size_t wanted = catalog.by.size() + 1;
  if (e.operands.size() - 1 != wanted) {
    return report_wrong(Code::E0314, e.span,
                        {d.name.text, std::to_string(wanted), std::to_string(e.operands.size() - 1)});
  }
  const auto& fields = build.program.types.at(RecordId{row.id}).fields;
  const auto key_field = std::ranges::find(fields, catalog.key.text, &FieldType::name);
  const Type key_type = key_field == fields.end() ? Type{.kind = TypeKind::text} : key_field->type;
  std::vector<NodeId> operands;
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    const Type expected = i == wanted ? key_type : Type{.kind = TypeKind::text};
    const Typed key = narrowed(check(*e.operands[i], expected, env), env);
    if (key.wrong) return key;
    operands.push_back(key.node);
  }
  if (catalog.valid) operands.push_back(date);
  if (!catalogs_.contains(&flat)) {
    catalogs_[&flat] = CatalogId{static_cast<std::uint32_t>(build.program.catalogs.size())};
    build.program.catalogs.push_back({.by = static_cast<std::uint32_t>(catalog.by.size()),
                                      .dated = catalog.valid.has_value(),
                                      .name = declaration_index(flat)});
    out.catalogs.push_back({catalogs_[&flat], &d, row});
  }
  row.optional = true;
  return {.node = node(Op::look_up, row, operands, e.span, static_cast<std::uint32_t>(catalogs_[&flat])), .type = row};
}

// ── requirements, papers, identities ──

auto Elaborator::Implementation::requirement_rule(const FlatDeclaration& flat, bool met) -> MadeRule {
  const auto key = std::pair(&flat, met);
  if (const auto known = requirement_rules_.find(key); known != requirement_rules_.end()) {
    if (known->second.in_progress) return cycle({&flat, governing_date_});
    return known->second.rule;
  }
  requirement_rules_[key] = {{.wrong = true}, true};
  in_progress_.push_back({&flat, governing_date_});
  const ast::Declaration& d = *flat.declaration;
  const auto& require = std::get<ast::Require>(d.body);
  const Environment env = environment_of(flat);
  const Typed applies =
      require.when == nullptr ? constant(Value::boolean(true), kBoolean, d.name.span) : condition(*require.when, env);
  Typed holds = applies;
  if (met && !applies.wrong) {
    holds = condition(*require.holds, env.knowing(facts_when(applies.node, true)));
    if (!holds.wrong && require.when != nullptr) {
      holds.node = node(Op::logical_or, kBoolean, {negated(applies.node, d.name.span), holds.node}, d.name.span);
    }
  }
  in_progress_.pop_back();
  MadeRule made{.wrong = true};
  if (!applies.wrong && !holds.wrong) {
    made = {.id = add_rule(Rule::Kind::requirement, env.list, met ? holds.node : applies.node, flat,
                           met ? "/met" : "/applies"),
            .type = kBoolean};
    DeclarationName& name = out.names.rules.back();
    name.formula = met ? text_of(*require.holds) : require.when == nullptr ? "true" : text_of(*require.when);
  }
  requirement_rules_[key] = {made, false};
  return made;
}

void Elaborator::Implementation::add_requirement(const FlatDeclaration& flat) {
  const auto& require = std::get<ast::Require>(flat.declaration->body);
  const MadeRule applies = requirement_rule(flat, false);
  const MadeRule met = requirement_rule(flat, true);
  if (applies.wrong || met.wrong) return;
  DeclarationName name = declaration_name(flat);
  name.formula = text_of(*require.holds);
  out.names.requirements.push_back(std::move(name));
  out.names.messages.push_back(labels_of(require.message));
  out.names.advice.push_back(labels_of(require.advice));
  build.program.requirements.push_back({.applies = applies.id,
                                        .met = met.id,
                                        .severity = severity_of(require.severity),
                                        .name = static_cast<std::uint32_t>(out.names.requirements.size() - 1)});
}

auto Elaborator::Implementation::paper(const ast::Document& document, const Environment& env,
                                       const FlatDeclaration& flat) -> Paper {
  Paper made;
  DeclarationName name = declaration_name(flat);
  name.step += "/" + document.name.text;
  name.name = document.name.text;
  name.labels = labels_of(document.labels);
  out.names.papers.push_back(std::move(name));
  made.name = static_cast<std::uint32_t>(out.names.papers.size() - 1);
  if (document.when != nullptr) made.when = condition(*document.when, env).node;
  for (const ast::Document& one : document.one_of) made.one_of.push_back(paper(one, env, flat));
  return made;
}

// The papers that are asked for, made once; nullptr: wrong.
auto Elaborator::Implementation::papers_of(const FlatDeclaration& flat) -> const Papers* {
  const auto [known, added] = papers_.emplace(&flat, std::nullopt);
  if (!added) return known->second ? &*known->second : nullptr;
  const auto& documents = std::get<ast::Documents>(flat.declaration->body);
  Environment env = case_environment();
  Papers made;
  if (documents.when != nullptr) {
    const Typed when = condition(*documents.when, env);
    if (when.wrong) return nullptr;
    made.when = when.node;
    env = env.knowing(facts_when(when.node, true));
  }
  out.names.documents.push_back(declaration_name(flat));
  made.name = static_cast<std::uint32_t>(out.names.documents.size() - 1);
  for (const ast::Document& document : documents.papers) made.papers.push_back(paper(document, env, flat));
  return &*(papers_[&flat] = std::move(made));
}

void Elaborator::Implementation::add_documents(const FlatDeclaration& flat) {
  if (const Papers* papers = papers_of(flat)) build.program.documents.push_back(*papers);
}

// Is the paper there, or not asked for? Of a group, one that is asked for must be there.
auto Elaborator::Implementation::paper_met(const Paper& paper, Span span) -> NodeId {
  if (paper.one_of.empty()) {
    const NodeId given = node(Op::paper_given, kBoolean, {}, span, paper.name);
    return paper.when == kNoNode ? given : node(Op::logical_or, kBoolean, {negated(paper.when, span), given}, span);
  }
  NodeId any = constant(Value::boolean(false), kBoolean, span).node;
  for (const Paper& one : paper.one_of) {
    const NodeId given = both(one.when, node(Op::paper_given, kBoolean, {}, span, one.name), span);
    any = node(Op::logical_or, kBoolean, {any, given}, span);
  }
  return any;
}

// `manual_claim.applies`, `manual_claim.met`: all that is asked for was given.
auto Elaborator::Implementation::documents_member(const FlatDeclaration& flat, const ast::Expr& e) -> Typed {
  if (e.text != "met" && e.text != "applies") return no_member(e, flat.declaration->name.text, {"met", "applies"});
  const Papers* papers = papers_of(flat);
  if (papers == nullptr) return wrong();
  const NodeId applies = papers->when == kNoNode ? constant(Value::boolean(true), kBoolean, e.span).node : papers->when;
  if (e.text == "applies") return boolean(applies);
  NodeId met = kNoNode;
  for (const Paper& paper : papers->papers) met = both(met, paper_met(paper, e.span), e.span);
  return boolean(node(Op::logical_or, kBoolean, {negated(applies, e.span), met}, e.span));
}

void Elaborator::Implementation::add_identity(const ast::Ensures& ensures, const FlatDeclaration& service,
                                              std::size_t number) {
  const Environment env = case_environment();
  Identity made;
  const bool equation = ensures.holds->kind == ExprKind::compare && ensures.holds->word == ast::Word::equal;
  if (equation) {
    const std::vector<Typed> sides = alike(ensures.holds->operands, nullptr, {env}, ensures.span);
    if (sides[0].wrong || sides[1].wrong) return;
    made.left = sides[0].node;
    made.right = sides[1].node;
    if (ensures.within != nullptr) {
      const Type type{.kind = sides[0].type.kind, .id = sides[0].type.id};
      const Typed within = check(*ensures.within, type, env);
      if (within.wrong) return;
      const NodeId difference = node(Op::subtract, type, {made.left, made.right}, ensures.span);
      made.holds = node(Op::less_equal, kBoolean, {node(Op::absolute, type, {difference}, ensures.span), within.node},
                        ensures.span);
    }
  } else if (ensures.within != nullptr) {
    report(Code::E0301, ensures.holds->span, {"an equation a = b before `within`", text_of(*ensures.holds)});
    return;
  }
  if (made.holds == kNoNode) made.holds = condition(*ensures.holds, env).node;
  if (made.holds == kNoNode) return;
  DeclarationName name = declaration_name(service);
  name.step += "/ensures " + std::to_string(number + 1);
  name.name = text_of(*ensures.holds);
  name.labels = labels_of(ensures.labels);
  name.formula = name.name;
  cite(name, ensures.notes);
  out.names.identities.push_back(std::move(name));
  made.name = static_cast<std::uint32_t>(out.names.identities.size() - 1);
  build.program.identities.push_back(made);
}

// ── outputs ──

auto Elaborator::Implementation::path_expression(const ast::Path& path) -> const ast::Expr& {
  const ast::Expr* made = nullptr;
  for (const ast::Name& part : path.parts) {
    ast::Expr e;
    e.kind = made == nullptr ? ExprKind::name : ExprKind::member;
    e.text = part.text;
    e.mark = part.span;
    e.span = {part.span.file, path.span.begin, part.span.end};
    if (made != nullptr) e.operands.push_back(made);
    made = &arena_.expressions.emplace_back(std::move(e));
  }
  return *made;
}

// The place on which what a path names is declared to lie.
auto Elaborator::Implementation::limits_of_path(const ast::Path& path, const Environment& env) -> Limits {
  const std::string& last = path.parts.back().text;
  const Symbol* found = path.parts.size() == 1 ? symbol(last) : nullptr;
  if (env.list && found == nullptr) found = item_symbol(*env.list, last);
  if (found != nullptr) {
    const ast::Declaration& d = found->declaration();
    const ast::TypeExpr* type = nullptr;
    if (const auto* rule = std::get_if<ast::Rule>(&d.body)) type = rule->type;
    if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) type = value->type;
    if (const auto* table = std::get_if<ast::Table>(&d.body)) type = table->result;
    if (const auto* share = std::get_if<ast::Share>(&d.body)) type = share->type;
    if (const auto* tally = std::get_if<ast::Tally>(&d.body)) type = tally->type;
    if (const auto* account = std::get_if<ast::Account>(&d.body)) type = account->type;
    if (type != nullptr) return declared(*type).limits;
    if (const auto* payers = std::get_if<ast::Payers>(&d.body)) {
      // What is left lies where the amount and the payments lie: on the currency's place.
      const Typed left = make_rest(*found->flat);
      if (!left.wrong && payers != nullptr) return {.step = build.program.types.at(CurrencyId{left.type.id}).step};
    }
    return {};
  }
  const InputShape* shape = shape_at(path, env);
  return shape == nullptr ? Limits{} : shape->field.limits;
}

// The input, or the part of one, that a path leads to; nullptr where it is none.
auto Elaborator::Implementation::shape_at(const ast::Path& path, const Environment& env) const -> const InputShape* {
  const InputShape* shape = nullptr;
  std::size_t part = 0;
  if (env.list) {
    shape = list_shapes_[static_cast<std::size_t>(*env.list)];
  } else if (const auto input = input_shapes_.find(path.parts[0].text); input != input_shapes_.end()) {
    shape = &input->second;
    part = 1;
  }
  for (; shape != nullptr && part < path.parts.size(); ++part) {
    const auto child = std::ranges::find_if(shape->children,
                                            [&](const InputShape& s) { return s.field.name == path.parts[part].text; });
    shape = child == shape->children.end() ? nullptr : &*child;
  }
  return shape;
}

auto Elaborator::Implementation::make_output(const ast::Given& given, const Environment& env) -> std::optional<Output> {
  const ast::Expr& path = path_expression(given.path);
  Typed value = narrowed(env.list ? item_output(path, env) : infer(path, env), env);
  if (value.wrong) return std::nullopt;
  if (value.type.kind == TypeKind::list && !given.fields.empty()) value = elements_of(value, given.path.span);
  Output made{.name = given.path.text(), .code = given.code, .labels = labels_of(given.labels)};
  const std::string& last = given.path.parts.back().text;
  const Symbol* found = given.path.parts.size() > 1 ? nullptr : env.list ? item_symbol(*env.list, last) : symbol(last);
  const InputShape* shape = found == nullptr ? shape_at(given.path, env) : nullptr;
  made.personal = shape != nullptr && shape->field.personal;
  if (made.labels.empty() && found != nullptr) made.labels = labels_of(found->declaration().labels);
  if (made.labels.empty() && shape != nullptr) made.labels = shape->field.labels;
  if (value.type.kind == TypeKind::list && element_type(value.type).kind == TypeKind::element) {
    if (given.fields.empty()) {
      report(Code::E0343, given.path.span, {made.name});
      return std::nullopt;
    }
    made.list = ListId{element_type(value.type).id};
    Environment inner = case_environment();
    inner.list = made.list;
    const Type element{.kind = TypeKind::element, .id = static_cast<std::uint32_t>(*made.list)};
    inner = inner.with("", {.node = node(Op::local, element, {}, given.path.span,
                                         static_cast<std::uint32_t>(build.program.at(*made.list).self)),
                            .type = element});
    made.node = value.node;
    made.type = value.type;
    for (const ast::Given& field : given.fields) {
      if (auto one = make_output(field, inner)) made.fields.push_back(std::move(*one));
    }
    return made.fields.size() == given.fields.size() ? std::optional(std::move(made)) : std::nullopt;
  }
  if (!given.fields.empty()) {
    report(Code::E0345, given.path.span, {name_of(value.type)});
    return std::nullopt;
  }
  value = whole(value, given.path.span);
  made.node = value.node;
  made.type = value.type;
  const Limits limits = limits_of_path(given.path, env);
  made.step = limits.step;
  if (has_place(value.type))
    out.places.push_back({value.node, limits.step, given.path.span, made.name, given.path.span});
  if (value.type.kind == TypeKind::record) {
    const std::vector<FieldType> fields = build.program.types.at(RecordId{value.type.id}).fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
      if (!has_place(fields[i].type) || fields[i].limits.step) continue;  // that was claimed where the record was made
      const NodeId part = node(Op::field, fields[i].type, {value.node}, given.path.span, i);
      out.places.push_back({part, std::nullopt, given.path.span, made.name + "." + fields[i].name, given.path.span});
    }
  }
  return made;
}

// A field or rule of the element at hand.
auto Elaborator::Implementation::item_output(const ast::Expr& path, const Environment& env) -> Typed {
  if (path.kind == ExprKind::name) {
    ast::Expr member = path;
    member.kind = ExprKind::member;
    return member_of(env.locals.back().value, member, env);
  }
  return member_of(narrowed(item_output(*path.operands[0], env), env), path, env);
}

// ── what the service needs ──

// Which rules read each leaf of the input themselves, a few of each.
auto Elaborator::Implementation::direct_readers() const -> Readers {
  constexpr std::size_t kMostNamed = 5;
  Readers readers;
  std::vector<std::uint32_t> seen(build.program.nodes.size(), kOfCase);
  for (std::uint32_t rule = 0; rule < build.program.rules.size(); ++rule) {
    std::vector<NodeId> open = {build.program.rules[rule].node};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (std::exchange(seen[static_cast<std::size_t>(id)], rule) == rule) continue;
      const Node& n = build.at(id);
      if (n.op == Op::input || n.op == Op::element_field) {
        const std::uint32_t list = n.op == Op::input ? kOfCase : build.at(build.program.operands_of(n)[0]).type.id;
        std::vector<RuleId>& known = readers[{list, n.index}];
        if (known.size() < kMostNamed) known.push_back(RuleId{rule});
      }
      each_operand(build.program, n, [&](NodeId operand) { open.push_back(operand); });
    }
  }
  return readers;
}

void Elaborator::Implementation::mark_needed() {
  const std::vector<bool> seen = reachable(build.program, roots_of(build.program));
  std::vector<bool> inputs(build.program.input_count);
  std::vector<std::vector<bool>> columns(build.program.lists.size());
  std::vector<bool> lists(build.program.lists.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i].resize(build.program.lists[i].columns.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i]) continue;
    const Node& n = build.program.nodes[i];
    switch (n.op) {
      case Op::input: inputs[n.index] = true; break;
      case Op::input_list:
      case Op::element_list: lists[n.index] = true; break;
      case Op::element_field: {
        const Node& element = build.at(build.program.operands_of(n)[0]);
        columns[element.type.id][n.index] = true;
        lists[element.type.id] = true;
        break;
      }
      case Op::opening:
      case Op::after_case:
      case Op::over_last:
      case Op::spell_start: build.program.memories[n.index].read = true; break;
      default: break;
    }
  }
  const Readers readers = direct_readers();
  const auto mark = [&](const auto& self, InputShape& shape, std::optional<ListId> list) -> bool {
    bool needed = false;
    if (shape.kind == InputShape::Kind::list) {
      needed = lists[static_cast<std::size_t>(*shape.list)];
      for (InputShape& child : shape.children) needed = self(self, child, shape.list) || needed;
    } else {
      if (shape.slot) {
        needed = list ? columns[static_cast<std::size_t>(*list)][*shape.slot] : inputs[*shape.slot];
        const auto found = readers.find({list ? static_cast<std::uint32_t>(*list) : kOfCase, *shape.slot});
        if (found != readers.end()) shape.needed_by = found->second;
      }
      for (InputShape& child : shape.children) needed = self(self, child, list) || needed;
    }
    shape.needed = needed;
    return needed;
  };
  for (const std::string& name : input_order_) {
    InputShape& shape = input_shapes_.at(name);
    mark(mark, shape, std::nullopt);
    build.program.inputs.push_back(shape);
  }
}

}  // namespace remit
