#include "engine/program/depth.h"

#include <algorithm>

#include "engine/program/operands.h"

namespace remit {
namespace {

// A choice is resolved by recursion along its tree of exceptions.
auto depth_of_tree(const Choice& choice) -> std::uint32_t {
  std::vector<std::uint32_t> levels;
  std::uint32_t deepest = 1;
  for (const Choice::Exception& e : choice.exceptions) {
    levels.push_back(e.parent < levels.size() ? levels[e.parent] + 1 : 2);
    deepest = std::max(deepest, levels.back());
  }
  return deepest;
}

}  // namespace

auto depths_of(const Program& program) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> depths(program.nodes.size(), 0);
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    const Node& node = program.nodes[i];
    std::uint32_t below = 0;
    each_operand(program, node, [&](NodeId id) { below = std::max(below, depths[static_cast<std::size_t>(id)]); });
    depths[i] = below + (node.op == Op::choice ? depth_of_tree(program.choices[node.index]) : 1);
  }
  return depths;
}

}  // namespace remit
