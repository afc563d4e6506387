// `--lang`: the language of labels, advice, explanations and diagnostics.
#pragma once
#include <string>

#include "cli/options.h"
#include "dsl/diagnostic/render.h"

namespace remit::cli {

inline void declare_language(Options& options, std::string& target) {
  options.choice("--lang", target, {"en", "zh"}, "language of labels, advice, explanations and diagnostics");
}

inline auto language_of(const std::string& name) -> Language { return name == "zh" ? Language::zh : Language::en; }

}  // namespace remit::cli
