// Explanations as JSON for programs. Steps are a flat array; they, and results, name the steps they read by position.
// Amounts are numbers of exactly their digits; a ratio that does not end is the text "1/3".
#pragma once
#include <string>
#include <vector>

#include "engine/program/explanation.h"

namespace remit {

struct JsonOptions {
  bool show_personal = false;  // else personal values are "***"
};

auto explanation_json(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const JsonOptions& options = {}) -> std::string;
auto why_not_json(const std::vector<WhyNot>& answers, const Program& program, const JsonOptions& options = {})
    -> std::string;

}  // namespace remit
