// The canonical text of a file: one layout for all, comments kept, in the keywords of either language.
//
// A printed file reads back as the same tree, printing it again changes nothing, and translating it there and back
// gives the same bytes. What the author keeps: the order of declarations, blank lines between them (one at most),
// comments (before what they stood before, or at the end of its line), redundant parentheses, grouped digits.
#pragma once
#include <string>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/render.h"
#include "dsl/source/source.h"

namespace remit {

// Requires: `file` was read from `source` without problems. Pure.
auto format_file(const ast::File& file, const SourceText& source, Language language) -> std::string;

}  // namespace remit
