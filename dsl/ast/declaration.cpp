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

}  // namespace remit::ast
