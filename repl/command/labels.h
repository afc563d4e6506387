// What is meant where a label is typed: answers show labels, so people type them.
//
// Each gives the name of what has the label, in any language; the text itself where it is a name, or no label.
#pragma once
#include <string>

#include "repl/command/ask.h"
#include "repl/session/session.h"

namespace remit::repl {

// A result or a rule.
auto result_meant(const Settled& settled, const std::string& text) -> std::string;
// An input by its path, with `[1]` where it is of a list.
auto input_meant(Session& session, const std::string& text) -> std::string;
// What can be varied: an input, or else a rule.
auto variable_meant(const Settled& settled, const std::string& text) -> std::string;
// What is an expression by itself: a result or a rule, or else an input.
auto expression_meant(const Prepared& prepared, const std::string& text) -> std::string;
// An exception or a requirement.
auto decided_meant(const Settled& settled, const std::string& text) -> std::string;
// A declaration; an override that says no label has that of what it overrides.
auto declaration_meant(const FlatPolicy& policy, const std::string& text) -> std::string;

}  // namespace remit::repl
