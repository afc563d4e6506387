// Problems of policies on stderr.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "cli/console.h"
#include "dsl/diagnostic/render.h"
#include "dsl/source/source.h"

namespace remit::cli {

// Of each file at most a hundred are printed, and the rest counted; `suppressed` were left out before.
// `format`: "text" to stderr, "json" to stdout.
void report(std::vector<Diagnostic> problems, std::size_t suppressed, const SourceSet& sources,
            const std::string& format, Language language, Console& console);

}  // namespace remit::cli
