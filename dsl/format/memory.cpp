// Tallies, spells, histories, accounts.
#include <algorithm>

#include "dsl/format/declarations.h"

namespace remit::format {

void Declarations::per(const std::vector<const ast::Expr*>& keys, Tail tail) {
  out.fill();
  word("per");
  out.space();
  for (const ast::Expr* key : keys) {
    if (key != keys.front()) out.text(", ");
    expression(*key, Level::expression, key == keys.back() ? tail : Tail::closed);
  }
}

void Declarations::body(const Declaration& d, const ast::Tally& x) {
  static constexpr const char* kKeepers[] = {"highest", "lowest", "earliest", "latest"};
  out.open();
  head(d, "tally", Follows::sign, x.shared ? "shared" : "");
  of_type(x.type);
  out.indent();
  per(x.keys, Tail::open);
  notes(d.notes);
  clause("when", x.when);
  out.fill();
  word(x.keeps ? "keeps" : "adds");
  out.space();
  if (x.keeps) word(kKeepers[static_cast<std::size_t>(*x.keeps)]), out.space();
  expression(*x.amount);
  named_clause("only in", x.services);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Spell& x) {
  out.open();
  head(d, "spell");
  out.indent();
  per(x.keys, Tail::open);
  clause("from", x.from, Level::sum, Tail::open);
  clause("to", x.to, Level::sum);
  out.fill();
  word("new when gap");
  out.text(' ' + std::string(spelling(x.comparison)) + ' ');
  expression(*x.gap, Level::sum);
  notes(d.notes);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::History& x) {
  out.open();
  head(d, "history");
  out.text(" : ");
  word("list of");
  out.space();
  type(*x.element);
  if (!x.at_most.empty()) phrase("at most"), number(x.at_most);
  out.indent();
  per(x.keys, Tail::open);
  notes(d.notes);
  clause("when", x.when);
  out.fill();
  word("records");
  out.space();
  braces(
      x.records.size(), 0,
      [&](std::size_t i) {
        column(x.records[i].name);
        out.text(" = ");
        expression(*x.records[i].value);
      },
      true);
  named_clause("only in", x.services);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Account& x) {
  struct Clause {
    std::uint32_t begin;
    std::function<void()> print;
  };
  std::vector<Clause> clauses;
  for (const auto& one : x.credits) clauses.push_back({one.span.begin, [&] { movement(one, true); }});
  for (const auto& one : x.debits) clauses.push_back({one.span.begin, [&] { movement(one, false); }});
  if (x.never_below != nullptr) {
    clauses.push_back(
        {x.never_below->span.begin, [&] { word("never below"), out.space(), expression(*x.never_below); }});
  }
  std::stable_sort(clauses.begin(), clauses.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  out.open();
  head(d, "account");
  of_type(x.type);
  out.indent();
  per(x.keys, Tail::operand);
  notes(d.notes);
  out.dedent();
  out.close();
  out.text(" {");
  out.indent();
  begin_line(x.pots.empty() ? 0 : x.pots.front().span.begin);
  word("pots");
  out.space();
  names(x.pots);
  for (const Clause& one : clauses) {
    begin_line(one.begin);
    one.print();
  }
  comments_before(d.span.end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

void Declarations::movement(const ast::Account::Movement& movement, bool credit) {
  out.open();
  word(credit ? "credits" : "debits");
  out.space();
  if (credit) {
    name(movement.pot);
    phrase("with");
  }
  expression(*movement.amount, Level::expression, movement.when == nullptr ? Tail::closed : Tail::open);
  out.indent();
  clause("when", movement.when);
  out.dedent();
  named_clause("only in", movement.services);
  out.close();
}

}  // namespace remit::format
