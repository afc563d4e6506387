// Bands, and their application to an amount.
#include <algorithm>

#include "dsl/elaborate/implementation.h"

namespace remit {

using ast::ExprKind;
using ast::Word;

auto Elaborator::Implementation::slice_record(const Type& axis, const Type& paid) -> Type {
  const auto field = [](std::string name, Type type) {
    return FieldType{.name = std::move(name), .code = {}, .labels = {}, .type = type, .limits = {}};
  };
  const Type rate{.kind = TypeKind::rate};
  const Type cell = axis.kind == TypeKind::money ? rate : paid;
  Type upper = axis;
  upper.optional = true;
  const Type band = record_of(
      {field("from", axis), field("until", upper), field("rate", cell), field("handled", axis), field("paid", paid)},
      "band of " + name_of(axis));
  return record_of({field("paid", paid), field("handled", axis), field("kept", paid), field("left", axis),
                    field("bands", list_of(band))},
                   "slice of " + name_of(axis));
}

auto Elaborator::Implementation::slice(const ast::Expr& e, const Environment& env) -> Typed {
  NodeId date = env.date;  // which picks the version of the bands
  const ast::Expr* by = e.operands[3];
  const bool as_of = by->kind == ExprKind::as_of;
  if (as_of) {
    const Typed other = as_date(*by->operands[1], env);
    if (other.wrong) return other;
    date = other.node;
    by = by->operands[0];
  }
  if (const Symbol* called = by->kind == ExprKind::call ? symbol(*by) : nullptr; called != nullptr) {
    return no_function(*by, called->declaration());
  }
  const ast::Expr& name = by->kind == ExprKind::index ? *by->operands[0] : *by;
  const Symbol* found = name.kind == ExprKind::name ? symbol(name) : nullptr;
  if (found == nullptr && name.kind == ExprKind::name) return unknown_name(name, env);
  const auto* bands = found == nullptr ? nullptr : std::get_if<ast::Bands>(&found->declaration().body);
  if (bands == nullptr) return report_wrong(Code::E0335, by->span, {text_of(*by)});

  const Declared axis = declared(*bands->axis);
  const bool counts = axis.type.kind == TypeKind::count;
  Type cell{.kind = TypeKind::rate};
  if (bands->result != nullptr) cell = declared(*bands->result).type;
  const Type paid = counts ? cell : axis.type;

  SliceUse use{.counts = counts, .name = declaration_index(*found->flat)};
  bool failed = false;
  const auto amount = [&](const ast::Expr* part, const Type& type) {
    if (part == nullptr) return kNoNode;
    const Typed value = narrowed(check(*part, type, env), env);
    failed = failed || value.wrong;
    return value.node;
  };
  use.amount = amount(e.operands[0], axis.type);
  use.deductible = amount(e.operands[1], axis.type);
  use.after = amount(e.operands[2], axis.type);
  use.until_pays = amount(e.operands[5], paid);
  use.form = e.word == Word::above  ? SliceUse::Form::above
             : e.word == Word::less ? SliceUse::Form::less
                                    : SliceUse::Form::plain;
  use.once = e.flag;
  if (e.text == "own share") {
    if (counts) return report_wrong(Code::E0359, e.operands[4]->span);
    use.adjustment = SliceUse::Adjustment::own_share;
    const Typed factor = narrowed(check(*e.operands[4], {.kind = TypeKind::rate}, env), env);
    failed = failed || factor.wrong;
    use.factor = factor.node;
  } else if (e.text == "each rate") {
    use.adjustment = SliceUse::Adjustment::each_rate;
    use.rate_local = build.new_local();
    Environment inner = env;
    inner.rate = {.node = node(Op::local, cell, {}, e.span, static_cast<std::uint32_t>(use.rate_local)), .type = cell};
    const Typed factor = narrowed(check(*e.operands[4], cell, inner), inner);
    failed = failed || factor.wrong;
    use.factor = factor.node;
  }
  std::vector<Typed> arguments;
  if (by->kind == ExprKind::index) {
    for (std::size_t i = 1; i < by->operands.size(); ++i) {
      arguments.push_back(whole(narrowed(infer(*by->operands[i], env), env), by->operands[i]->span));
      if (arguments.back().wrong) return wrong();
    }
  }
  const auto keys = keys_of(*found->flat, bands->keys, arguments, bands->versions, by->span);
  if (!keys || failed) return wrong();

  const Type record = slice_record(axis.type, paid);
  std::vector<Typed> versions;
  std::vector<ast::Period> periods;
  for (const ast::TableVersion& version : bands->versions) {
    const auto index = slice_version(use, version, *keys, axis.type, cell, bands->keys.size(), case_environment());
    if (!index) return wrong();
    versions.push_back({.node = node(Op::slice, record, {}, e.span, *index), .type = record});
    out.bands.push_back({.slice = versions.back().node, .written = &version, .keys = bands->keys.size()});
    if (as_of && stays_with_case(versions.back().node)) {
      return report_wrong(Code::E0365, name.span, {name.text},
                          {{NoteKind::declared_here, found->declaration().name.span, {name.text}}});
    }
    periods.push_back(version.period);
  }
  if (versions.empty()) return wrong();
  if (versions.size() == 1 && periods[0].from.empty()) return versions[0];
  return timeline(*found->flat, periods, versions, date, e.span);
}

// One version of the bands, with the keys at hand: a SliceUse of its own.
auto Elaborator::Implementation::slice_version(SliceUse use, const ast::TableVersion& version,
                                               const std::vector<Typed>& keys, const Type& axis, const Type& cell,
                                               std::size_t key_count, const Environment& env)
    -> std::optional<std::uint32_t> {
  const auto& header = version.header.cells;
  bool failed = false;
  for (std::size_t i = key_count; i < header.size(); ++i) {
    const ast::Expr* edge = header[i];
    const bool last = i + 1 == header.size();
    if (edge != nullptr && edge->kind == ExprKind::beyond && last) {
      use.edges.push_back(kNoNode);
    } else if (edge != nullptr && edge->kind == ExprKind::bound && edge->word == Word::up_to) {
      const Typed value = check(*edge->operands[0], axis, env);
      failed = failed || value.wrong;
      use.edges.push_back(value.node);
    } else {
      report(Code::E0332, edge == nullptr ? version.header.span : edge->span);
      return std::nullopt;
    }
  }
  std::vector<std::vector<Span>> written;
  for (const ast::Row& row : version.rows) {
    failed = failed || !row.whole;
    SliceUse::Row made;
    written.emplace_back();
    const std::size_t before = problems.size();
    for (std::size_t k = 0; k < key_count; ++k)
      made.when = both(made.when, cell_condition(keys[k], row.cells[k], env), row.span);
    failed = failed || problems.size() > before;
    for (std::size_t i = key_count; i < header.size(); ++i) {
      const ast::Expr* content = row.cells[i];
      written.back().push_back(ast::row_place(row, i));
      if (content == nullptr || content->kind == ExprKind::none) {
        made.cells.push_back(kNoNode);
        continue;
      }
      const Typed value = check(*content, cell, env);
      failed = failed || value.wrong;
      made.cells.push_back(value.node);
    }
    use.rows.push_back(std::move(made));
  }
  if (failed || use.edges.empty() || use.rows.empty()) return std::nullopt;
  build.program.slices.push_back(std::move(use));
  out.written.bands.push_back(std::move(written));
  return static_cast<std::uint32_t>(build.program.slices.size() - 1);
}

}  // namespace remit
