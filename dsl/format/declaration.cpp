// What all declarations share, and the small ones.
#include <algorithm>

#include "dsl/format/declarations.h"
#include "dsl/parse/keywords.h"

namespace remit::format {

namespace {

bool begins_phrase_with_of(std::string_view name) {
  const std::vector<parse::Phrase>* phrases = parse::phrases_of(name);
  return phrases != nullptr && std::any_of(phrases->begin(), phrases->end(), [](const parse::Phrase& phrase) {
           return phrase.rest == std::vector<std::string_view>{"of"};
         });
}

}  // namespace

void Declarations::declaration(const Declaration& d) {
  std::visit([&](const auto& x) { body(d, x); }, d.body);
}

void Declarations::declarations(const std::vector<Declaration>& all) {
  for (const Declaration& d : all) {
    begin_line(d.span.begin);
    declaration(d);
  }
}

// ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void Declarations::prefix(const Declaration& d) {
  if (d.is_private) {
    word("private");
    out.space();
  }
  if (d.change == ast::Change::none) return;
  word(d.change == ast::Change::extend ? "extend" : "override");
  out.space();
}

void Declarations::head(const Declaration& d, std::string_view keyword, Follows follows, std::string_view before) {
  prefix(d);
  if (!before.empty()) {
    word(before);
    out.space();
  }
  word(keyword);
  if (!d.name.text.empty()) {
    out.space();
    safe_name(d.name, d.labels.empty() ? follows : Follows::sign);
  }
  labels(d.labels);
}

void Declarations::safe_name(const ast::Name& name, Follows follows) {
  if (follows == Follows::sign || !begins_phrase_with_of(name.text)) return this->name(name);
  comments_before(name.span.begin);
  out.text('`' + name.text + '`');
}

void Declarations::labels(const ast::Labels& labels) {
  out.open();
  out.indent();
  for (const ast::Label& label : labels) {
    out.fill();
    if (!label.language.empty()) out.text(label.language + ' ');
    text_literal(label.text);
  }
  out.dedent();
  out.close();
}

void Declarations::of_type(const ast::TypeExpr* type) {
  if (type == nullptr) return;
  comments_before(type->span.begin);
  out.text(" : ");
  this->type(*type);
}

void Declarations::rounded(const std::optional<ast::RoundedClause>& clause) {
  if (!clause) return;
  phrase("rounded");
  word(spelling(clause->mode));
  if (clause->step.empty()) return;
  phrase("to");
  number(clause->step);
}

void Declarations::period(const ast::Period& period) {
  comments_before(period.span.begin);
  word("from");
  out.text(' ' + period.from);
  if (period.until.empty()) return;
  phrase("until");
  out.text(period.until);
}

// Notes keep the order in which they were written; neighbouring citations share a `cites`.
void Declarations::notes(const ast::Notes& notes) {
  struct Note {
    std::uint32_t begin;
    const ast::Citation* cite;
    std::function<void()> print;
  };
  std::vector<Note> all;
  for (const auto& x : notes.cites) all.push_back({x.span.begin, &x, {}});
  for (const auto& x : notes.assumptions) all.push_back({x.span.begin, nullptr, [&] { remark("assumption", x); }});
  for (const auto& x : notes.unexpressed) all.push_back({x.span.begin, nullptr, [&] { remark("unexpressed", x); }});
  for (const auto& x : notes.allows) all.push_back({x.code.span.begin, nullptr, [&] { allowance(x); }});
  std::stable_sort(all.begin(), all.end(), [](const Note& a, const Note& b) { return a.begin < b.begin; });
  out.open();
  out.indent();
  for (auto note = all.begin(); note != all.end();) {
    out.fill();
    comments_before(note->begin);
    std::vector<const ast::Citation*> cites;
    for (; note != all.end() && note->cite != nullptr; ++note) cites.push_back(note->cite);
    cites.empty() ? (note++)->print() : citations(cites);
  }
  out.dedent();
  out.close();
}

void Declarations::citations(const std::vector<const ast::Citation*>& cites) {
  word("cites");
  out.space();
  for (const ast::Citation* cite : cites) {
    if (cite != cites.front()) {
      out.text(",");
      out.fill();
    }
    path(cite->source);
    if (!cite->section.empty()) out.text(' ' + cite->section);
    if (cite->quote.empty()) continue;
    out.space();
    text_literal(cite->quote);
  }
}

void Declarations::remark(std::string_view keyword, const ast::Remark& remark) {
  word(keyword);
  labels(remark.text);
}

void Declarations::allowance(const ast::Allowance& allowance) {
  word("allow");
  out.space();
  name(allowance.code);
  out.space();
  text_literal(allowance.reason);
}

void Declarations::allowances(const std::vector<ast::Allowance>& allows) {
  for (const ast::Allowance& one : allows) {
    begin_line(one.code.span.begin);
    allowance(one);
  }
}

void Declarations::named_clause(std::string_view phrase, const std::vector<ast::Name>& all) {
  if (all.empty()) return;
  out.open();
  out.indent();
  out.fill();
  word(phrase);
  out.space();
  names(all);
  out.dedent();
  out.close();
}

// On the line of the head where all of it fits, else on a line of its own.
void Declarations::equals(const ast::Expr& e, Tail tail) {
  out.line();
  out.text("= ");
  out.indent();
  expression(e, Level::expression, tail);
  out.dedent();
}

void Declarations::braces(std::size_t count, std::uint32_t end, const std::function<void(std::size_t)>& part,
                          bool commas) {
  out.text("{");
  out.open();
  out.indent();
  for (std::size_t i = 0; i < count; ++i) {
    i == 0 || commas ? out.line() : out.gap();
    part(i);
    if (commas && i + 1 < count) out.text(",");
  }
  comments_before(end);
  out.dedent();
  if (count > 0) out.line();
  out.close();
  out.text("}");
}

void Declarations::block(std::size_t count, std::uint32_t end, const std::function<std::uint32_t(std::size_t)>& begin,
                         const std::function<void(std::size_t)>& part) {
  out.text("{");
  out.indent();
  for (std::size_t i = 0; i < count; ++i) {
    begin_line(begin(i));
    part(i);
  }
  comments_before(end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

// ── types and inputs ───────────────────────────────────────────────────────────────────────────────────────────────

void Declarations::body(const Declaration& d, const ast::Currency& x) {
  head(d, "currency");
  phrase("to");
  number(x.step);
  notes(d.notes);
}

void Declarations::body(const Declaration& d, const ast::Enum& x) {
  head(d, "enum");
  notes(d.notes);
  out.space();
  braces(x.members.size(), d.span.end, [&](std::size_t i) {
    name(x.members[i].name);
    labels(x.members[i].labels);
    if (x.members[i].code.empty()) return;
    phrase("as");
    text_literal(x.members[i].code);
  });
}

void Declarations::field(const ast::Field& field) {
  comments_before(field.name.span.begin);
  // After the type of the field before it, this word would say that that one is personal.
  is_personal(field.name.text) ? out.text('`' + field.name.text + '`') : this->field(field.name.text);
  labels(field.labels);
  of_type(field.type);
  if (field.personal) out.space(), word("personal");
  if (field.code.empty()) return;
  phrase("as");
  text_literal(field.code);
}

// A record of one field may stand on a line.
void Declarations::body(const Declaration& d, const ast::Record& x) {
  head(d, "record");
  notes(d.notes);
  out.space();
  const auto part = [&](std::size_t i) { field(x.fields[i]); };
  const auto begin = [&](std::size_t i) { return x.fields[i].name.span.begin; };
  x.fields.size() > 1 ? block(x.fields.size(), d.span.end, begin, part) : braces(x.fields.size(), d.span.end, part);
}

void Declarations::body(const Declaration& d, const ast::Input& x) {
  head(d, "input");
  of_type(x.type);
  if (x.personal) out.space(), word("personal");
  notes(d.notes);
}

void Declarations::body(const Declaration& d, const ast::Source& x) {
  head(d, "source");
  out.open();
  out.indent();
  if (!x.issued.empty()) out.fill(), word("issued"), out.text(' ' + x.issued);
  if (!x.url.empty()) out.fill(), word("url"), out.space(), text_literal(x.url);
  if (!x.number.empty()) out.fill(), word("number"), out.space(), text_literal(x.number);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::UnexpressedClause& x) {
  head(d, "unexpressed");
  notes(d.notes);
  named_clause("affects", x.affects);
}

void Declarations::body(const Declaration& d, const ast::MonthEnds& x) {
  head(d, "month ends");
  out.space();
  word(x.rule);
}

// ── blocks and changes ─────────────────────────────────────────────────────────────────────────────────────────────

void Declarations::body(const Declaration& d, const ast::ForEach& x) {
  prefix(d);
  word("for each");
  out.space();
  name(x.loop);
  phrase("in");
  expression(*x.list, Level::expression, x.governed_by == nullptr ? Tail::operand : Tail::closed);
  if (x.governed_by != nullptr) {
    phrase("governed by");
    expression(*x.governed_by, Level::expression, Tail::operand);
  }
  out.text(" {");
  out.indent();
  declarations(x.declarations);
  comments_before(d.span.end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

void Declarations::body(const Declaration& d, const ast::DropException& x) {
  prefix(d);
  word("drop");
  phrase("except");
  name(x.rule);
  out.text(".");
  name(x.label);
}

}  // namespace remit::format
