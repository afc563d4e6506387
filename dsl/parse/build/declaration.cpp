// The body of each kind of declaration, with what all of them carry: name, labels, notes.
#include "dsl/parse/build/declaration.h"

#include <type_traits>
#include <utility>

#include "dsl/parse/build/expression.h"
#include "dsl/parse/keywords.h"

namespace remit::parse {
namespace {

// ── small bodies ──
auto currency(Context& context, const Node& node) -> ast::Currency {
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::step) return {context.digits(part.end - 1)};
  }
  return {};
}

auto member(Context& context, const Node& node) -> ast::Member {
  ast::Member member;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::name) member.name = context.name(part.first);
    if (part.kind == Kind::label) member.labels.push_back(context.label(part));
    if (part.kind == Kind::code) member.code = context.quoted(part.end - 1);
  }
  return member;
}

auto enumeration(Context& context, const Node& node) -> ast::Enum {
  ast::Enum body;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::member) body.members.push_back(member(context, part));
  }
  return body;
}

auto record(Context& context, const Node& node) -> ast::Record {
  ast::Record body;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::field) body.fields.push_back(build_field(context, part));
  }
  return body;
}

auto input(Context& context, const Node& node) -> ast::Input {
  ast::Input body;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::personal) body.personal = true;
    if (part.kind == Kind::list_type || part.kind == Kind::base_type) body.type = build_type(context, part);
  }
  return body;
}

auto needs(Context& context, const Node& node) -> ast::Needs { return {input(context, node).type}; }

auto source(Context& context, const Node& node) -> ast::Source {
  ast::Source body;
  for (const Node& part : context.children(node)) {
    const std::uint32_t last = part.end - 1;
    if (part.kind == Kind::issued) body.issued = context.digits(last);
    if (part.kind == Kind::url) body.url = context.quoted(last);
    if (part.kind == Kind::document_number) body.number = context.quoted(last);
  }
  return body;
}

auto unexpressed(Context& context, const Node& node) -> ast::UnexpressedClause {
  ast::UnexpressedClause body;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::affects) body.affects = build_names(context, part);
  }
  return body;
}

auto month_ends(Context& context, const Node& node) -> ast::MonthEnds {
  return {std::string(spelling(context.tokens.at(node.end - 1), false))};
}

auto drop(Context& context, const Node& node) -> ast::DropException {
  const auto names = context.children(node);
  return {context.name(names[0].first), context.name(names[1].first)};
}

auto body_of(Context& context, const Node& node) -> decltype(ast::Declaration::body) {
  switch (node.kind) {
    case Kind::currency: return currency(context, node);
    case Kind::enum_: return enumeration(context, node);
    case Kind::record: return record(context, node);
    case Kind::input: return input(context, node);
    case Kind::source: return source(context, node);
    case Kind::unexpressed: return unexpressed(context, node);
    case Kind::month_ends: return month_ends(context, node);
    case Kind::value: return build_value(context, node);
    case Kind::needs: return needs(context, node);
    case Kind::table: return build_table(context, node);
    case Kind::bands: return build_bands(context, node);
    case Kind::catalog: return build_catalog(context, node);
    case Kind::rule: return build_rule(context, node);
    case Kind::exception: return build_exception(context, node);
    case Kind::function: return build_function(context, node);
    case Kind::share: return build_share(context, node);
    case Kind::payers: return build_payers(context, node);
    case Kind::require: return build_require(context, node);
    case Kind::documents: return build_documents(context, node);
    case Kind::tally: return build_tally(context, node);
    case Kind::spell: return build_spell(context, node);
    case Kind::history: return build_history(context, node);
    case Kind::account: return build_account(context, node);
    case Kind::service: return build_service(context, node);
    case Kind::test: return build_test(context, node);
    default: return drop(context, node);
  }
}

// ── what all carry ──
// The first name is the declaration's; labels count until the clause that has labels of its own.
void common_parts(Context& context, const Node& node, ast::Declaration& declaration) {
  bool own_labels = true;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::severity) own_labels = false;
    if (part.kind == Kind::label && own_labels) {
      declaration.labels.push_back(context.label(part));
    } else if (part.kind == Kind::name && declaration.name.text.empty()) {
      declaration.name = context.name(part.first);
    } else {
      build_note(context, part, declaration.notes);
    }
  }
}

void prefix(Context& context, const Node& node, std::uint32_t begin, ast::Declaration& declaration) {
  for (std::uint32_t token = begin; token < node.first; ++token) {
    if (context.tokens.at(token) == Token::private_) declaration.is_private = true;
    if (context.tokens.at(token) == Token::override_) declaration.change = ast::Change::override_;
    if (context.tokens.at(token) == Token::extend) declaration.change = ast::Change::extend;
  }
}

void tell_missing_type(Context& context, const ast::Declaration& declaration) {
  const auto has_type = [](const auto& body) {
    if constexpr (
        requires { body.versions, body.type; } || requires { body.personal; } ||
        std::is_same_v<std::decay_t<decltype(body)>, ast::Needs>) {
      return body.type != nullptr;
    } else {
      return true;
    }
  };
  const bool may_lack = declaration.change != ast::Change::none || std::holds_alternative<ast::Rule>(declaration.body);
  if (may_lack || std::visit(has_type, declaration.body)) return;
  context.problems.add(Code::E0143, declaration.name.span, {declaration.name.text});
}

// `= nothing` is written in `extend rule x { except … }` only.
void tell_missing_value(Context& context, const ast::Declaration& declaration) {
  const auto* const rule = std::get_if<ast::Rule>(&declaration.body);
  if (rule == nullptr || declaration.change == ast::Change::extend || rule->versions.front().value != nullptr) return;
  context.problems.add(Code::E0146, declaration.name.span, {declaration.name.text});
}

void tell_missing_date(Context& context, const ast::Declaration& declaration) {
  const auto* const service = std::get_if<ast::Service>(&declaration.body);
  if (service == nullptr || declaration.change == ast::Change::extend) return;
  const bool dated = service->governed_by_as_of || service->governed_by != nullptr;
  if (dated && !service->takes.empty()) return;
  context.problems.add(Code::E0147, declaration.name.span,
                       {declaration.name.text, dated ? "`takes`" : "`governed by`"});
}

}  // namespace

auto build_declaration(Context& context, const Node& node, std::uint32_t begin) -> ast::Declaration {
  ast::Declaration declaration;
  declaration.span = context.problems.span(context.tokens.places[begin].begin, context.tokens.places[node.end - 1].end);
  prefix(context, node, begin, declaration);
  declaration.body = body_of(context, node);
  if (const auto* const test = std::get_if<ast::Test>(&declaration.body)) {
    declaration.name = {test->title, context.span(node.first + 1)};
  } else if (node.kind != Kind::exception && node.kind != Kind::drop) {
    common_parts(context, node, declaration);
  }
  tell_missing_type(context, declaration);
  tell_missing_value(context, declaration);
  tell_missing_date(context, declaration);
  return declaration;
}

auto build_for_each(Context& context, const Node& node) -> ast::Declaration {
  ast::Declaration declaration;
  ast::ForEach loop;
  declaration.span = context.span(node);
  if (context.first(node) == Token::extend) declaration.change = ast::Change::extend;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::name) loop.loop = context.name(part.first);
    if (part.kind == Kind::in_list) loop.list = build_last(context, part);
    if (part.kind == Kind::governed_by) loop.governed_by = build_last(context, part);
  }
  declaration.body = std::move(loop);
  return declaration;
}

}  // namespace remit::parse
