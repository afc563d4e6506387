// Explanations as people read them: a tree, each step with its value, its citation, and how it came about.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/program/explanation.h"

namespace remit {

struct TextOptions {
  std::string language = "en";  // or "zh"
  bool show_personal = false;
  std::uint32_t items = 3;    // a list of more elements is folded: what each contributes, not how
  std::uint32_t levels = 40;  // of the tree
};

auto explanation_text(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const TextOptions& options = {}) -> std::string;
auto why_not_text(const std::vector<WhyNot>& answers, const Program& program, const TextOptions& options = {})
    -> std::string;

}  // namespace remit
