// What comes out: the results of a service, and of the elements of lists.
#include <algorithm>

#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;

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

}  // namespace remit
