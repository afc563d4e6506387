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
  const bool cell = column > 0 && column < row.cells.size() && row.cells[column] != nullptr;
  return cell ? row.cells[column]->span : row.span;
}

}  // namespace remit::ast
