// Tables, bands and catalogs. Rows stand in columns as wide as their widest cell.
#include <algorithm>
#include <string>

#include "dsl/format/declarations.h"
#include "engine/text/utf8.h"

namespace remit::format {

namespace {

// A cell that is one word is a name, though it be a keyword; but these are what they say.
constexpr std::string_view kCellWords[] = {"true", "false", "none", "otherwise", "beyond", "left"};

bool is_cell_word(std::string_view text) {
  return std::find(std::begin(kCellWords), std::end(kCellWords), text) != std::end(kCellWords);
}

}  // namespace

auto Declarations::cell(const ast::Expr* e) const -> std::string {
  if (e == nullptr) return {};
  Printer printer = apart();
  const bool word = e->kind == ast::ExprKind::name && !is_cell_word(e->text);
  word ? printer.field(e->text) : printer.expression(*e);
  return printer.one_line();
}

// `header` replaces the cells of the first row, where these are no expressions.
void Declarations::rows(const std::vector<const ast::Row*>& rows, const std::vector<std::string>& header) {
  std::vector<std::vector<std::string>> cells;
  std::vector<std::uint32_t> widths;
  for (const ast::Row* row : rows) {
    std::vector<std::string>& line = cells.emplace_back();
    for (const ast::Expr* e : row->cells) line.push_back(cell(e));
    if (cells.size() == 1 && !header.empty()) line = header;
    widths.resize(std::max(widths.size(), line.size()), 0);
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], columns(line[i]));
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    begin_line(rows[row]->span.begin);
    std::string text = "|";
    for (std::size_t i = 0; i < cells[row].size(); ++i) {
      text += ' ' + cells[row][i] + std::string(widths[i] - columns(cells[row][i]), ' ') + " |";
    }
    out.text(text);
  }
}

void Declarations::versions(const std::vector<ast::TableVersion>& versions, std::uint32_t end) {
  out.text(" {");
  out.indent();
  for (const ast::TableVersion& version : versions) {
    std::vector<const ast::Row*> all = {&version.header};
    for (const ast::Row& row : version.rows) all.push_back(&row);
    if (!version.period.from.empty()) {
      begin_line(version.period.span.begin);
      period(version.period);
    }
    rows(all, {});
  }
  comments_before(end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

void Declarations::keys(const std::vector<ast::Key>& keys) {
  if (keys.empty()) return;
  out.fill();
  word("by");
  out.space();
  for (const ast::Key& key : keys) {
    if (&key != &keys.front()) out.text(", ");
    if (key.type == nullptr) {
      path(key.path);
      continue;
    }
    out.text("(");
    path(key.path);
    of_type(key.type);
    out.text(")");
  }
}

void Declarations::body(const Declaration& d, const ast::Table& x) {
  out.open();
  head(d, "table");
  out.indent();
  keys(x.keys);
  out.dedent();
  if (x.result != nullptr) {
    of_type(x.result);
  } else if (!x.results.empty()) {
    out.text(" : ");
    braces(
        x.results.size(), 0, [&](std::size_t i) { field(x.results[i]); }, true);
  }
  rounded(x.rounded);
  notes(d.notes);
  out.close();
  versions(x.versions, d.span.end);
}

void Declarations::body(const Declaration& d, const ast::Bands& x) {
  out.open();
  head(d, "bands", Follows::of);
  if (x.axis != nullptr) phrase("of"), type(*x.axis);
  out.indent();
  keys(x.keys);
  out.dedent();
  of_type(x.result);
  notes(d.notes);
  out.close();
  versions(x.versions, d.span.end);
}

void Declarations::body(const Declaration& d, const ast::Catalog& x) {
  const auto file_clause = [&](std::string_view phrase, const std::string& file, Span span) {
    if (file.empty()) return;
    out.fill();
    comments_before(span.begin);
    word(phrase);
    out.space();
    text_literal(file);
  };
  out.open();
  head(d, "catalog", Follows::of);
  phrase("of");
  name(x.record);
  out.indent();
  if (!x.by.empty()) phrase("by"), names(x.by);
  file_clause("from", x.file, x.file_span);
  file_clause("overlaid by", x.overlay, x.overlay_span);
  out.fill();
  word("key");
  out.space();
  column(x.key);
  if (x.valid) {
    phrase("valid");
    column(x.valid->first);
    out.text(" .. ");
    column(x.valid->second);
  }
  notes(d.notes);
  out.dedent();
  out.close();
  if (x.fields.empty()) return;
  out.space();
  block(
      x.fields.size(), d.span.end, [&](std::size_t i) { return x.fields[i].name.span.begin; },
      [&](std::size_t i) { field(x.fields[i]); });
}

void Declarations::column(const ast::Name& name) {
  comments_before(name.span.begin);
  field(name.text);
}

}  // namespace remit::format
