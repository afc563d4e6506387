// Fields, records, lists that are written out, and what stands in brackets.
#include <algorithm>
#include <utility>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "engine/text/nearest.h"
#include "engine/value/print.h"

namespace remit {
namespace {

// Of a constant, also with its sign.
auto written_number(const Program& program, NodeId node) -> std::optional<Number> {
  const Node& n = program.at(node);
  if (n.op == Op::negate) {
    const std::optional<Number> number = written_number(program, program.operands_of(n)[0]);
    return number ? std::optional(-*number) : std::nullopt;
  }
  if (n.op != Op::constant || program.constants[n.index].tag() != Value::Tag::number) return std::nullopt;
  return program.constants[n.index].as_number();
}

}  // namespace

using ast::ExprKind;

// What a part of the input is worth: a leaf's node; of a record, where its leaves are.
auto Elaborator::Implementation::shape_value(const InputShape& shape, NodeId element, bool optional) -> Typed {
  Type type = shape.field.type;
  const Span nowhere{};
  const auto read = [&](Type slot_type) {
    return element == kNoNode ? node(Op::input, slot_type, {}, nowhere, *shape.slot)
                              : node(Op::element_field, slot_type, {element}, nowhere, *shape.slot);
  };
  switch (shape.kind) {
    case InputShape::Kind::leaf: {
      if (type.kind == TypeKind::nothing) return wrong();  // its type could not be read, which was told
      type.optional = type.optional || optional;
      return {.node = read(type), .type = type};
    }
    case InputShape::Kind::record: {
      Typed value{.type = type, .shape = &shape, .element = element};
      value.type.optional = type.optional || optional;
      if (shape.slot) value.node = read({.kind = TypeKind::boolean});
      return value;
    }
    case InputShape::Kind::list: {
      Type list = list_of({.kind = TypeKind::element, .id = static_cast<std::uint32_t>(*shape.list)});
      list.optional = type.optional || optional;
      const auto id = static_cast<std::uint32_t>(*shape.list);
      return {.node = element == kNoNode ? node(Op::input_list, list, {}, nowhere, id)
                                         : node(Op::element_list, list, {element}, nowhere, id),
              .type = list};
    }
  }
  return wrong();
}

auto Elaborator::Implementation::no_member(const ast::Expr& e, const std::string& of, std::vector<std::string> known)
    -> Typed {
  std::ranges::sort(known);
  return no_field({e.text, e.mark}, of, known);
}

auto Elaborator::Implementation::no_field(const ast::Name& name, const std::string& of,
                                          const std::vector<std::string>& known) -> Typed {
  const std::string near = nearest_name(name.text, known);
  return report_wrong(Code::E0306, name.span, {name.text, of, near}, {},
                      near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
}

auto Elaborator::Implementation::member(const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Expr& object = *e.operands[0];
  if (object.kind == ExprKind::name) {
    const bool local = std::ranges::any_of(env.locals, [&](const Local& l) { return l.name == object.text; });
    const Symbol* found = local ? nullptr : symbol(object);
    if (!local && env.list && found == nullptr) found = item_symbol(*env.list, object.text);
    if (found != nullptr && std::holds_alternative<ast::Require>(found->declaration().body)) {
      if (e.text != "met" && e.text != "applies") return no_member(e, object.text, {"met", "applies"});
      const MadeRule rule = requirement_rule(*found->flat, e.text == "met");
      const NodeId self =
          env.list && found->flat->block
              ? node(Op::local, {.kind = TypeKind::element, .id = static_cast<std::uint32_t>(*env.list)}, {}, e.span,
                     static_cast<std::uint32_t>(build.program.at(*env.list).self))
              : kNoNode;
      return rule_node(rule, self, e.span);
    }
    if (found != nullptr && std::holds_alternative<ast::Documents>(found->declaration().body)) {
      return documents_member(*found->flat, e);
    }
    if (!local && found == nullptr && !resolve_name(object, env)) {
      const auto type = type_declarations_.find(object.text);
      if (type != type_declarations_.end() && std::holds_alternative<ast::Enum>(type->second->declaration->body)) {
        ast::TypeExpr written;
        written.kind = ast::TypeKind::named;
        written.name = object.text;
        const Type of = named_type(written).type;
        if (const auto value = member_of_enum(of, e.text)) return constant(Value::integer(*value), of, e.span);
        std::vector<std::string> known;
        for (const EnumMember& m : build.program.types.at(EnumId{of.id}).members) known.push_back(m.name);
        return no_member(e, object.text, known);
      }
    }
  }
  if (const FlatDeclaration* account = account_of(object, env)) {
    const Exprs keys(object.operands.begin() + (object.kind == ExprKind::index ? 1 : 0), object.operands.end());
    return pot(*account, keys, e, env);
  }
  return narrowed(member_of(narrowed(infer_element(object, env), env), e, env), env);
}

// Whether a record has the field, or an element the field or rule.
auto Elaborator::Implementation::has_member(const Type& type, const std::string& name) const -> bool {
  if (type.kind == TypeKind::record) {
    return std::ranges::find(build.program.types.at(RecordId{type.id}).fields, name, &FieldType::name) !=
           build.program.types.at(RecordId{type.id}).fields.end();
  }
  if (type.kind != TypeKind::element) return false;
  const ListId list{type.id};
  const InputShape* shape = list_shapes_[type.id];
  const auto is_named = [&](const InputShape& child) { return child.field.name == name; };
  return item_symbol(list, name) != nullptr || (shape == nullptr ? has_member(build.program.at(list).element, name)
                                                                 : std::ranges::any_of(shape->children, is_named));
}

// The account that `card` or `card[keys]` names; else nullptr.
auto Elaborator::Implementation::account_of(const ast::Expr& e, const Environment& env) const
    -> const FlatDeclaration* {
  const ast::Expr& name = e.kind == ExprKind::index ? *e.operands[0] : e;
  if (name.kind != ExprKind::name ||
      std::ranges::any_of(env.locals, [&](const Local& l) { return l.name == name.text; }))
    return nullptr;
  const Symbol* found = env.list ? item_symbol(*env.list, name.text) : nullptr;
  if (found == nullptr) found = symbol(name.text);
  return found != nullptr && std::holds_alternative<ast::Account>(found->declaration().body) ? found->flat : nullptr;
}

auto Elaborator::Implementation::member_of(const Typed& object, const ast::Expr& e, const Environment& /*env*/)
    -> Typed {
  if (object.wrong) return object;
  if (!object.whole()) return shape_member(object, e, {});
  if (object.type.kind == TypeKind::element) {
    const ListId list{object.type.id};
    if (const Symbol* rule = item_symbol(list, e.text)) {
      if (std::holds_alternative<ast::Require>(rule->declaration().body) || is_memory(rule->declaration())) {
        return report_wrong(Code::E0334, e.mark, {e.text, std::string(ast::kind_name(rule->declaration()))});
      }
      return use_item_rule(*rule, object.node, e);
    }
    if (build.program.at(list).element.kind == TypeKind::nothing) return wrong();  // its type could not be read
    std::vector<std::string> known;
    for (const auto& [key, item] : item_symbols_) {
      if (key.first == object.type.id) known.push_back(key.second);
    }
    const InputShape* shape = list_shapes_[object.type.id];
    if (shape == nullptr) {
      const Type element = build.program.at(list).element;
      if (element.kind == TypeKind::record) {
        const Typed value{.node = node(Op::element_value, element, {object.node}, e.span), .type = element};
        const auto& fields = build.program.types.at(RecordId{element.id}).fields;
        if (std::ranges::any_of(fields, [&](const FieldType& f) { return f.name == e.text; }))
          return member_of(value, e, {});
        for (const FieldType& f : fields) known.push_back(f.name);
      }
      return no_member(e, name_of(object.type), known);
    }
    for (const InputShape& child : shape->children) {
      if (child.field.name == e.text) return shape_value(child, object.node, object.type.optional);
      known.push_back(child.field.name);
    }
    return no_member(e, name_of(object.type), known);
  }
  if (object.type.kind == TypeKind::nothing) return wrong();
  if (object.type.kind == TypeKind::list && has_member(element_type(object.type), e.text)) {
    return report_wrong(Code::E0346, e.mark, {e.text});
  }
  if (object.type.kind != TypeKind::record) {
    return report_wrong(Code::E0306, e.mark, {e.text, name_of(object.type), ""});
  }
  const auto& fields = build.program.types.at(RecordId{object.type.id}).fields;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    known.push_back(fields[i].name);
    if (fields[i].name != e.text) continue;
    // The node's type does not depend on what is known on this path, so that equal reads are one node.
    Type type = fields[i].type;
    type.optional = type.optional || build.at(object.node).type.optional;
    Typed value{.node = node(Op::field, type, {object.node}, e.span, i), .type = fields[i].type};
    value.type.optional = value.type.optional || object.type.optional;
    return value;
  }
  return no_member(e, name_of({.kind = object.type.kind, .id = object.type.id}), known);
}

auto Elaborator::Implementation::shape_member(const Typed& object, const ast::Expr& e, const Environment& /*env*/)
    -> Typed {
  std::vector<std::string> known;
  for (const InputShape& child : object.shape->children) {
    known.push_back(child.field.name);
    if (child.field.name != e.text) continue;
    // A leaf below an optional record is absent with it, whatever is known on this path.
    Typed value = shape_value(child, object.element, object.shape->field.type.optional);
    if (!object.type.optional && !child.field.type.optional) value.type.optional = false;
    return value;
  }
  return no_member(e, name_of({.kind = object.type.kind, .id = object.type.id}), known);
}

auto Elaborator::Implementation::index(const ast::Expr& e, const Environment& outer) -> Typed {
  Environment env = outer;  // of what stands in brackets
  if (outer.outer_date != kNoNode) env.date = std::exchange(env.outer_date, kNoNode);
  const ast::Expr& object = *e.operands[0];
  const Exprs keys(e.operands.begin() + 1, e.operands.end());
  if (object.kind == ExprKind::name) {
    const Symbol* found = symbol(object);
    for (auto item = item_symbols_.begin(); found == nullptr && item != item_symbols_.end(); ++item) {
      // What is remembered for each element is read for another by its key.
      if (item->first.second == object.text && is_memory(item->second.declaration())) found = &item->second;
    }
    if (found != nullptr) {
      const ast::Declaration& d = found->declaration();
      if (std::holds_alternative<ast::Catalog>(d.body)) return narrowed(look_up(*found->flat, e, env, outer.date), env);
      if (std::holds_alternative<ast::Table>(d.body)) {
        std::vector<Typed> arguments;
        for (const ast::Expr* key : keys)
          arguments.push_back(is_open(*key, env) ? open_argument(*key, env)
                                                 : whole(narrowed(infer(*key, env), env), key->span));
        if (std::ranges::any_of(arguments, &Typed::wrong)) return wrong();
        return narrowed(use_table(*found->flat, arguments, env.at(outer.date), e.span), env);
      }
      if (std::holds_alternative<ast::Tally>(d.body) || std::holds_alternative<ast::History>(d.body) ||
          std::holds_alternative<ast::Account>(d.body)) {
        return narrowed(use_memory(*found->flat, keys, Op::opening, e, env), env);
      }
    }
  }
  const Typed list = list_operand(object, env);
  if (list.wrong) return list;
  const Typed position = check(*keys[0], {.kind = TypeKind::count}, env);
  if (position.wrong) return position;
  Type element = element_type(list.type);
  element.optional = true;
  return {.node = node(Op::nth, element, {list.node, position.node}, e.span), .type = element};
}

// A bare word or number as a key: its type comes from the cells or from itself.
auto Elaborator::Implementation::open_argument(const ast::Expr& e, const Environment& env) -> Typed {
  return infer(e, env);
}

auto Elaborator::Implementation::record_literal(const ast::Expr& e, const Type* expected, const Environment& env)
    -> Typed {
  Type type;
  if (!e.text.empty()) {
    ast::TypeExpr written;
    written.kind = ast::TypeKind::named;
    written.name = e.text;
    written.span = e.span;
    type = named_type(written).type;
    if (type.kind == TypeKind::nothing) return wrong();
  } else if (expected != nullptr && expected->kind == TypeKind::element) {
    type = build.program.at(ListId{expected->id}).element;
  } else if (expected != nullptr) {
    type = *expected;
  }
  if (type.kind != TypeKind::record) {
    return expected == nullptr && e.text.empty() ? report_wrong(Code::E0309, e.span, {text_of(e)})
                                                 : report_wrong(Code::E0301, e.span, {name_of(type), "a record"});
  }
  type.optional = false;
  const std::vector<FieldType> fields = build.program.types.at(RecordId{type.id}).fields;
  std::vector<NodeId> nodes(fields.size(), kNoNode);
  bool failed = false;
  for (std::size_t i = 0; i < e.fields.size(); ++i) {
    const auto field = std::ranges::find(fields, e.fields[i].text, &FieldType::name);
    if (field == fields.end()) {
      std::vector<std::string> known;
      for (const FieldType& f : fields) known.push_back(f.name);
      no_field(e.fields[i], name_of(type), known);
      failed = true;
      continue;
    }
    const Typed value = whole(check(*e.operands[i], field->type, env), e.operands[i]->span);
    claim_field(value, *field, *e.operands[i], env);
    NodeId& slot = nodes[static_cast<std::size_t>(field - fields.begin())];
    if (slot != kNoNode) report(Code::E0316, e.fields[i].span, {e.fields[i].text});
    slot = value.node;
    failed = failed || value.wrong;
  }
  for (std::size_t i = 0; i < fields.size() && !failed; ++i) {
    if (nodes[i] != kNoNode) continue;
    if (!fields[i].type.optional) return report_wrong(Code::E0315, e.span, {fields[i].name, name_of(type)});
    nodes[i] = constant(Value(), fields[i].type, e.span).node;
  }
  if (failed) return wrong();
  return {.node = node(Op::make_record, type, nodes, e.span), .type = type};
}

// What is put into a field lies on the field's place; a number that is written there, within its range. A test may
// write another: it is told as what comes in.
void Elaborator::Implementation::claim_field(const Typed& value, const FieldType& field, const ast::Expr& e,
                                             const Environment& env) {
  if (value.wrong || !has_place(value.type)) return;
  const std::optional<Number> number = written_number(build.program, value.node);
  if (number && !env.in_test && !field.limits.allow(*number)) {
    const auto shown = [&](const Number& n) { return print_value(Value(n), field.type, build.program.types); };
    const std::string low = field.limits.low ? shown(*field.limits.low) : "";
    const std::string high = field.limits.high ? shown(*field.limits.high) : "";
    report(Code::E0375, e.span, {field.name, shown(*number), low + (field.limits.open_above ? "..<" : "..") + high});
  }
  if (!field.limits.step) return;
  out.places.push_back({value.node, field.limits.step, e.span, field.name, e.span});
}

auto Elaborator::Implementation::with(const ast::Expr& e, const Environment& env) -> Typed {
  const Typed object = whole(narrowed(infer(*e.operands[0], env), env), e.operands[0]->span);
  if (object.wrong) return object;
  if (object.type.kind != TypeKind::record)
    return report_wrong(Code::E0301, e.operands[0]->span, {"a record", name_of(object.type)});
  if (object.type.optional) return may_be_absent(*e.operands[0]);
  const std::vector<FieldType> fields = build.program.types.at(RecordId{object.type.id}).fields;
  std::vector<NodeId> nodes;
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    nodes.push_back(node(Op::field, fields[i].type, {object.node}, e.span, i));
  std::set<std::string> given;
  for (std::size_t i = 0; i < e.fields.size(); ++i) {
    const auto field = std::ranges::find(fields, e.fields[i].text, &FieldType::name);
    if (field == fields.end()) {
      std::vector<std::string> known;
      for (const FieldType& f : fields) known.push_back(f.name);
      return no_field(e.fields[i], name_of(object.type), known);
    }
    const Typed value = whole(check(*e.operands[i + 1], field->type, env), e.operands[i + 1]->span);
    if (value.wrong) return value;
    if (!given.insert(e.fields[i].text).second) return report_wrong(Code::E0316, e.fields[i].span, {e.fields[i].text});
    claim_field(value, *field, *e.operands[i + 1], env);
    nodes[static_cast<std::size_t>(field - fields.begin())] = value.node;
  }
  return {.node = node(Op::make_record, object.type, nodes, e.span), .type = object.type};
}

auto Elaborator::Implementation::list_literal(const ast::Expr& e, const Type* expected, const Environment& env)
    -> Typed {
  std::vector<Typed> values;
  if (expected != nullptr && expected->kind == TypeKind::list) {
    for (const ast::Expr* one : e.operands) values.push_back(check(*one, element_type(*expected), env));
  } else if (!e.operands.empty()) {
    values = alike(e.operands, nullptr, {env}, e.span);
  } else {
    return report_wrong(Code::E0309, e.span, {"[]"});
  }
  std::vector<NodeId> nodes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].wrong) return wrong();
    nodes.push_back(whole(values[i], e.operands[i]->span).node);
  }
  Type element = values.empty() ? element_type(*expected) : whole(values[0], e.span).type;
  if (element.kind == TypeKind::element) element = build.program.at(ListId{element.id}).element;
  const Type type = list_of(element);
  return {.node = node(Op::make_list, type, nodes, e.span), .type = type};
}

}  // namespace remit
