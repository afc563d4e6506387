#include "dsl/ast/declaration.h"

namespace remit::ast {

auto Path::text() const -> std::string {
  std::string text;
  for (const Name& part : parts) {
    if (!text.empty()) text += '.';
    text += part.text;
  }
  return text;
}

auto row_place(const Row& row, std::size_t column) -> Span {
  return column == 0 || row.cells[column] == nullptr ? row.span : row.cells[column]->span;
}

}  // namespace remit::ast
