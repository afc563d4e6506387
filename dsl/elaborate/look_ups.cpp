// Looking up in catalogs.
#include <algorithm>

#include "dsl/elaborate/implementation.h"

namespace remit {

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

}  // namespace remit
