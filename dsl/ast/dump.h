// The syntax tree as text, without spans, comments and redundant parentheses: two trees are equal when their dumps
// are. An S-expression in which what was left out does not appear: `(compare:less (name "a") (number "5"))`.
#pragma once
#include <cstdint>
#include <string>

#include "dsl/ast/declaration.h"

namespace remit::ast {

// Everything, or only what can change an answer or the name of one: no labels, messages, allowances and reasons.
enum class Detail : std::uint8_t { all, meaning };

auto dump(const Expr& expression) -> std::string;
auto dump(const TypeExpr& type) -> std::string;
auto dump(const Declaration& declaration, Detail detail = Detail::all) -> std::string;
auto dump(const Policy& policy, Detail detail = Detail::all) -> std::string;
auto dump(const File& file, Detail detail = Detail::all) -> std::string;

}  // namespace remit::ast
