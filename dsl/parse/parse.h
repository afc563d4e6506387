// Pass 2: the text of a file to its syntax tree, with comments and with all its problems.
//
// Reads every file to its end: after a mistake it goes on at the next declaration, so ten mistakes give ten problems.
// Never fails, never throws, recurses to a fixed depth only, and takes time and memory in proportion to the text,
// whatever the bytes are. Pure; safe from any thread.
#pragma once
#include <cstddef>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/parse/token.h"
#include "dsl/source/source.h"

namespace remit {

struct Parsed {
  ast::File file;                    // what could be read; declarations with a mistake are left out
  std::vector<Diagnostic> problems;  // by place; at most a hundred
  std::size_t suppressed = 0;        // problems beyond those
  bool incomplete = false;           // a mistake at the very end: more text may mend it
  std::size_t attempts = 0;          // of grammar rules: a measure of work, for tests
};
auto parse_file(const SourceText& source) -> Parsed;

// The same of some pieces of a file (dsl/parse/outline.h), as if nothing else stood in it.
// Requires: with a declaration, the headings around it and what closes them.
auto parse_parts(const SourceText& source, const std::vector<parse::TextPart>& parts) -> Parsed;

// One expression and nothing else, as for `remit eval`. `# language: zh` on line 1 counts here too.
struct ParsedExpression {
  std::shared_ptr<ast::Arena> arena;
  const ast::Expr* expression = nullptr;  // nullptr where there are problems
  std::vector<Diagnostic> problems;
  std::size_t suppressed = 0;
  bool incomplete = false;
};
auto parse_expression(const SourceText& source) -> ParsedExpression;

}  // namespace remit
