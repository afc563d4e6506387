// Texts of policies that are saved: changes as amendments, and tests of them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostic/render.h"
#include "repl/session/session.h"

namespace remit::repl {

constexpr std::string_view kUnnamed = "reform";  // what changes are called together where nobody names them

// What the changes of a policy are called together: with its prefix, and a number where the name is taken.
auto amendment_of(Session& session, const std::string& policy, const std::string& name,
                  std::vector<std::string> taken = {}) -> std::string;

// A file's text, formatted in the keywords of either language. Absent: it is not as the language wants it.
auto laid_out(const std::string& text, Language language) -> std::optional<std::string>;
// As it stands behind other text of the same language.
auto without_heading(std::string text) -> std::string;

}  // namespace remit::repl
