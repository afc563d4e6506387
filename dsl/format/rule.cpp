// Values, rules, functions, shares, payers, requirements, documents.
#include "dsl/format/declarations.h"

namespace remit::format {

void Declarations::body(const Declaration& d, const ast::ValueDecl& x) {
  out.open();
  head(d, "value");
  of_type(x.type);
  rounded(x.rounded);
  notes(d.notes);
  const auto version = [&](std::size_t i) {
    period(x.versions[i].period);
    out.text(" = ");
    expression(*x.versions[i].value);
  };
  const auto begin = [&](std::size_t i) { return x.versions[i].period.span.begin; };
  if (x.versions.size() == 1 && x.versions[0].period.from.empty()) {
    out.indent();
    equals(*x.versions[0].value);
    out.dedent();
  } else {
    out.space();
    x.versions.size() > 1 ? block(x.versions.size(), d.span.end, begin, version)
                          : braces(x.versions.size(), d.span.end, version);
  }
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Needs& x) {
  head(d, "value", Follows::sign, "needs");
  of_type(x.type);
  notes(d.notes);
}

void Declarations::body(const Declaration& d, const ast::Rule& x) {
  const bool timeless = x.versions.size() == 1 && x.versions[0].period.from.empty() && x.versions[0].value != nullptr;
  out.open();
  head(d, "rule");
  of_type(x.type);
  rounded(x.rounded);
  notes(d.notes);
  if (timeless) {
    out.indent();
    definition(x.versions[0]);
    out.dedent();
    out.close();
    return exceptions(x.versions[0].exceptions);
  }
  out.close();
  out.text(" {");
  out.indent();
  for (const ast::RuleVersion& version : x.versions) {
    if (version.value == nullptr) {
      for (const ast::Exception& one : version.exceptions) begin_line(one.span.begin), exception(one);
      continue;
    }
    begin_line(version.period.span.begin);
    out.open();
    period(version.period);
    out.indent();
    definition(version);
    out.dedent();
    out.close();
    exceptions(version.exceptions);
  }
  comments_before(d.span.end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

void Declarations::definition(const ast::RuleVersion& version) {
  equals(*version.value, version.when == nullptr ? Tail::closed : Tail::open);
  clause("when", version.when);
}

void Declarations::exceptions(const std::vector<ast::Exception>& all) {
  out.indent();
  for (const ast::Exception& one : all) {
    begin_line(one.span.begin);
    exception(one);
  }
  out.dedent();
}

void Declarations::exception(const ast::Exception& x) {
  out.open();
  word("except");
  out.space();
  if (!x.rule.text.empty()) {
    name(x.rule);
    out.text(".");
  }
  safe_name(x.label, x.labels.empty() && x.over.empty() && x.of ? Follows::of : Follows::sign);
  labels(x.labels);
  if (!x.over.empty()) {
    phrase("over");
    for (const ast::Name& other : x.over) {
      if (&other != &x.over.front()) out.text(", ");
      safe_name(other, x.of && &other == &x.over.back() ? Follows::of : Follows::sign);
    }
  }
  if (x.of) phrase("of"), name(*x.of);
  out.indent();
  notes(x.notes);
  out.line();
  out.open();
  word("when");
  out.space();
  expression(*x.when);
  out.indent();
  out.line();
  word("then");
  out.space();
  expression(*x.then);
  out.dedent();
  out.close();
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Exception& x) {
  prefix(d);
  exception(x);
}

void Declarations::body(const Declaration& d, const ast::Function& x) {
  out.open();
  head(d, "function");
  out.text(d.labels.empty() ? "(" : " (");
  for (const ast::Function::Parameter& parameter : x.parameters) {
    if (&parameter != &x.parameters.front()) out.text(", ");
    name(parameter.name);
    of_type(parameter.type);
  }
  out.text(")");
  of_type(x.type);
  out.indent();
  notes(d.notes);
  equals(*x.body);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Share& x) {
  out.open();
  head(d, "share");
  of_type(x.type);
  out.indent();
  clause("of", x.amount);
  out.line();
  word("over");
  out.space();
  name(x.loop);
  phrase("in");
  expression(*x.list, Level::expression, Tail::open);
  clause("pro rata", x.weight);
  clause("in order of", x.order);
  clause("at most", x.at_most);
  if (!x.takes_all.empty()) {
    out.line();
    word("otherwise");
    phrase(x.takes_all);
    word("takes all");
  }
  notes(d.notes);
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Payers& x) {
  out.open();
  head(d, "payers", Follows::of);
  phrase("of");
  expression(*x.amount, Level::expression, Tail::operand);
  notes(d.notes);
  out.space();
  braces(x.payers.size() + 1, d.span.end, [&](std::size_t i) {
    if (i < x.payers.size()) return name(x.payers[i]);
    word("rest");
    out.space();
    name(x.rest);
  });
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Require& x) {
  static constexpr const char* kSeverities[] = {"blocks", "pends", "reduces", "warns"};
  out.open();
  head(d, "require");
  out.indent();
  notes(d.notes);
  clause("when", x.when);
  clause("holds", x.holds);
  out.line();
  word("otherwise");
  out.space();
  word(kSeverities[static_cast<std::size_t>(x.severity)]);
  labels(x.message);
  if (!x.advice.empty()) {
    out.line();
    word("advice");
    labels(x.advice);
  }
  out.dedent();
  out.close();
}

void Declarations::body(const Declaration& d, const ast::Documents& x) {
  head(d, "documents");
  notes(d.notes);
  if (x.when != nullptr) {
    phrase("when");
    expression(*x.when, Level::expression, Tail::operand);
  }
  out.space();
  papers(x.papers, d.span.end);
}

// A comma ends the condition of a paper, which could otherwise run into the name of the next.
void Declarations::papers(const std::vector<ast::Document>& papers, std::uint32_t end) {
  braces(papers.size(), end, [&](std::size_t i) {
    const ast::Document& paper = papers[i];
    if (!paper.one_of.empty()) {
      word("one of");
      out.space();
      return this->papers(paper.one_of, 0);
    }
    name(paper.name);
    labels(paper.labels);
    if (paper.when == nullptr) return;
    phrase("when");
    expression(*paper.when);
    if (i + 1 < papers.size()) out.text(",");
  });
}

}  // namespace remit::format
