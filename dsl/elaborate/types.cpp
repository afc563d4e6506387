// From types as written to types of values, with what a declared place, range or length allows.
#include <algorithm>

#include "dsl/elaborate/implementation.h"
#include "engine/text/nearest.h"

namespace remit {
namespace {

auto same_fields(const RecordType& record, const std::vector<FieldType>& fields) -> bool {
  return std::ranges::equal(record.fields, fields, [](const FieldType& a, const FieldType& b) {
    return a.name == b.name && a.type == b.type;
  });
}

}  // namespace

auto Elaborator::Implementation::labels_of(const ast::Labels& labels) -> Labels {
  Labels made;
  for (const ast::Label& label : labels) made.push_back({label.language, label.text});
  return made;
}

auto Elaborator::Implementation::declared(const ast::TypeExpr& type) -> Declared {
  using Kind = ast::TypeKind;
  Declared result;
  switch (type.kind) {
    case Kind::boolean: result.type.kind = TypeKind::boolean; break;
    case Kind::count: result.type.kind = TypeKind::count; break;
    case Kind::decimal: result.type.kind = TypeKind::decimal; break;
    case Kind::rate: result.type.kind = TypeKind::rate; break;
    case Kind::date: result.type.kind = TypeKind::date; break;
    case Kind::time: result.type.kind = TypeKind::time; break;
    case Kind::days: result.type.kind = TypeKind::days; break;
    case Kind::months: result.type.kind = TypeKind::months; break;
    case Kind::text: result.type.kind = TypeKind::text; break;
    case Kind::named: result = named_type(type); break;
    case Kind::list: {
      const Declared element = declared(*type.element);
      const auto at_most = type.at_most.empty() ? std::nullopt : Number::parse(type.at_most).value().to_int64();
      result.type = list_of(element.type, at_most.value_or(100'000));
      result.limits = element.limits;  // of each element; the length beside it
      if (element.type.kind == TypeKind::count && !result.limits.low) result.limits.low = Number();
      result.limits.at_most = at_most.value_or(100'000);
      return result;
    }
  }
  const std::optional<Number> step = result.limits.step;
  result.limits = limits_of(type, result.type);
  if (!result.limits.step && !type.exact) result.limits.step = step;
  result.type.optional = type.optional;
  return result;
}

auto Elaborator::Implementation::named_type(const ast::TypeExpr& type) -> Declared {
  Declared result;
  if (const auto known = type_names_.find(type.name); known != type_names_.end()) {
    result.type = known->second;
    if (result.type.kind == TypeKind::money) {
      result.limits.step = build.program.types.at(CurrencyId{result.type.id}).step;
    }
    return result;
  }
  const auto found = type_declarations_.find(type.name);
  if (found == type_declarations_.end()) {
    std::vector<std::string> known = {"bool", "count", "decimal", "rate", "date", "time", "days", "months", "text"};
    for (const auto& [name, flat] : type_declarations_) known.push_back(name);
    std::ranges::sort(known);
    const std::string near = nearest_name(type.name, known);
    report(Code::E0308, type.span, {type.name, near}, {},
           near.empty() ? std::nullopt : std::optional(Edit{type.span, near}));
    return result;
  }
  if (!types_in_progress_.insert(type.name).second) {
    report(Code::E0347, type.span, {type.name});
    return result;
  }
  const ast::Declaration& d = *found->second->declaration;
  TypeTable& types = build.program.types;
  if (const auto* money = std::get_if<ast::Currency>(&d.body)) {
    types.currencies.push_back({type.name, labels_of(d.labels), Number::parse(money->step).value()});
    result.type = {.kind = TypeKind::money, .id = static_cast<std::uint32_t>(types.currencies.size() - 1)};
    result.limits.step = types.currencies.back().step;
  } else if (const auto* members = std::get_if<ast::Enum>(&d.body)) {
    EnumType made{type.name, labels_of(d.labels), {}};
    for (const ast::Member& m : members->members) made.members.push_back({m.name.text, m.code, labels_of(m.labels)});
    types.enums.push_back(std::move(made));
    result.type = {.kind = TypeKind::enumeration, .id = static_cast<std::uint32_t>(types.enums.size() - 1)};
  } else if (const auto* record = std::get_if<ast::Record>(&d.body)) {
    result.type = record_of(fields_of(record->fields), type.name);
  } else if (const auto* catalog = std::get_if<ast::Catalog>(&d.body)) {
    // A catalog's own record: its key and validity are columns too.
    std::vector<FieldType> fields = fields_of(catalog->fields);
    const auto add = [&](const ast::Name& name, TypeKind kind, bool optional) {
      if (std::ranges::any_of(fields, [&](const FieldType& f) { return f.name == name.text; })) return;
      fields.push_back(
          {.name = name.text, .code = {}, .labels = {}, .type = {.kind = kind, .optional = optional}, .limits = {}});
    };
    add(catalog->key, TypeKind::text, false);
    if (catalog->valid) {
      add(catalog->valid->first, TypeKind::date, false);
      add(catalog->valid->second, TypeKind::date, true);
    }
    result.type = record_of(std::move(fields), type.name);
  }
  types_in_progress_.erase(type.name);
  type_names_[type.name] = result.type;
  return result;
}

auto Elaborator::Implementation::bound_of(const ast::Expr& e, const Type& type) -> std::optional<Number> {
  if (type.kind == TypeKind::date || type.kind == TypeKind::time) {
    if (e.kind == ast::ExprKind::date) return Number::whole(parse_date(e.text).value_or(0));
    if (e.kind == ast::ExprKind::time) return Number::whole(parse_time(e.text).value_or(0));
  } else if (const auto n = literal(e)) {
    return n;
  }
  report(Code::E0301, e.span, {name_of(type), text_of(e)});
  return std::nullopt;
}

auto Elaborator::Implementation::limits_of(const ast::TypeExpr& type, const Type& resolved) -> Limits {
  Limits limits;
  if (!type.step.empty()) limits.step = Number::parse(type.step).value();
  if (type.low != nullptr) limits.low = bound_of(*type.low, resolved);
  if (type.high != nullptr) limits.high = bound_of(*type.high, resolved);
  limits.open_above = type.open_above;
  if (!type.at_most.empty()) limits.at_most = Number::parse(type.at_most).value().to_int64();
  if (resolved.kind == TypeKind::count) limits.step = Number::whole(1);
  return limits;
}

auto Elaborator::Implementation::fields_of(const std::vector<ast::Field>& fields) -> std::vector<FieldType> {
  std::vector<FieldType> made;
  for (const ast::Field& f : fields) {
    const Declared type = declared(*f.type);
    made.push_back({.name = f.name.text,
                    .code = f.code,
                    .labels = labels_of(f.labels),
                    .type = type.type,
                    .limits = type.limits,
                    .personal = f.personal});
    if (type.type.kind == TypeKind::count && !type.limits.low) made.back().limits.low = Number();
  }
  return made;
}

auto Elaborator::Implementation::currency(const std::string& name) -> std::optional<Type> {
  const auto found = type_declarations_.find(name);
  if (found == type_declarations_.end() || !std::holds_alternative<ast::Currency>(found->second->declaration->body)) {
    return std::nullopt;
  }
  ast::TypeExpr type;
  type.kind = ast::TypeKind::named;
  type.name = name;
  return named_type(type).type;
}

auto Elaborator::Implementation::list_of(Type element, std::int64_t at_most) -> Type {
  auto& lists = build.program.types.lists;
  for (std::uint32_t i = 0; i < lists.size(); ++i) {
    if (lists[i].element == element && lists[i].at_most == at_most) return {.kind = TypeKind::list, .id = i};
  }
  lists.push_back({element, at_most});
  return {.kind = TypeKind::list, .id = static_cast<std::uint32_t>(lists.size() - 1)};
}

auto Elaborator::Implementation::record_of(std::vector<FieldType> fields, std::string name) -> Type {
  auto& records = build.program.types.records;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].name == name && same_fields(records[i], fields)) return {.kind = TypeKind::record, .id = i};
  }
  records.push_back({std::move(name), {}, std::move(fields)});
  return {.kind = TypeKind::record, .id = static_cast<std::uint32_t>(records.size() - 1)};
}

auto Elaborator::Implementation::element_type(const Type& list) const -> Type {
  return build.program.types.at(ListTypeId{list.id}).element;
}

auto Elaborator::Implementation::name_of(const Type& type) const -> std::string {
  if (type.kind == TypeKind::element) {
    return type_name(build.program.at(ListId{type.id}).element, build.program.types);
  }
  if (type.kind == TypeKind::list && element_type(type).kind == TypeKind::element) {
    return "list of " + name_of(element_type(type));
  }
  return type_name(type, build.program.types);
}

}  // namespace remit
