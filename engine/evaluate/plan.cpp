#include "engine/evaluate/plan.h"

#include <algorithm>

#include "engine/program/depth.h"
#include "engine/program/operands.h"

namespace remit {
namespace {

// Cheaper than this, a node is computed again rather than remembered.
constexpr std::uint64_t kCheap = 24;
constexpr std::uint64_t kDear = std::uint64_t{1} << 40U;  // costs stop counting here

class Planner {
 public:
  Planner(const Program& program, Plan& plan)
      : program_(program),
        plan_(plan),
        reads_(locals_read(program)),
        costs_(program.nodes.size()),
        readers_(program.nodes.size()) {}

  void run() {
    for (std::size_t i = 0; i < program_.nodes.size(); ++i) visit(i);
    plan_.shared.assign(program_.nodes.size(), Plan::kNotShared);
    for (std::size_t i = 0; i < program_.nodes.size(); ++i) {
      if (readers_[i] < 2 || costs_[i] < kCheap) continue;
      plan_.shared[i] = static_cast<std::uint32_t>(plan_.shared_reads.size());
      plan_.shared_reads.push_back(reads_[i]);
    }
    for (const ShareUse& s : program_.shares) {
      plan_.share_reads.push_back(reads_of({s.amount, s.list, s.weight, s.order, s.at_most}, s.local));
    }
    if (!program_.shares.empty()) find_shares();
    for (const Loop& l : program_.loops) {
      plan_.running_reads.push_back(reads_of({l.list, l.body, l.when, l.order}, l.local));
    }
  }

 private:
  void find_shares() {
    const std::vector<bool> asked = reachable(program_, roots_of(program_));
    for (std::uint32_t i = 0; i < program_.rules.size(); ++i) {
      const NodeId node = program_.rules[i].node;
      if (asked[static_cast<std::size_t>(node)] && program_.at(node).op == Op::share)
        plan_.shares_asked.push_back(RuleId{i});
    }
  }
  void visit(std::size_t i) {
    std::uint64_t cost = 1;
    each_operand(program_, program_.nodes[i], [&](NodeId id) {
      const auto operand = static_cast<std::size_t>(id);
      cost += costs_[operand];
      ++readers_[operand];
    });
    costs_[i] = std::min(cost, kDear);
  }

  auto reads_of(std::initializer_list<NodeId> nodes, LocalId bound) const -> Locals {
    Locals all;
    for (const NodeId id : nodes) {
      if (id != kNoNode) add_locals(all, reads_[static_cast<std::size_t>(id)]);
    }
    std::erase(all, bound);
    return all;
  }

  const Program& program_;
  Plan& plan_;
  std::vector<Locals> reads_;
  std::vector<std::uint64_t> costs_;
  std::vector<std::uint32_t> readers_;
};

}  // namespace

Plan::Plan(const Program& program) : depth(depths_of(program)) { Planner(program, *this).run(); }

}  // namespace remit
