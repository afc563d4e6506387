// Values, tables, bands, catalogs.
#include <utility>

#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto dated_value(Context& context, const Node& node) -> ast::DatedValue {
  ast::DatedValue version;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::period) {
      version.period = build_period(context, part);
    } else {
      version.value = build_expression(context, part);
    }
  }
  return version;
}

auto key(Context& context, const Node& node) -> ast::Key {
  const auto parts = context.children(node);
  if (node.kind == Kind::path_key) return {context.path(parts[0]), nullptr};
  const ast::Name name = context.name(parts[0].first);
  return {{{name}, name.span}, build_type(context, parts[1])};
}

auto cells_of(const ast::Row& row) -> std::string { return std::to_string(row.cells.size()); }

void add_row(Context& context, ast::TableVersion& version, ast::Row row) {
  if (version.header.cells.empty()) {
    version.header = std::move(row);
    return;
  }
  if (row.cells.size() != version.header.cells.size()) {
    Diagnostic problem{Code::E0145, row.span, {cells_of(row), cells_of(version.header)}, {}, {}, {}};
    problem.notes.push_back({NoteKind::header_here, version.header.span, {cells_of(version.header)}});
    context.problems.add(std::move(problem));
    row.cells.resize(version.header.cells.size(), nullptr);
    row.whole = false;
  }
  version.rows.push_back(std::move(row));
}

auto table_version(Context& context, const Node& node) -> ast::TableVersion {
  ast::TableVersion version;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::period) {
      version.period = build_period(context, part);
    } else {
      add_row(context, version, build_row(context, part));
    }
  }
  return version;
}

auto fields(Context& context, const Node& node) -> std::vector<ast::Field> {
  std::vector<ast::Field> fields;
  for (const Node& part : context.children(node)) fields.push_back(build_field(context, part));
  return fields;
}

}  // namespace

auto build_value(Context& context, const Node& node) -> ast::ValueDecl {
  ast::ValueDecl value;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::list_type:
      case Kind::base_type: value.type = build_type(context, part); break;
      case Kind::rounded: value.rounded = build_rounded(context, part); break;
      case Kind::dated_value: value.versions.push_back(dated_value(context, part)); break;
      default: break;
    }
  }
  return value;
}

auto build_table(Context& context, const Node& node) -> ast::Table {
  ast::Table table;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::path_key:
      case Kind::typed_key: table.keys.push_back(key(context, part)); break;
      case Kind::result_type: table.result = build_type(context, context.last_child(part)); break;
      case Kind::results: table.results = fields(context, part); break;
      case Kind::rounded: table.rounded = build_rounded(context, part); break;
      case Kind::table_version: table.versions.push_back(table_version(context, part)); break;
      default: break;
    }
  }
  return table;
}

auto build_bands(Context& context, const Node& node) -> ast::Bands {
  ast::Bands bands;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::axis: bands.axis = build_type(context, context.last_child(part)); break;
      case Kind::path_key:
      case Kind::typed_key: bands.keys.push_back(key(context, part)); break;
      case Kind::result_type: bands.result = build_type(context, context.last_child(part)); break;
      case Kind::table_version: bands.versions.push_back(table_version(context, part)); break;
      default: break;
    }
  }
  return bands;
}

auto build_catalog(Context& context, const Node& node) -> ast::Catalog {
  ast::Catalog catalog;
  for (const Node& part : context.children(node)) {
    const std::uint32_t last = part.end - 1;
    switch (part.kind) {
      case Kind::name: catalog.record = context.name(part.first); break;  // the second name is the one that stays
      case Kind::by_names: catalog.by = build_names(context, part); break;
      case Kind::file:
        catalog.file = context.quoted(last);
        catalog.file_span = context.span(last);
        break;
      case Kind::overlay:
        catalog.overlay = context.quoted(last);
        catalog.overlay_span = context.span(last);
        break;
      case Kind::key_column: catalog.key = context.name(last); break;
      case Kind::valid: catalog.valid = {context.name(part.first + 1), context.name(last)}; break;
      case Kind::field: catalog.fields.push_back(build_field(context, part)); break;
      default: break;
    }
  }
  return catalog;
}

}  // namespace remit::parse
