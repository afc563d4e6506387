// A declaration as it is in force, after extends, override, extend, drop and amend: who wrote which part of it, where,
// its versions, and the tree of its exceptions. Plain text, lines ended; docs/cli.md shows one.
#pragma once
#include <string>

#include "dsl/diagnostic/render.h"
#include "dsl/flatten/flatten.h"
#include "dsl/library/library.h"

namespace remit {

// `on`: only what is in force on that day (2024-01-31); empty: all versions.
// Requires: the policy is open in the library, the declaration one of it.
auto describe_declaration(const PolicyLibrary& library, const FlatPolicy& policy, const FlatDeclaration& declaration,
                          const std::string& on, Language language = Language::en) -> std::string;

// "policies/cn/beijing/employee.remit:38"
auto place_text(const PolicyLibrary& library, Span span) -> std::string;
// "value": the keyword that a declaration begins with.
auto kind_text(const ast::Declaration& declaration, Language language) -> std::string;
// "declared", "overridden", "extended", "dropped from"
auto how_text(Origin::How how, Language language = Language::en) -> std::string;

}  // namespace remit
