// `put` writes one value of any kind; a struct is a `node` of its named parts. A part that is empty (no text, no
// element, null, false) is left out with its name, so a new optional part changes no dump that lacks it.
#include "dsl/ast/dump.h"

#include <array>
#include <type_traits>
#include <utility>

#include "dsl/ast/names.h"

namespace remit::ast {

namespace {

bool empty(const std::string& text) { return text.empty(); }
bool empty(bool flag) { return !flag; }
bool empty(const Name& name) { return name.text.empty(); }
bool empty(const Path& path) { return path.parts.empty(); }
bool empty(const Period& period) { return period.from.empty() && period.until.empty(); }
bool empty(const Notes& n) {
  return n.cites.empty() && n.assumptions.empty() && n.unexpressed.empty() && n.allows.empty();
}
bool empty(Change change) { return change == Change::none; }
template <class T>
bool empty(const T* pointer) {
  return pointer == nullptr;
}
template <class T>
bool empty(const std::vector<T>& list) {
  return list.empty();
}
template <class T>
bool empty(const std::optional<T>& value) {
  return !value;
}
template <class T>
bool empty(const T&) {
  return false;
}

class Dump {
 public:
  explicit Dump(Detail detail) : detail_(detail) {}
  auto text() && { return std::move(out_); }

  // ── leaves ───────────────────────────────────────────────────────────────────────────────────────────────────
  void put(const std::string& text) {
    out_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out_ += '\\';
      if (c == '\n')
        out_ += "\\n";
      else
        out_ += c;
    }
    out_ += '"';
  }
  void put(bool) { out_ += "yes"; }
  void put(const Name& name) { put(name.text); }
  void put(const Path& path) { put(path.text()); }
  void put(Word word) { out_ += name(word); }
  void put(Severity severity) {
    out_ += std::array{"blocks", "pends", "reduces", "warns"}[static_cast<std::size_t>(severity)];
  }
  void put(Keeper keeper) {
    out_ += std::array{"highest", "lowest", "earliest", "latest"}[static_cast<std::size_t>(keeper)];
  }
  void put(Change change) { out_ += change == Change::extend ? "extend" : "override"; }
  void put(Expectation::Kind kind) { out_ += std::array{"holds", "error", "blocked"}[static_cast<std::size_t>(kind)]; }
  void put(Policy::Kind kind) {
    out_ += std::array{"policy", "abstract", "module", "amendment"}[static_cast<std::size_t>(kind)];
  }
  void put(const Period& period) { node("period", "from", period.from, "until", period.until); }

  // ── containers ───────────────────────────────────────────────────────────────────────────────────────────────
  template <class T>
  void put(const std::vector<T>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out_ += ' ';
      put(list[i]);
    }
  }
  template <class T>
  void put(const std::optional<T>& value) {
    put(*value);
  }
  template <class A, class B>
  void put(const std::pair<A, B>& pair) {
    put(pair.first);
    out_ += ' ';
    put(pair.second);
  }

  // ── expressions and types ────────────────────────────────────────────────────────────────────────────────────
  void put(const Expr* e) {
    while (e != nullptr && e->kind == ExprKind::parentheses) e = e->operands[0];
    if (e == nullptr) {
      out_ += '_';
      return;
    }
    out_ += '(';
    out_ += name(e->kind);
    if (e->word != Word::none) (out_ += ':') += name(e->word);
    if (e->flag) out_ += '!';
    if (!e->text.empty() || e->kind == ExprKind::text) out_ += ' ', put(e->text);
    if (!e->fields.empty()) out_ += " [", put(e->fields), out_ += ']';
    if (!e->operands.empty()) out_ += ' ', put(e->operands);
    out_ += ')';
  }
  void put(const TypeExpr* t) {
    node(name(t->kind), "name", t->name, "element", t->element, "to", t->step, "exact", t->exact, "at-most", t->at_most,
         "bounded", t->bounded, "low", t->low, "high", t->high, "open-above", t->open_above, "optional", t->optional);
  }

  // ── what declarations carry ──────────────────────────────────────────────────────────────────────────────────
  void put(const Label& x) { node("label", "in", x.language, "text", x.text); }
  void put(const Citation& x) { node("cite", "source", x.source, "section", x.section, "quote", x.quote); }
  void put(const Remark& x) { node("remark", "labels", x.text); }
  void put(const Allowance& x) { node("allow", "code", x.code, "reason", x.reason); }
  void put(const Notes& x) {
    node("notes", "cites", x.cites, "assumptions", x.assumptions, "unexpressed", x.unexpressed, "allows", x.allows);
  }
  void put(const RoundedClause& x) { node("rounded", "mode", x.mode, "to", x.step); }
  void put(const Row& x) { node("row", "cells", x.cells); }
  void put(const Key& x) { node("key", "path", x.path, "type", x.type); }
  void put(const Field& x) {
    node("field", "name", x.name, "labels", told(x.labels), "type", x.type, "personal", x.personal, "as", x.code);
  }

  // ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────
  void put(const Currency& x) { node("currency", "to", x.step); }
  void put(const Member& x) { node("member", "name", x.name, "labels", told(x.labels), "as", x.code); }
  void put(const Enum& x) { node("enum", "members", x.members); }
  void put(const Record& x) { node("record", "fields", x.fields); }
  void put(const Input& x) { node("input", "type", x.type, "personal", x.personal); }
  void put(const Source& x) { node("source", "issued", x.issued, "url", x.url, "number", x.number); }
  void put(const UnexpressedClause& x) { node("unexpressed", "affects", x.affects); }
  void put(const MonthEnds& x) { node("month-ends", "rule", x.rule); }
  void put(const DatedValue& x) { node("version", "period", x.period, "value", x.value); }
  void put(const ValueDecl& x) { node("value", "type", x.type, "rounded", x.rounded, "versions", x.versions); }
  void put(const Needs& x) { node("needs", "type", x.type); }
  void put(const TableVersion& x) { node("version", "period", x.period, "header", x.header, "rows", x.rows); }
  void put(const Table& x) {
    node("table", "by", x.keys, "result", x.result, "results", x.results, "rounded", x.rounded, "versions", x.versions);
  }
  void put(const Bands& x) { node("bands", "of", x.axis, "by", x.keys, "result", x.result, "versions", x.versions); }
  void put(const Catalog& x) {
    node("catalog", "of", x.record, "by", x.by, "from", x.file, "overlay", x.overlay, "key", x.key, "valid", x.valid,
         "fields", x.fields);
  }
  void put(const Exception& x) {
    node("except", "rule", x.rule, "label", x.label, "labels", told(x.labels), "over", x.over, "of", x.of, "notes",
         told(x.notes), "when", x.when, "then", x.then);
  }
  void put(const RuleVersion& x) {
    node("version", "period", x.period, "value", x.value, "when", x.when, "exceptions", x.exceptions);
  }
  void put(const Rule& x) { node("rule", "type", x.type, "rounded", x.rounded, "versions", x.versions); }
  void put(const Function::Parameter& x) { node("parameter", "name", x.name, "type", x.type); }
  void put(const Function& x) { node("function", "parameters", x.parameters, "type", x.type, "body", x.body); }
  void put(const Share& x) {
    node("share", "type", x.type, "of", x.amount, "loop", x.loop, "in", x.list, "pro-rata", x.weight, "in-order-of",
         x.order, "at-most", x.at_most, "takes-all", x.takes_all);
  }
  void put(const Payers& x) { node("payers", "of", x.amount, "payers", x.payers, "rest", x.rest); }
  void put(const Require& x) {
    node("require", "when", x.when, "holds", x.holds, "otherwise", x.severity, "message", told(x.message), "advice",
         told(x.advice));
  }
  void put(const Document& x) {
    node("document", "name", x.name, "labels", told(x.labels), "when", x.when, "one-of", x.one_of);
  }
  void put(const Documents& x) { node("documents", "when", x.when, "papers", x.papers); }
  void put(const Tally& x) {
    node("tally", "shared", x.shared, "type", x.type, "per", x.keys, "when", x.when, "keeps", x.keeps, "amount",
         x.amount, "only-in", x.services);
  }
  void put(const Spell& x) {
    node("spell", "per", x.keys, "from", x.from, "to", x.to, "comparison", x.comparison, "gap", x.gap);
  }
  void put(const FieldValue& x) { node("set", "name", x.name, "value", x.value); }
  void put(const History& x) {
    node("history", "element", x.element, "at-most", x.at_most, "per", x.keys, "when", x.when, "records", x.records,
         "only-in", x.services);
  }
  void put(const Account::Movement& x) {
    node("movement", "pot", x.pot, "amount", x.amount, "when", x.when, "only-in", x.services);
  }
  void put(const Account& x) {
    node("account", "type", x.type, "per", x.keys, "pots", x.pots, "credits", x.credits, "debits", x.debits,
         "never-below", x.never_below);
  }
  void put(const Given& x) { node("give", "path", x.path, "labels", told(x.labels), "as", x.code, "fields", x.fields); }
  void put(const Ensures& x) {
    node("ensure", "holds", x.holds, "within", x.within, "labels", told(x.labels), "notes", told(x.notes));
  }
  void put(const Service& x) {
    node("service", "takes", x.takes, "as-of", x.governed_by_as_of, "governed-by", x.governed_by, "posting",
         x.ordered_by_posting, "ordered-by", x.ordered_by, "gives", x.gives, "ensures", x.ensures, "requires",
         x.requires_, "lists", x.lists);
  }
  void put(const Assignment& x) { node("given", "path", x.path, "value", x.value); }
  void put(const Expectation& x) { node("expect", "kind", x.kind, "holds", x.holds, "error", x.error); }
  void put(const TestStep& x) { node("step", "given", x.given, "expect", x.expect, "as-of", x.as_of); }
  void put(const Test::Column& x) { node("column", "expect", x.expect, "path", x.path); }
  void put(const Test& x) {
    node("test", "of", x.of, "for", x.service, "like", x.like, "steps", x.steps, "columns", x.columns, "cases",
         x.cases);
  }
  void put(const ForEach& x) {
    node("for-each", "loop", x.loop, "in", x.list, "governed-by", x.governed_by, "declarations", x.declarations);
  }
  void put(const DropException& x) { node("drop-except", "rule", x.rule, "label", x.label); }

  // ── declarations, policies, files ────────────────────────────────────────────────────────────────────────────
  void put(const Declaration& x) {
    out_ += "(declaration";
    part("name", x.name);
    part("private", x.is_private);
    part("change", x.change);
    part("labels", told(x.labels));
    part("notes", told(x.notes));
    out_ += ' ';
    std::visit([&](const auto& body) { put(body); }, x.body);
    out_ += ')';
  }
  void put(const Policy& x) {
    node("policy", "kind", x.kind, "name", x.name, "parent", x.parent, "labels", told(x.labels), "in-force", x.in_force,
         "applies-when", x.applies_when, "allows", told(x.allows), "declarations", x.declarations);
  }
  void put(const File& x) { node("file", "imports", x.imports, "policies", x.policies, "tests", x.tests); }

 private:
  template <class... Parts>
  void node(std::string_view head, const Parts&... parts) {
    (out_ += '(') += head;
    pairs(parts...);
    out_ += ')';
  }
  void pairs() {}
  template <class T, class... Rest>
  void pairs(const char* label, const T& value, const Rest&... rest) {
    part(label, value);
    pairs(rest...);
  }
  template <class T>
  void part(std::string_view label, const T& value) {
    if (empty(value)) return;
    ((out_ += " (") += label) += ' ';
    put(value);
    out_ += ')';
  }
  auto told(Notes notes) const -> Notes {
    if (detail_ == Detail::meaning) notes.allows.clear();
    return notes;
  }
  // What only people read.
  template <class T>
  auto told(const std::vector<T>& list) const -> const std::vector<T>& {
    static const std::vector<T> kNothing;
    return detail_ == Detail::all ? list : kNothing;
  }

  Detail detail_;
  std::string out_;
};

template <class T>
auto dumped(const T& tree, Detail detail) -> std::string {
  Dump dump(detail);
  dump.put(tree);
  return std::move(dump).text();
}

}  // namespace

auto dump(const Expr& expression) -> std::string { return dumped(&expression, Detail::all); }
auto dump(const TypeExpr& type) -> std::string { return dumped(&type, Detail::all); }
auto dump(const Declaration& declaration, Detail detail) -> std::string { return dumped(declaration, detail); }
auto dump(const Policy& policy, Detail detail) -> std::string { return dumped(policy, detail); }
auto dump(const File& file, Detail detail) -> std::string { return dumped(file, detail); }

}  // namespace remit::ast
