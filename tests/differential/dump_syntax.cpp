// dump_syntax POLICY…: the syntax tree of each file (dsl/ast/dump.h), one a line, for the oracle: what the text says,
// before any name is resolved, any type told or anything lowered. An empty line where a file cannot be parsed; exit 1.
#include <fstream>
#include <iostream>
#include <iterator>

#include "dsl/ast/dump.h"
#include "dsl/parse/parse.h"

int main(int argc, char** argv) {
  bool fine = true;
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const auto source = remit::make_source({}, argv[i], std::string(std::istreambuf_iterator<char>(in), {}));
    const remit::Parsed parsed = remit::parse_file(source);
    if (parsed.problems.empty())
      std::cout << remit::ast::dump(parsed.file, remit::ast::Detail::meaning);
    else
      fine = false;
    std::cout << '\n';
  }
  return fine ? 0 : 1;
}
