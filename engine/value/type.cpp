#include "engine/value/type.h"

namespace remit {
namespace {

auto plain_name(const Type& type, const TypeTable& types) -> std::string {
  switch (type.kind) {
    case TypeKind::boolean: return "bool";
    case TypeKind::count: return "count";
    case TypeKind::decimal: return "decimal";
    case TypeKind::rate: return "rate";
    case TypeKind::money: return types.at(CurrencyId{type.id}).name;
    case TypeKind::date: return "date";
    case TypeKind::time: return "time";
    case TypeKind::days: return "days";
    case TypeKind::months: return "months";
    case TypeKind::text: return "text";
    case TypeKind::enumeration: return types.at(EnumId{type.id}).name;
    case TypeKind::record: return types.at(RecordId{type.id}).name;
    case TypeKind::list: return "list of " + type_name(types.at(ListTypeId{type.id}).element, types);
    case TypeKind::element: return "element";
    case TypeKind::nothing: return "nothing";
  }
  return {};  // not reached: the switch is exhaustive
}

}  // namespace

auto type_name(const Type& type, const TypeTable& types) -> std::string {
  return plain_name(type, types) + (type.optional ? "?" : "");
}

}  // namespace remit
