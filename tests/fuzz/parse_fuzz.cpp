// Any bytes: the parser ends, every span lies within the text, and every problem can be shown.
#include <cstdlib>
#include <string>

#include "dsl/diagnostic/render.h"
#include "dsl/parse/parse.h"
#include "tests/fuzz/fuzz.h"

namespace remit {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

auto within(const Span& span, const SourceText& source) -> bool {
  return span.begin <= span.end && span.end <= source.text.size();
}

void check_problems(const Parsed& parsed, const SourceSet& sources) {
  const SourceText& source = *sources.files.front();
  require(parsed.problems.size() <= 100);
  for (const Diagnostic& problem : parsed.problems) {
    require(within(problem.span, source));
    for (const Note& note : problem.notes) require(within(note.span, source));
    require(!problem.edit || within(problem.edit->span, source));
  }
  require(!render_text(parsed.problems, parsed.suppressed, sources, {Language::zh, true}).empty() ||
          parsed.problems.empty());
  require(!render_json(parsed.problems, sources, Language::en).empty());
}

void check_expressions(const ast::File& file, const SourceText& source) {
  for (const ast::Expr& expression : file.arena->expressions) {
    require(within(expression.span, source) && within(expression.mark, source));
    require(expression.height >= 1 && expression.height <= ast::highest_expression + 1);
  }
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  SourceSet sources;
  const SourceText& source = sources.add("fuzz.remit", std::string(bytes));
  const Parsed parsed = parse_file(source);
  check_problems(parsed, sources);
  check_expressions(parsed.file, source);
  parse_expression(source);
}

}  // namespace remit
