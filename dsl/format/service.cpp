// Services and tests.
#include <algorithm>

#include "dsl/format/declarations.h"
#include "dsl/parse/keywords.h"

namespace remit::format {

void Declarations::body(const Declaration& d, const ast::Service& x) {
  out.open();
  head(d, "service");
  named_clause("takes", x.takes);
  out.indent();
  if (x.governed_by_as_of || x.governed_by != nullptr) {
    out.line();
    word("governed by");
    out.space();
    x.governed_by_as_of ? word("as of") : expression(*x.governed_by, Level::expression, Tail::operand);
  }
  if (x.ordered_by_posting || x.ordered_by != nullptr) {
    out.line();
    word("ordered by");
    out.space();
    x.ordered_by_posting ? word("posting") : expression(*x.ordered_by, Level::expression, Tail::operand);
  }
  notes(d.notes);
  out.dedent();
  out.close();
  out.text(" {");
  out.indent();
  clauses(x);
  comments_before(d.span.end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

// In the order in which they were written; neighbours of one kind share their word unless the author repeated it.
void Declarations::clauses(const ast::Service& x) {
  struct Part {
    std::uint32_t begin;
    std::string_view word;
    std::function<void()> print;
  };
  std::vector<Part> parts;
  for (const auto& one : x.gives) parts.push_back({one.path.span.begin, "gives", [&] { given(one); }});
  for (const auto& one : x.ensures) parts.push_back({one.span.begin, "ensures", [&] { ensures(one); }});
  for (const auto& one : x.requires_) parts.push_back({one.span.begin, "requires", [&] { name(one); }});
  for (const auto& one : x.lists) parts.push_back({one.span.begin, "lists", [&] { name(one); }});
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.begin < b.begin; });
  for (auto part = parts.begin(); part != parts.end();) {
    const std::string_view word = part->word;
    begin_line(part->begin);
    out.open();
    this->word(word);
    out.space();
    out.indent();
    part++->print();
    for (; part != parts.end() && part->word == word && word != "ensures" && shares_word(part->begin); ++part) {
      out.text(",");
      out.fill();
      part->print();
    }
    out.dedent();
    out.close();
  }
}

bool Declarations::shares_word(std::uint32_t begin) const { return begin == 0 || written().after_comma(begin); }

void Declarations::given(const ast::Given& given) {
  path(given.path);
  labels(given.labels);
  if (!given.code.empty()) phrase("as"), text_literal(given.code);
  if (given.fields.empty()) return;
  out.space();
  braces(
      given.fields.size(), 0, [&](std::size_t i) { this->given(given.fields[i]); }, true);
}

void Declarations::ensures(const ast::Ensures& ensures) {
  expression(*ensures.holds, Level::expression, Tail::operand);
  if (ensures.within != nullptr) phrase("within"), expression(*ensures.within, Level::expression, Tail::operand);
  labels(ensures.labels);
  notes(ensures.notes);
}

void Declarations::body(const Declaration& d, const ast::Test& x) {
  word("test");
  out.space();
  text_literal(x.title);
  if (!x.of.parts.empty()) phrase("of"), path(x.of);
  if (!x.service.text.empty()) phrase("for"), name(x.service);
  if (!x.like.empty()) phrase("like"), text_literal(x.like);
  out.text(" {");
  out.indent();
  for (std::size_t i = 0; i < x.steps.size(); ++i) {
    if (i > 0) then(x.steps[i - 1]);
    step(x.steps[i]);
  }
  cases(x);
  comments_before(d.span.end);
  out.dedent();
  out.hard(false);
  out.text("}");
}

// The tree does not say where `then` stands: it is the next word after what the step before it ends with.
void Declarations::then(const ast::TestStep& before) {
  std::uint32_t end = 0;
  for (const ast::Assignment& one : before.given) end = std::max(end, one.span.end);
  for (const ast::Expectation& one : before.expect) end = std::max(end, one.span.end);
  const std::uint32_t place = written().next_sign(end);
  const bool found = end > 0 && (written().has(place, parse::spelling(parse::Token::then, false)) ||
                                 written().has(place, parse::spelling(parse::Token::then, true)));
  found ? begin_line(place) : out.hard(false);
  word("then");
}

void Declarations::step(const ast::TestStep& step) {
  if (!step.as_of.empty()) {
    out.hard(false);
    word("as of");
    out.text(' ' + step.as_of);
  }
  listed("given", step.given, [&](const auto& one) { assignment(one); });
  listed("expect", step.expect, [&](const auto& one) { expectation(one); });
}

template <class Part, class Print>
void Declarations::listed(std::string_view word, const std::vector<Part>& parts, Print print) {
  for (std::size_t i = 0; i < parts.size();) {
    begin_line(parts[i].span.begin);
    out.open();
    this->word(word);
    out.space();
    out.indent();
    print(parts[i++]);
    for (; i < parts.size() && shares_word(parts[i].span.begin); ++i) {
      out.text(",");
      out.fill();
      print(parts[i]);
    }
    out.dedent();
    out.close();
  }
}

void Declarations::assignment(const ast::Assignment& assignment) {
  expression(*assignment.path);
  if (assignment.value == nullptr) {
    out.space();
    return word("is absent");
  }
  out.text(" = ");
  expression(*assignment.value);
}

void Declarations::expectation(const ast::Expectation& expectation) {
  using Kind = ast::Expectation::Kind;
  switch (expectation.kind) {
    case Kind::holds: return expression(*expectation.holds);
    case Kind::error: word("error"), out.space(); return text_literal(expectation.error);
    case Kind::blocked: return word("blocked");
  }
}

void Declarations::cases(const ast::Test& x) {
  if (x.cases.empty()) return;
  std::vector<std::string> header;
  for (const ast::Test::Column& column : x.columns) {
    Printer printer = apart();
    printer.word(column.expect ? "expect" : "given");
    printer.out.space();
    printer.expression(*column.path);
    header.push_back(printer.one_line());
  }
  std::vector<const ast::Row*> all;
  for (const ast::Row& row : x.cases) all.push_back(&row);
  rows(all, header);
}

}  // namespace remit::format
