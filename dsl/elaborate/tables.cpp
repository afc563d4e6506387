// Tables: rows of conditions on keys, each with its results. Every row becomes one condition and one result node.
#include <algorithm>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"

namespace remit {

using ast::ExprKind;
using ast::Word;

namespace {
const Type kBoolean{.kind = TypeKind::boolean};

bool is_bound(const ast::Key& key) { return key.type == nullptr && key.path.parts.size() > 1; }

auto key_name(const ast::Key& key) -> const std::string& { return key.path.parts.back().text; }

auto cells_of(const SliceUse& slice) -> std::vector<NodeId> {
  std::vector<NodeId> cells = slice.edges;
  for (const SliceUse::Row& row : slice.rows) cells.insert(cells.end(), row.cells.begin(), row.cells.end());
  std::erase(cells, kNoNode);
  return cells;
}

void member_words(const ast::Expr* cell, std::vector<std::string>& words) {
  if (cell == nullptr) return;
  if (cell->kind == ExprKind::name) words.push_back(cell->text);
  if (cell->kind == ExprKind::choice) {
    for (const ast::Expr* one : cell->operands) member_words(one, words);
  }
}

}  // namespace

// `x as of E`: the version of a value, a table or a catalog that E picks. What it is made of stands elsewhere, and so
// does not follow E; where that would matter, it is refused.
auto Elaborator::Implementation::as_of(const ast::Expr& e, const Environment& env) -> Typed {
  const ast::Expr* dated = e.operands[0];
  while (dated->kind == ExprKind::parentheses || dated->kind == ExprKind::member || dated->kind == ExprKind::index) {
    dated = dated->operands[0];
  }
  const bool local = std::ranges::any_of(env.locals, [&](const Local& l) { return l.name == dated->text; }) ||
                     (env.list && item_symbol(*env.list, dated->text) != nullptr);
  const Symbol* found = dated->kind == ExprKind::name && !local ? symbol(*dated) : nullptr;
  if (found == nullptr && dated->kind == ExprKind::name && !local) return unknown_name(*dated, env);
  const bool catalog = found != nullptr && std::holds_alternative<ast::Catalog>(found->declaration().body);
  const bool has_versions =
      catalog || (found != nullptr && (std::holds_alternative<ast::ValueDecl>(found->declaration().body) ||
                                       std::holds_alternative<ast::Table>(found->declaration().body)));
  if (!has_versions) {
    return report_wrong(Code::E0357, dated->span,
                        {dated->kind == ExprKind::name ? dated->text : text_of(*dated),
                         found == nullptr ? "another expression" : std::string(ast::kind_name(found->declaration()))});
  }
  const Typed date = as_date(*e.operands[1], env);
  if (date.wrong) return date;
  Environment then = env.at(date.node);
  then.outer_date = env.date;
  const Typed value = infer(*e.operands[0], then);
  if (value.wrong || catalog || !stays_with_case(value.node)) return value;
  return report_wrong(Code::E0365, dated->span, {dated->text},
                      {{NoteKind::declared_here, found->declaration().name.span, {dated->text}}});
}

// Is what was read as of another date made of what is taken on the service's date? Dates that pick a version, and keys,
// are no part of what it is made of.
bool Elaborator::Implementation::stays_with_case(NodeId value) const {
  const Node& n = build.at(value);
  const NodeId* operands = build.program.operands_of(n);
  std::vector<NodeId> made_of = {value};
  if (n.op == Op::field) return stays_with_case(operands[0]);
  if (n.op == Op::rule) return stays_with_case(build.program.at(RuleId{n.index}).node);
  if (n.op == Op::dated)
    return std::any_of(operands + 1, operands + n.operand_count, [&](NodeId id) { return stays_with_case(id); });
  if (n.op == Op::table) made_of.assign(operands + n.operand_count / 2, operands + n.operand_count);
  if (n.op == Op::slice) made_of = cells_of(build.program.slices[n.index]);
  const std::vector<bool> read = reachable(build.program, made_of);
  return read[static_cast<std::size_t>(governing_date_)];
}

// The key's values: bound paths from where the table stands, the others from the brackets, in order.
auto Elaborator::Implementation::keys_of(const FlatDeclaration& flat, const std::vector<ast::Key>& keys,
                                         const std::vector<Typed>& arguments,
                                         const std::vector<ast::TableVersion>& versions, Span span)
    -> std::optional<std::vector<Typed>> {
  const std::string& name = flat.declaration->name.text;
  std::size_t wanted = 0;
  std::string missing;
  for (const ast::Key& key : keys) {
    if (is_bound(key)) continue;
    ++wanted;
    missing += (missing.empty() ? "`" : ", `") + key_name(key) + "`";
  }
  if (arguments.empty() && wanted > 0) {
    report(Code::E0319, span, {name, missing});
    return std::nullopt;
  }
  if (wanted == 0 && !arguments.empty()) {
    report(Code::E0366, span, {name}, {}, Edit{span, name});
    return std::nullopt;
  }
  if (arguments.size() != wanted) {
    report(Code::E0314, span, {name, std::to_string(wanted), std::to_string(arguments.size())});
    return std::nullopt;
  }
  std::vector<Typed> values;
  std::size_t next = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Typed value;
    if (is_bound(keys[i])) {
      const Environment at_case = case_environment();
      value = whole(narrowed(infer(path_expression(keys[i].path), at_case), at_case), keys[i].path.span);
    } else {
      value = arguments[next++];
      std::optional<Type> type = key_type(keys[i], i, versions);
      if (!type && value.type.kind == TypeKind::enumeration) {
        report(Code::E0333, keys[i].path.span, {key_name(keys[i])});
        return std::nullopt;
      }
      if (type && !value.wrong && !fits(value.type, *type)) {
        report(Code::E0301, span, {name_of(*type), name_of(value.type)});
        return std::nullopt;
      }
    }
    if (value.wrong) return std::nullopt;
    values.push_back(value);
  }
  return values;
}

// Declared, or told by the members in the key's cells; absent where the argument decides.
auto Elaborator::Implementation::key_type(const ast::Key& key, std::size_t position,
                                          const std::vector<ast::TableVersion>& versions) -> std::optional<Type> {
  if (key.type != nullptr) return declared(*key.type).type;
  for (const auto& [name, flat] : type_declarations_) {  // every enum is known before its members are asked for
    if (std::holds_alternative<ast::Enum>(flat->declaration->body)) {
      ast::TypeExpr written;
      written.kind = ast::TypeKind::named;
      written.name = name;
      named_type(written);
    }
  }
  std::vector<std::string> words;
  for (const ast::TableVersion& version : versions) {
    const bool two_dimensional = !version.header.cells.empty() && version.header.cells[0] == nullptr;
    if (two_dimensional && position == 1) {
      for (const ast::Expr* cell : version.header.cells) member_words(cell, words);
    } else {
      for (const ast::Row& row : version.rows) {
        if (position < row.cells.size()) member_words(row.cells[position], words);
      }
    }
  }
  return words.empty() ? std::nullopt : enum_with(words);
}

// Whether the key is what the cell says. kNoNode: any value. An absent key is only `none` or `*`.
auto Elaborator::Implementation::cell_condition(const Typed& key, const ast::Expr* cell, const Environment& env)
    -> NodeId {
  if (cell == nullptr || cell->kind == ExprKind::any_value || cell->kind == ExprKind::otherwise ||
      cell->kind == ExprKind::beyond) {
    return kNoNode;
  }
  Typed present = key;
  present.type.optional = false;
  NodeId there = kNoNode;
  if (key.type.optional) there = node(Op::is_present, kBoolean, {key.node}, cell->span);
  const auto guarded = [&](NodeId condition) {
    return condition == kNoNode ? kNoNode : both(there, condition, cell->span);
  };
  switch (cell->kind) {
    case ExprKind::none:
      if (!key.type.optional) break;
      return negated(there, cell->span);
    case ExprKind::range: return guarded(in_range(present, *cell, env));
    case ExprKind::bound: {
      const Typed edge = check(*cell->operands[0], {.kind = key.type.kind, .id = key.type.id}, env);
      if (edge.wrong) return kNoNode;
      const Word word = cell->word == Word::up_to   ? Word::less_equal
                        : cell->word == Word::below ? Word::less
                        : cell->word == Word::from  ? Word::greater_equal
                                                    : Word::greater;
      return guarded(compare_nodes(word, present, edge, cell->span));
    }
    case ExprKind::choice: {
      NodeId any = kNoNode;
      for (const ast::Expr* one : cell->operands) {
        const NodeId holds = cell_condition(key, one, env);
        any = any == kNoNode ? holds : node(Op::logical_or, kBoolean, {any, holds}, cell->span);
      }
      return any;
    }
    default: break;
  }
  const Typed value = check(*cell, {.kind = key.type.kind, .id = key.type.id}, env);
  return value.wrong ? kNoNode : guarded(compare_nodes(Word::equal, present, value, cell->span));
}

// Rows `up to 10_000`, `up to 50_000`, `beyond` follow one another: each begins where the one above it ends, among
// rows that agree in their other keys. The cell that it begins after, or nullptr.
auto Elaborator::Implementation::edge_below(const ast::TableVersion& version, std::size_t row, std::size_t column,
                                            const Layout::Entry& entry) const -> const ast::Expr* {
  const auto is_upper = [](const ast::Expr* cell) {
    return cell != nullptr && cell->kind == ExprKind::bound && (cell->word == Word::up_to || cell->word == Word::below);
  };
  const auto continues = [&](const ast::Expr* cell) {
    return is_upper(cell) || (cell != nullptr && cell->kind == ExprKind::beyond);
  };
  if (column == kHeaderColumn) {
    const auto& header = version.header.cells;
    return entry.header_cell > 1 && continues(header[entry.header_cell]) && is_upper(header[entry.header_cell - 1])
               ? header[entry.header_cell - 1]
               : nullptr;
  }
  if (!continues(version.rows[row].cells[column])) return nullptr;
  const auto same = [&](const ast::Expr* a, const ast::Expr* b) {
    return a == nullptr || b == nullptr ? a == b : text_of(*a) == text_of(*b);
  };
  for (std::size_t above = row; above-- > 0;) {
    const auto& cells = version.rows[above].cells;
    if (column >= cells.size() || !is_upper(cells[column])) continue;
    const bool agree = std::ranges::all_of(entry.keys, [&](const auto& key) {
      return key.second == column || key.second == kHeaderColumn ||
             (key.second < cells.size() && same(cells[key.second], version.rows[row].cells[key.second]));
    });
    if (agree) return cells[column];
  }
  return nullptr;
}

auto Elaborator::Implementation::over_edge(const Typed& key, const ast::Expr& edge, const Environment& env) -> NodeId {
  Typed present = key;
  present.type.optional = false;
  const Typed value = check(*edge.operands[0], {.kind = key.type.kind, .id = key.type.id}, env);
  if (value.wrong) return kNoNode;
  return compare_nodes(edge.word == Word::up_to ? Word::greater : Word::greater_equal, present, value, edge.span);
}

// A table whose keys are all bound is a rule of the case, unless another date than the service's picks its version.
auto Elaborator::Implementation::use_table(const FlatDeclaration& flat, const std::vector<Typed>& arguments,
                                           const Environment& env, Span span) -> Typed {
  const auto& table = std::get<ast::Table>(flat.declaration->body);
  const bool bound = std::ranges::all_of(table.keys, is_bound);
  const bool timeless = table.versions.size() == 1 && table.versions[0].period.from.empty();
  if (bound && arguments.empty() && (timeless || env.date == governing_date_)) {
    return rule_node(rule_of(flat, governing_date_), kNoNode, span);
  }
  return use_table_inline(flat, arguments, env, span);
}

auto Elaborator::Implementation::use_table_inline(const FlatDeclaration& flat, const std::vector<Typed>& arguments,
                                                  const Environment& env, Span span) -> Typed {
  const auto& table = std::get<ast::Table>(flat.declaration->body);
  const auto keys = keys_of(flat, table.keys, arguments, table.versions, span);
  if (!keys) return wrong();
  std::vector<Typed> versions;
  std::vector<ast::Period> periods;
  for (const ast::TableVersion& version : table.versions) {
    versions.push_back(table_version(flat, table, version, *keys, case_environment()));
    periods.push_back(version.period);
  }
  if (versions.empty() || std::ranges::any_of(versions, &Typed::wrong)) return wrong();
  if (versions.size() == 1 && periods[0].from.empty()) return versions[0];
  return timeline(flat, periods, versions, env.date, span);
}

auto Elaborator::Implementation::table_version(const FlatDeclaration& flat, const ast::Table& table,
                                               const ast::TableVersion& version, const std::vector<Typed>& keys,
                                               const Environment& env) -> Typed {
  const std::vector<Declared> results = result_types(table);
  const auto layout = table_layout(table, version);
  if (!layout) return wrong();
  std::vector<NodeId> conditions;
  std::vector<NodeId> values;
  TableUse use{.name = declaration_index(flat)};
  TableClaim claim{.declaration = flat.declaration.get(), .heading = version.header.span};
  for (const Typed& key : keys) use.keys.push_back(key.node);
  for (const Layout::Entry& entry : layout->entries) {
    if (entry.header_cell == 0) continue;
    const ast::Expr* cell = version.header.cells[entry.header_cell];
    claim.columns.push_back(cell == nullptr ? version.header.span : cell->span);
  }
  std::vector<Span> written;
  bool failed = false;
  NodeId earlier = kNoNode;  // any row before
  for (std::size_t r = 0; r < version.rows.size(); ++r) {
    const ast::Row& row = version.rows[r];
    failed = failed || !row.whole;
    for (const auto& cells : layout->entries) {
      NodeId holds = kNoNode;
      const std::size_t before = problems.size();
      bool any = true, otherwise = false;
      for (const auto& [key, column] : cells.keys) {
        const ast::Expr* cell = column == kHeaderColumn ? version.header.cells[cells.header_cell] : row.cells[column];
        otherwise = otherwise || (cell != nullptr && cell->kind == ExprKind::otherwise);
        any = any && (cell == nullptr || cell->kind == ExprKind::any_value || cell->kind == ExprKind::otherwise);
        holds = both(holds, cell_condition(keys[key], cell, env), row.span);
        if (const ast::Expr* edge = edge_below(version, r, column, cells)) {
          holds = both(holds, over_edge(keys[key], *edge, env), row.span);
        }
      }
      failed = failed || problems.size() > before;
      if (any || holds == kNoNode) {
        const bool rest = earlier != kNoNode && (otherwise || !any);  // `*` alone is no `otherwise`
        holds = rest ? negated(earlier, row.span) : constant(Value::boolean(true), kBoolean, row.span).node;
      }
      earlier = earlier == kNoNode ? holds : node(Op::logical_or, kBoolean, {earlier, holds}, row.span);
      const Typed value = table_result(flat, table, results, cells.results, row, env);
      failed = failed || value.wrong;
      conditions.push_back(holds);
      values.push_back(value.node);
      use.rows.push_back(static_cast<std::uint32_t>(r + 1));
      claim.rows.push_back(row.span);
      written.push_back(ast::row_place(row, cells.header_cell));
    }
  }
  if (failed || conditions.empty()) return wrong();
  conditions.insert(conditions.end(), values.begin(), values.end());
  build.program.tables.push_back(std::move(use));
  out.written.rows.push_back(std::move(written));
  const Type type = table_type(table, results);
  claim.table = node(Op::table, type, conditions, flat.declaration->name.span,
                     static_cast<std::uint32_t>(build.program.tables.size() - 1));
  out.tables.push_back(claim);
  return {.node = claim.table, .type = type};
}

auto Elaborator::Implementation::result_types(const ast::Table& table) -> std::vector<Declared> {
  if (table.result != nullptr) return {declared(*table.result)};
  std::vector<Declared> types;
  for (const ast::Field& field : table.results) types.push_back(declared(*field.type));
  return types;
}

auto Elaborator::Implementation::table_type(const ast::Table& table, const std::vector<Declared>& results) -> Type {
  if (table.result != nullptr) return results[0].type;
  return record_of(fields_of(table.results), "row of " + table.results.front().name.text);
}

auto Elaborator::Implementation::table_result(const FlatDeclaration& flat, const ast::Table& table,
                                              const std::vector<Declared>& results,
                                              const std::vector<std::size_t>& columns, const ast::Row& row,
                                              const Environment& env) -> Typed {
  std::vector<NodeId> nodes;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ast::Expr* cell = row.cells[columns[i]];
    Typed value = wrong();
    if (cell == nullptr) {
      if (results[i].type.optional)
        value = constant(Value(), results[i].type, row.span);
      else if (row.whole)
        report(Code::E0301, row.span, {name_of(results[i].type), "an empty cell"});
    } else {
      value = rounded_value(*cell, &results[i], table.rounded, *flat.declaration, env, nullptr);
    }
    if (value.wrong) return value;
    nodes.push_back(value.node);
  }
  const Type type = table_type(table, results);
  if (table.result != nullptr) return {.node = nodes[0], .type = type};
  return {.node = node(Op::make_record, type, nodes, row.span), .type = type};
}

// Which cells of a row are conditions on which key, and which are results. A two-dimensional table has one entry for
// each column of its header.
auto Elaborator::Implementation::table_layout(const ast::Table& table, const ast::TableVersion& version)
    -> std::optional<Layout> {
  Layout layout;
  const auto& header = version.header.cells;
  if (!header.empty() && header[0] == nullptr) {
    if (table.keys.size() != 2 || table.result == nullptr) {
      report(Code::E0336, version.header.span, {std::to_string(table.keys.size())});
      return std::nullopt;
    }
    for (std::size_t column = 1; column < header.size(); ++column) {
      layout.entries.push_back({.keys = {{0, 0}, {1, kHeaderColumn}}, .results = {column}, .header_cell = column});
    }
    return layout;
  }
  Layout::Entry entry;
  std::vector<std::string> known;
  for (const ast::Key& key : table.keys) known.push_back(key_name(key));
  for (const ast::Field& field : table.results) known.push_back(field.name.text);
  std::size_t result = 0;
  for (std::size_t column = 0; column < header.size(); ++column) {
    // A name as it is, whether or not it is also a keyword; a path as it is written.
    const std::string text = header[column] == nullptr                ? ""
                             : header[column]->kind == ExprKind::name ? header[column]->text
                                                                      : text_of(*header[column]);
    const auto key = std::ranges::find_if(
        table.keys, [&](const ast::Key& k) { return key_name(k) == text || k.path.text() == text; });
    if (key != table.keys.end()) {
      entry.keys.emplace_back(static_cast<std::size_t>(key - table.keys.begin()), column);
      continue;
    }
    const auto field = std::ranges::find_if(table.results, [&](const ast::Field& f) { return f.name.text == text; });
    const std::size_t total = table.result != nullptr ? 1 : table.results.size();
    if ((table.result == nullptr && field == table.results.end()) || result == total) {
      report(Code::E0330, header[column] == nullptr ? version.header.span : header[column]->span,
             {text, nearest_name(text, known)});
      return std::nullopt;
    }
    entry.results.resize(total, header.size());
    entry.results[table.result != nullptr ? 0 : static_cast<std::size_t>(field - table.results.begin())] = column;
    ++result;
  }
  const std::size_t total = table.result != nullptr ? 1 : table.results.size();
  if (entry.keys.size() != table.keys.size() || result != total) {
    report(Code::E0331, version.header.span,
           {std::to_string(header.size()), std::to_string(table.keys.size() + total)});
    return std::nullopt;
  }
  layout.entries.push_back(std::move(entry));
  return layout;
}

}  // namespace remit
