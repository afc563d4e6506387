// What is asked on the way: requirements, papers, identities.
#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;

namespace {
const Type kBoolean{.kind = TypeKind::boolean};

auto severity_of(ast::Severity severity) -> Severity { return static_cast<Severity>(severity); }
}  // namespace

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

}  // namespace remit
