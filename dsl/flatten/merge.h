// What becomes of one declaration when another overrides or extends it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

// The types that an override must keep, as text: kind, place, currency and optionality, not declared ranges. Empty
// where the declaration states none.
auto kept_type(const ast::Declaration& declaration) -> std::string;

// Where its type is written; empty where it states none, or several.
auto type_span(const ast::Declaration& declaration) -> Span;

// What `by`, an extension, says again of `base` and otherwise than it: "by stay.level", "governed by stay.admitted".
// Empty where it says nothing again, or the same.
auto restated(const ast::Declaration& base, const ast::Declaration& by) -> std::string;

// `by` in the place of `base`: all of `by`, and where it is silent the type and the labels of `base`.
auto overridden(const ast::Declaration& base, const ast::Declaration& by) -> ast::Declaration;

// Kinds that `extend` can add to.
bool extensible(const ast::Declaration& declaration);

// `base` with what `by` adds; reports names that stand twice and versions that overlap.
// Requires: extensible(base), and both of one kind.
auto extended(const ast::Declaration& base, const ast::Declaration& by, std::vector<Diagnostic>& problems)
    -> ast::Declaration;

// Exceptions by label, in every version of the rule that has them.
auto exception_labels(const ast::Rule& rule) -> std::vector<std::string>;
void replace_exception(ast::Rule& rule, const ast::Exception& by);
// Takes it away, also where others go `over` it.
void drop_exception(ast::Rule& rule, std::string_view label);
// And the exceptions of it, and theirs.
void drop_with_children(ast::Rule& rule, const std::string& label);
// The exceptions `of` one of that label.
auto exceptions_of(const ast::Rule& rule, std::string_view label) -> std::vector<ast::Name>;

}  // namespace remit
