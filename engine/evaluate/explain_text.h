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
  std::uint32_t items = 5;      // of a list, told in full; of the rest, what they contribute together
  std::uint32_t levels = 40;    // of the tree
};

auto explanation_text(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const TextOptions& options = {}) -> std::string;
auto why_not_text(const std::vector<WhyNot>& answers, const Program& program, const TextOptions& options = {}) -> std::string;

}  // namespace remit
