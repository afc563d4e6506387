#include "engine/batch/walk.h"

#include <algorithm>

#include "engine/program/operands.h"

namespace remit::batch {

void each_read(const Program& program, NodeId id, const std::function<void(NodeId)>& visit) {
  const Node& node = program.at(id);
  each_operand(program, node, visit);
  if (const auto rule = rule_read(node)) visit(program.at(*rule).node);
}

void each_after_what_it_reads(const Program& program, const std::function<void(NodeId)>& visit) {
  enum class State : std::uint8_t { unseen, open, left };
  std::vector<State> state(program.nodes.size());
  std::vector<NodeId> path;
  for (const NodeId root : roots_of(program)) {
    path.push_back(root);
    while (!path.empty()) {
      const NodeId id = path.back();
      State& now = state[static_cast<std::size_t>(id)];
      if (now == State::unseen) {
        now = State::open;
        each_read(program, id, [&](NodeId next) {
          if (state[static_cast<std::size_t>(next)] == State::unseen) path.push_back(next);
        });
        continue;
      }
      path.pop_back();
      if (now == State::left) continue;
      now = State::left;
      visit(id);
    }
  }
}

auto stepping_stones(const Program& program, const std::vector<Locals>& reads) -> std::vector<NodeId> {
  constexpr std::uint32_t kSteps = 256;
  std::vector<std::uint32_t> height(program.nodes.size());  // above the last stone
  std::vector<NodeId> stones;
  each_after_what_it_reads(program, [&](NodeId id) {
    const auto at = static_cast<std::size_t>(id);
    std::uint32_t most = 0;
    each_read(program, id, [&](NodeId next) { most = std::max(most, height[static_cast<std::size_t>(next)] + 1); });
    height[at] = most;
    if (most < kSteps || !reads[at].empty()) return;  // what reads a local is asked for within its loop
    height[at] = 0;
    stones.push_back(id);
  });
  return stones;
}

}  // namespace remit::batch
